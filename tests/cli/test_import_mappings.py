"""`import resources --mapping NAME` and `import template` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from api.cli.main import run_with
from api.installing import municipality_organisation, open_or_create
from api.settings import Settings
from resources.clock import FixedClock
from resources.database import open_database
from resources.importing.column_mapping import ColumnMapping, header_fingerprint
from resources.importing.saved_mappings import save_mapping
from resources.tables import District, Resource, SavedMapping

HEADERS = {"会の名": "name", "ところ": "address"}
LIST = "会の名,ところ\nひだまりの会,架空市本町1\n"


@pytest.fixture
def url(tmp_path: Path, clock: FixedClock) -> str:
    """A database with a saved mapping 「社協」 and one district."""
    address = f"sqlite:///{tmp_path / 'city.db'}"
    database, _key = open_or_create(Settings(database_url=address), clock=clock, municipality="架空市")
    with database.session() as session:
        session.add(District(code="D01", name="本町学区"))
        own = municipality_organisation(session).id or 0
        how = ColumnMapping(header_fingerprint([*HEADERS]), HEADERS, kind="salon", name="社協")
        save_mapping(session, own, how.name, how, created_by="CSW", clock=clock)
    database.close()
    return address


def test_a_saved_mapping_reads_a_file_by_its_name(url: str, tmp_path: Path) -> None:
    file = tmp_path / "一覧.csv"
    file.write_text(LIST, encoding="utf-8")
    assert run_with(["import", "resources", str(file), "--mapping", "社協", "--database", url]) == 0
    database = open_database(url)
    with database.session() as session:
        assert session.exec(select(Resource.name, Resource.kind)).all() == [("ひだまりの会", "salon")]
        assert session.exec(select(SavedMapping.used_at)).one() is not None
    database.close()


def test_a_name_that_nobody_saved_is_refused_with_what_to_do(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "一覧.csv"
    file.write_text(LIST, encoding="utf-8")
    assert run_with(["import", "resources", str(file), "--mapping", "ない", "--database", url]) == 1
    assert "保存した読み方もありません" in capsys.readouterr().err


def test_the_template_is_written_with_the_districts_of_the_city_and_never_over_a_file(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "登録.xlsx"
    assert run_with(["import", "template", "--out", str(out), "--database", url]) == 0
    values = {cell.value for row in load_workbook(out)["選択肢"].iter_rows() for cell in row}
    assert "本町学区" in values
    assert run_with(["import", "template", "--out", str(out), "--database", url]) == 1
    assert "同じ名前のファイルがあります" in capsys.readouterr().err
    assert run_with(["import", "template", "--out", str(tmp_path / "x.csv"), "--database", url]) == 1
