"""Hash-locked Python packages for the set-up itself, in folders of .setup: no venv module is needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import ROOT, SETUP, StepFailed, digest, run_logged, say

# A person's own pip settings may ask for --user or for a virtual environment; both forbid --target.
PIP_SETTINGS = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
PIP_INSTALL = (
    *("-m", "pip", "--no-input", "install", "--require-hashes"),
    "--only-binary=:all:",  # building from source would fetch build tools without hashes
    *("--progress-bar", "off", "--no-warn-script-location"),
)
PIP_FAILED = (
    "Python のパッケージを入れられません。ネットワークと pip の設定を確かめて、もう一度実行してください。",
    "Python packages could not be installed; check the network and pip's settings and run it again.",
)


def base_python() -> str:
    """The interpreter that environments are made from, also when this script runs inside one of them."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def python_name() -> str:
    """The interpreter's version: packages with compiled parts belong to one version only."""
    return f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"


def unpacked(name: str) -> Path:
    """The folder .setup/<name> with exactly the packages of tools/<name>.lock, installed if need be."""
    lock, folder = ROOT / "tools" / f"{name}.lock", SETUP / name
    key = digest(lock.read_bytes(), python_name())
    stamp = folder / ".complete"
    if stamp.is_file() and stamp.read_text() == key:
        return folder
    say(f"準備に使う道具を入れています: {name}", f"installing set-up tools: {name}")
    if not _has_pip():
        raise StepFailed(
            "pip がありません。「sudo apt-get install -y python3-pip」のあと、もう一度実行してください。",
            "there is no pip; run: sudo apt-get install -y python3-pip",
        )
    shutil.rmtree(folder, ignore_errors=True)
    command: list[str | Path] = [base_python(), *PIP_INSTALL, "--target", folder, "-r", lock]
    run_logged(command, f"tools-{name}", PIP_FAILED, PIP_SETTINGS)
    stamp.write_text(key)  # last: a folder without it is made again
    return folder


def _has_pip() -> bool:
    """Whether the interpreter brings pip (Debian ships it as a package of its own)."""
    question = [base_python(), "-c", "import pip"]
    return subprocess.run(question, stderr=subprocess.DEVNULL, check=False).returncode == 0
