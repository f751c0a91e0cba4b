"""Notebooks run from top to bottom, and each is the same as its text."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

REPOSITORY = Path(__file__).resolve().parents[2]
TEXTS = sorted((REPOSITORY / "notebooks").glob("*.py"))
SECONDS = 30


def test_every_notebook_has_its_text_and_every_text_its_notebook() -> None:
    notebooks = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
    assert [text.stem for text in TEXTS] == [notebook.stem for notebook in notebooks]
    assert TEXTS


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_a_notebook_holds_what_its_text_says_and_no_output(text: Path) -> None:
    notebook = nbformat.read(text.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    expected = jupytext.read(text)
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        (cell.cell_type, cell.source) for cell in expected.cells
    ]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_error_in_30_seconds(text: Path) -> None:
    notebook = jupytext.read(text)
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(REPOSITORY)}}
    )
    begun = time.monotonic()
    asyncio.run(client.async_execute())
    assert time.monotonic() - begun < SECONDS
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.get("name") == "stderr"] == []
