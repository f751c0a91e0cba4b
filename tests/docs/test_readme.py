"""The README says what is true: its examples print what stands there, its commands and files exist."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from api.cli.main import build_app, run_with
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- example -->\n```\n\$ tsunagite ([^\n]+)\n(.*?)\n```", README, flags=re.DOTALL)


def test_the_readme_has_its_worked_examples() -> None:
    assert len(EXAMPLES) == 4
    assert README.count("<!-- example -->") == 4


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_a_worked_example_prints_what_the_readme_shows(
    command: str, printed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert run_with(shlex.split(command)) == 0
    assert capsys.readouterr().out.strip("\n") == printed.strip("\n")


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    group = typer.main.get_command(build_app())
    pending = list(group.commands.items())
    while pending:
        name, command = pending.pop()
        if hasattr(command, "commands"):
            pending += [(f"{name} {sub}", c) for sub, c in command.commands.items()]
        else:
            assert f"`tsunagite {name}`" in README


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z-]+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_file_that_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (REPOSITORY / target).exists(), target
