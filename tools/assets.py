"""The third-party scripts and styles that the pages serve: api/static/vendor/<package>/, never committed.

python3 -m tools.assets run    what the pages need
python3 -m tools.assets dev    that, and axe-core for the tests (it stays in node_modules)
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from tools import node
from tools.steps import ROOT, StepFailed, digest, finish, one_at_a_time

VENDOR = ROOT / "api" / "static" / "vendor"
MANIFEST = "manifest.json"
TESTS_ONLY = ("axe-core/axe.min.js",)

# package -> file in the package -> file in vendor/<package without its scope>/
SHIPPED: dict[str, dict[str, str]] = {
    "leaflet": {
        "dist/leaflet.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        **{  # beside leaflet.css, which names them
            f"dist/images/{image}.png": f"images/{image}.png"
            for image in ("layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow")
        },
        "LICENSE": "LICENSE",
    },
    "leaflet.markercluster": {
        "dist/leaflet.markercluster.js": "leaflet.markercluster.js",
        "dist/MarkerCluster.css": "MarkerCluster.css",
        "dist/MarkerCluster.Default.css": "MarkerCluster.Default.css",
        "MIT-LICENCE.txt": "LICENSE",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    "@digital-go-jp/design-tokens": {"dist/tokens.css": "tokens.css", "LICENSE": "LICENSE"},
}

# What makes a browser ask another host: style imports and urls, script sources, fetches of a literal address.
OUTSIDE = re.compile(
    r"""@import\b|url\(\s*["']?(?:https?:)?//|\bsrc\s*=\s*["']?(?:https?:)?//"""
    r"""|\b(?:fetch|import|open|importScripts)\(\s*(?:["'][A-Z]+["'],\s*)?["'`](?:https?:|wss?:)?//"""
)


def shipped_files() -> dict[str, Path]:
    """Every file of the vendor folder, by its path there, with the installed file that it is copied from."""
    return {
        f"{package.rsplit('/', 1)[-1]}/{target}": node.package_folder(package) / source
        for package, files in SHIPPED.items()
        for source, target in files.items()
    }


def sha256(path: Path) -> str:
    """The file's hash in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_key() -> str:
    """What the vendor folder is made from: the locked packages and the list above."""
    locked = [(ROOT / name).read_bytes() for name in node.LOCKED]
    return digest(*locked, json.dumps(SHIPPED, sort_keys=True))


def intact(folder: Path, key: str) -> bool:
    """Whether the folder holds exactly the files of its manifest, unchanged, and was made from `key`."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = manifest["files"]
        present = {
            path.relative_to(folder).as_posix(): sha256(path)
            for path in folder.rglob("*")
            if path.is_file() and path.name != MANIFEST
        }
    except (OSError, ValueError, TypeError, KeyError):
        return False
    return bool(listed) and manifest.get("key") == key and present == listed


def copy(files: dict[str, Path], folder: Path, key: str) -> None:
    """A fresh folder with the files and their manifest, put in place only when it is whole."""
    fresh = folder.with_name(f".{folder.name}-unfinished")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in files.items():
        if not source.is_file():
            raise StepFailed(
                f"画面の部品に {target} がありません。「make clean」のあと、もう一度実行してください。",
                f"{target} is missing from the installed front-end packages; run `make clean` and try again.",
            )
        refuse_outside_loads(target, source)
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, fresh / target)
    manifest = {"key": key, "files": {target: sha256(fresh / target) for target in sorted(files)}}
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def refuse_outside_loads(target: str, source: Path) -> None:
    """The pages run in a closed network: a script or style that would ask another host is not shipped."""
    if source.suffix not in {".js", ".css"}:
        return
    found = OUTSIDE.search(source.read_text(encoding="utf-8"))
    if found:
        raise StepFailed(
            f"画面の部品 {target} が外部のサーバーを呼び出します({found.group()})。版を確かめてください。",
            f"{target} would load something from another host; check its version.",
        )


def prepare(level: str) -> None:
    """Installed packages and vendor folder, doing only what is missing or changed."""
    key = source_key()
    if level == "run" and intact(VENDOR, key):
        return
    node.install(level)
    if not intact(VENDOR, key):
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        copy(shipped_files(), VENDOR, key)
    for name in TESTS_ONLY if level == "dev" else ():
        if not (node.NODE_MODULES / name).is_file():
            raise StepFailed(
                f"テスト用の {name} がありません。「make clean」のあと、もう一度実行してください。",
                f"{name} is missing; run `make clean` and try again.",
            )


def main() -> int:
    """Prepare the level named on the command line."""
    with one_at_a_time():
        prepare(sys.argv[1])
    return 0


if __name__ == "__main__":
    finish(main)
