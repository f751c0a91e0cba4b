"""`tsunagite gap`: the document of the contract, what can be counted by hand, what cannot be said."""

from __future__ import annotations

import json
import re
from pathlib import Path

from api.cli.main import run_with
from tests.cli.gap_runs import ABOUT_PEOPLE, CONTRACT, Capture, edited, gap, refused


def test_the_document_has_the_keys_of_the_contract_in_its_order(capsys: Capture, city: Path) -> None:
    document = gap(capsys, city, "--age", "15-39")
    assert {"parameters", "districts", "city"} <= document.keys()
    assert document["parameters"]["age_estimated"] is True
    assert [row["district_id"] for row in document["districts"]] == ["T1", "T2", "T3"]
    for row in (*document["districts"], document["city"]):
        assert [key for key in row if key in CONTRACT] == CONTRACT


def test_the_figures_are_those_that_can_be_counted_by_hand(capsys: Capture, city: Path) -> None:
    first, second, third = gap(capsys, city)["districts"]
    # ひだまり 火木 8人, ふくろう 土日 20人: 4 sessions, 56 seats a week
    assert (first["places"], first["sessions_per_week"], first["capacity_per_week"]) == (2, 4.0, 56.0)
    assert (first["target_population"], first["coverage"]) == (520.0, 1.0)
    assert (second["places"], second["coverage"], second["uncertain"]) == (0, 1.0, True)
    assert (third["within_minutes_population"], third["underserved"], third["rank"]) == (0.0, True, 1)


def test_a_weekday_leaves_the_sessions_of_that_day(capsys: Capture, city: Path) -> None:
    first = gap(capsys, city, "--weekday", "土")["districts"][0]
    assert (first["places"], first["sessions_per_week"], first["capacity_per_week"]) == (1, 1.0, 20.0)


def test_unmet_needs_are_those_for_which_the_engine_says_so(capsys: Capture, city: Path) -> None:
    document = gap(capsys, city)
    capsys.readouterr()
    assert run_with(["match", "--collection", str(city), "--json"]) == 0
    runs = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert document["city"]["unmet_needs"] == sum(run["unmet"] for run in runs)


def test_the_text_hides_small_numbers_of_unmet_needs(capsys: Capture, city: Path) -> None:
    assert gap(capsys, city)["districts"][0]["unmet_needs"] == 2
    assert run_with(["gap", "--collection", str(city), "--kind", "居場所"]) == 0
    said = capsys.readouterr().out
    assert "T1 中央学区" in said
    assert "合う先のない人(秘匿)" in said


def test_without_a_population_file_the_columns_about_people_are_null_and_the_file_to_import_is_named(
    capsys: Capture, city: Path
) -> None:
    (city / "population_mesh.csv").unlink()
    document = gap(capsys, city)
    for row in (*document["districts"], document["city"]):
        assert {row[key] for key in ABOUT_PEOPLE} == {None}
    assert [row["places"] for row in document["districts"]] == [2, 0, 0]
    assert "tsunagite import population" in document["notes"][0]
    assert run_with(["gap", "--collection", str(city), "--kind", "居場所"]) == 0
    assert "人についての欄は空です" in capsys.readouterr().out
    assert "tsunagite import population" in refused(
        capsys, 1, "site", "--collection", city, "--kind", "居場所"
    )


def test_hidden_people_are_not_nobody(capsys: Capture, city: Path) -> None:
    hidden = r"\1,310" + ",X" * 8
    edited(
        city / "population_mesh.csv", lambda text: re.sub(r"(5236401014,[^,]*,[^,]*,T2),310.*", hidden, text)
    )
    second = gap(capsys, city, "--age", "15-39")["districts"][1]
    assert (second["population"], second["target_population"]) == (310.0, None)
    assert (second["coverage"], second["underserved"], second["cells_hidden"]) == (None, None, 1)
    assert second["why"][0] == "人数が公表されていない区画だけなので、足りているかどうかは分かりません。"
    assert run_with(["site", "--collection", str(city), "--kind", "居場所", "--age", "15-39"]) == 0
    assert "秘匿された1メッシュの人は" in capsys.readouterr().out


def test_a_hidden_total_is_null_in_the_document(capsys: Capture, city: Path) -> None:
    edited(city / "population_mesh.csv", lambda text: re.sub(r"(,T2),310.*", r"\1" + ",X" * 9, text))
    document = gap(capsys, city)
    assert document["districts"][1]["population"] is None
    assert document["city"]["population"] == 610.0


def test_kinds_of_rooms_are_said_not_to_count_as_they_are_imported(capsys: Capture, city: Path) -> None:
    document = gap(capsys, city, "--kind", "公民館")
    (note,) = document["notes"]
    assert note.startswith("公民館は取り込んだままでは参加先ではない")
