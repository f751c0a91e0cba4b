"""What stands beside every exported file: whose data it is, when it was made, and whose layers are in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_NO_LICENCE = "利用条件は、提供した市区町村に確かめてください。"


@dataclass(frozen=True, slots=True)
class About:
    """`licence`: under which the municipality publishes, "" = not stated. `layers`: (file, licence) of imports."""

    municipality_name: str
    municipality_code: str
    on: date
    licence: str = ""
    layers: tuple[tuple[str, str], ...] = ()


def notes(about: About) -> list[str]:
    """Lines for people."""
    lines = [
        f"{about.municipality_name} 地域資源の一覧（{about.on.isoformat()} 作成）",
        "公開中の地域資源の、公開している項目だけです。ボランティアの方のお名前、電話、住所は入っていません。",
        f"利用条件: {about.licence}" if about.licence else _NO_LICENCE,
    ]
    lines += [f"元の一覧: {name}（{licence}）" for name, licence in about.layers]
    return lines


def as_object(about: About) -> dict[str, object]:
    """The same for programs."""
    return {
        "publisher": about.municipality_name,
        "created": about.on.isoformat(),
        "licence": about.licence or _NO_LICENCE,
        "sources": [{"name": name, "licence": licence} for name, licence in about.layers],
    }
