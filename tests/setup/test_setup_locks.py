"""The lock files say exactly what is installed, and never where it comes from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tools import lock

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = [*(f"tools/{name}.lock" for name in lock.TOOLS), *lock.PROJECT]
ADDRESS = re.compile(
    r"(?<![a-z])(?!sqlite)[a-z]+://|^\s*-(?:i|f|-index-url|-extra-index-url|-find-links|-trusted-host)\b",
    re.MULTILINE,
)


def requirements(name: str) -> dict[str, str]:
    """Name and version -> everything that belongs to the requirement, its hashes too."""
    joined = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {line.split("--hash")[0].strip(): line for line in lines}


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_requirement_has_an_exact_version_and_a_hash(name: str) -> None:
    found = requirements(name)
    assert found
    for requirement, line in found.items():
        assert re.match(r"[A-Za-z0-9._-]+==[0-9][^ ;]*( ;.*)?$", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), requirement


@pytest.mark.parametrize(
    "name", [*PYTHON_LOCKS, "package-lock.json", "package.json", ".npmrc", "Makefile", ".ci/run"]
)
def test_no_lock_or_setting_names_a_registry(name: str) -> None:
    assert not ADDRESS.search((ROOT / name).read_text(encoding="utf-8"))


def test_the_tests_run_with_the_versions_that_the_application_runs_with() -> None:
    product, dev = (
        {line.split(" ;")[0] for line in requirements(name)}
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert product <= dev


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {line.split("==")[0] for line in requirements("requirements.lock")}
    assert {re.split(r"[\[<>=~!; ]", name)[0].lower() for name in project["dependencies"]} <= locked


def test_every_npm_package_has_an_exact_version_and_a_hash_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: entry for name, entry in packages.items() if name}
    assert installed
    for name, entry in installed.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_package_json_asks_for_exact_versions_and_is_never_published() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values()), asked
    assert package["private"] is True
    assert package["license"] == "Apache-2.0"
