"""What stands beside the arrays: who wrote them, for which catalogue version, and the names of their codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.engine.version import ENGINE_VERSION
from matcher.engine.vocabulary import dictionary_version, vocabulary_digest
from resources.errors import NotReady

FORMAT = 4
MANIFEST = "manifest.json"
CURRENT = "CURRENT"


class UnusableStore(NotReady):
    """There is no stored catalogue, or another one than is asked for; it has to be made anew."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`catalogue` is the catalogue version, `newest` its newest 情報更新日 (ISO) or None.

    `names` of coded columns, `codes` of list-valued ones, `concepts` in the order of their numbers.
    """

    catalogue: str
    newest: str | None
    names: Mapping[str, list[str]]
    codes: Mapping[str, list[str]]
    concepts: list[str]
    timetables: int


def written_by() -> dict[str, str | int]:
    """What must be the same again for a stored catalogue to mean the same."""
    return {
        "format": FORMAT,
        "engine": ENGINE_VERSION,
        "dictionary": dictionary_version(),
        "vocabulary": vocabulary_digest(),
    }


def manifest_json(manifest: Manifest) -> str:
    """The manifest as a file's text."""
    own = {name: getattr(manifest, name) for name in Manifest.__slots__}
    return json.dumps({"written_by": written_by(), **own}, ensure_ascii=False, indent=1)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises UnusableStore."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found, manifest = content.pop("written_by"), Manifest(**content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableStore("保存された照合データが読めません。作り直します。") from error
    expected = written_by()
    different = sorted(name for name in expected if found.get(name) != expected[name])
    if different:
        what = "、".join(_WORDS[name] for name in different)
        raise UnusableStore(f"保存された照合データは別の版（{what}）で作られています。作り直します。")
    return manifest


_WORDS = {"format": "形式", "engine": "エンジン", "dictionary": "辞書", "vocabulary": "語彙表"}
