"""The Python environment .venv: exactly the locked packages and つなぎて itself, editable.

python3 -m tools.environment run    what the application needs (requirements.lock)
python3 -m tools.environment dev    that and the test tools (requirements-dev.lock)
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.packages import PIP_FAILED, PIP_INSTALL, PIP_SETTINGS, base_python, python_name, unpacked
from tools.steps import ROOT, SETUP, StepFailed, digest, finish, one_at_a_time, run_logged, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / ".unfinished"  # present from before the first change until all is in place
STAMP = VENV / ".complete.json"
LOCKS = {"run": ("requirements.lock",), "dev": ("requirements.lock", "requirements-dev.lock")}
OLDEST, NEWEST = (3, 11), (3, 13)  # what the locks hold wheels for


def wanted(level: str) -> dict[str, str]:
    """What the environment must have been made from, to be believed."""
    locks = [(ROOT / name).read_bytes() for name in LOCKS[level]]
    place = str(ROOT)  # a moved checkout has scripts that point to its old place
    return {
        f"packages-{level}": digest(*locks, python_name(), place),
        "project": digest((ROOT / "pyproject.toml").read_bytes(), place),
    }


def recorded() -> dict[str, str]:
    """What the environment says it was made from; nothing when it was interrupted or is not ours."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return {}
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stamp.items()} if isinstance(stamp, dict) else {}


def usable() -> bool:
    """Whether the packages can go into the .venv that is there: right Python, with pip, never interrupted."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    question = "import pip, sys; print(sys.implementation.name, *sys.version_info[:2], sys.prefix, sep='|')"
    try:
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False).stdout
    except OSError:  # a link to an interpreter that is gone
        return False
    name, major, minor, prefix = [*answer.strip().split("|"), "", "", "", ""][:4]
    return f"{name}-{major}.{minor}" == python_name() and Path(prefix) == VENV


def create() -> None:
    """An empty environment with a pip of its own, made by virtualenv: Debian's python3 has no ensurepip."""
    tools = unpacked("bootstrap")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    UNFINISHED.touch()
    run_logged(
        [base_python(), "-m", "virtualenv", "--quiet", "--no-download", "--no-periodic-update", VENV],
        "virtualenv",
        (
            "仮想環境 .venv を作れません。「make clean」のあと、もう一度実行してください。",
            "the virtual environment could not be made; run `make clean` and try again.",
        ),
        {"PYTHONPATH": str(tools), "VIRTUALENV_OVERRIDE_APP_DATA": str(SETUP / "virtualenv-data")},
    )


def install_packages(level: str) -> None:
    """The packages of the level's lock, each checked against its hash."""
    say("Python のパッケージを入れています(数分)", "installing Python packages, some minutes")
    command: list[str | Path] = [PYTHON, *PIP_INSTALL, "-r", ROOT / LOCKS[level][-1]]
    run_logged(command, f"packages-{level}", PIP_FAILED, PIP_SETTINGS)


def install_project() -> None:
    """つなぎて itself, editable; its build tool comes from the hash-locked folder, so nothing is fetched."""
    tools = unpacked("bootstrap")
    options = ("--no-index", "--no-deps", "--no-build-isolation", "--quiet")
    run_logged(
        [PYTHON, "-m", "pip", "--no-input", "install", *options, "--editable", ROOT],
        "project",
        (
            "tsunagite コマンドを .venv に入れられません。pyproject.toml を確かめてください。",
            "the tsunagite command could not be installed into .venv; check pyproject.toml.",
        ),
        {**PIP_SETTINGS, "PYTHONPATH": str(tools)},
    )


def prepare(level: str) -> None:
    """Bring .venv to the level, doing only what its stamp does not vouch for."""
    need, have = wanted(level), recorded()
    if level == "run" and have.get("packages-dev") == wanted("dev")["packages-dev"]:
        need.pop("packages-run")  # the test environment holds all that the application needs
    missing = {key for key, value in need.items() if have.get(key) != value}
    if not missing:
        return
    if not usable():
        create()
        have, need = {}, wanted(level)
        missing = set(need)
    packages = f"packages-{level}"
    if packages in missing:
        UNFINISHED.touch()
        install_packages(level)
        have = {packages: need[packages]}  # the other level's lock may not hold any more
        STAMP.write_text(json.dumps(have), encoding="utf-8")
        UNFINISHED.unlink()
    install_project()
    STAMP.write_text(json.dumps(have | need), encoding="utf-8")


def main() -> int:
    """Check the interpreter, then prepare the level named on the command line."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise StepFailed(
            "Python 3.11〜3.13 が必要です。「make PYTHON=python3.12 …」のように指定できます。",
            "Python 3.11 to 3.13 is needed; name one with make PYTHON=…",
        )
    with one_at_a_time():
        prepare(sys.argv[1])
    return 0


if __name__ == "__main__":
    finish(main)
