"""Which town an address names, and what it must never name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.addresses.distance import distance_km
from geo.addresses.folding import fold_address, fold_town, variants
from geo.addresses.matching import match_address, match_addresses
from geo.addresses.model import Municipality, Town
from geo.addresses.nearness import TownNeighbourhood
from geo.addresses.table import town_table
from tests.geo.addresses.towns import AOBA, MIDORI, NORTH, SOUTH, small_table

TABLE = small_table()

SAME_TOWN = {
    "本町三丁目": (
        "静岡県みどり崎市本町三丁目5番1号",
        "静岡県みどり崎市本町3-5-1",
        "みどり崎市本町３－５－１",
        "みどり崎市本町3丁目5の1",
        "みどり崎市本町三丁目５番地の１ みどりビル2階",
        "〒425-0022 静岡県みどり崎市本町3ー5ー1",
        "425-0022静岡県みどり崎市本町3‐5‐1",
        "　静岡県　みどり崎市　本町　3-5-1\t\t",
        "?静岡県みどり崎市本町3−5−1",
        "ミドリ崎市本町三-5-1",
        "みどり﨑市本町3-5-1",
        "本町3-5-1",
    ),
    "桜ケ丘一丁目": (
        "みどり崎市桜ヶ丘1-2",
        "みどり崎市桜が丘一丁目2",
        "みどり崎市桜ガ丘1丁目2",
        "みどり崎市櫻ケ丘1-2",
        "静岡県みどり崎市大字桜ｹ丘１丁目２",
    ),
    "堀ノ内": (
        "みどり崎市堀之内12",
        "みどり崎市堀の内12",
        "みどり崎市大字堀ノ内字前田12",
        "みどり崎市字堀乃内12",
    ),
    "沢渡": ("みどり崎市澤渡100-2", "みどり崎市沢渡百番地2", "みどり崎市沢渡甲100"),
    "浜辺": ("みどり崎市濱辺5", "みどり崎市濵邊5番地", "みどり崎市浜邉5"),
    "五ケ島": ("みどり崎市五ヶ島1", "みどり崎市五箇島1"),
    "三ケ名": ("みどり崎市三ヶ名1550-2",),
    "北一条西二丁目": ("みどり崎市北1条西2丁目3-4", "みどり崎市北１条西２-3-4", "みどり崎市北一条西二丁目"),
    "字倉敷": ("みどり崎市倉敷3", "みどり崎市字倉敷3番地"),
    "つつじが丘": ("みどり崎市ツツジヶ丘3-7-7", "みどり崎市つつじケ丘7"),
    "小川新町": ("みどり崎市小川新町5-1",),
    "小川": ("みどり崎市小川2718", "みどり崎市大字小川字新田2718", "みどり崎市小川 公民館", "みどり崎市小川"),
}


@pytest.mark.parametrize(
    ("town", "written"), [(town, text) for town, texts in SAME_TOWN.items() for text in texts]
)
def test_however_an_address_is_written_it_names_the_same_town(town: str, written: str) -> None:
    found = match_address(written, TABLE, home="22991")

    assert (found.precision, found.town, found.municipality) == ("town", town, MIDORI), found


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (" \t　", "empty"),
        ("-", "empty"),
        ("住所非公開", "withheld"),
        ("みどり崎市本町（番地は非公開）", "withheld"),
        ("みどり崎市天神町1-2", "no_town"),
        ("みどり崎市小川東町5-1", "no_town"),
        ("みどり崎市小?川5-1", "no_town"),
        ("みどり崎市182-12", "no_town"),
        ("みどり崎市", "no_town"),
        ("長野県諏訪郡富士見町境8000", "other_municipality"),
        ("東京都本町1-1", "other_municipality"),
        ("隣崎市本町1-1", "other_municipality"),
        ("大浦市緑町3", "ambiguous"),
    ],
)
def test_a_town_that_is_not_in_the_table_fails_as_such(written: str, reason: str) -> None:
    found = match_address(written, TABLE, home="22991")

    assert (found.precision, found.reason, found.lat) == (None, reason, None)


def test_without_a_municipality_nothing_is_matched() -> None:
    assert match_address("本町3-5-1", TABLE).reason == "no_municipality"
    assert match_address("隣崎市本町1-1", TABLE).reason == "other_municipality"


def test_what_the_address_says_wins_over_the_row_and_the_row_over_the_city_itself() -> None:
    assert match_address("青葉浜市本町1-2", TABLE, stated="229911", home="22991").municipality == AOBA
    assert match_address("本町1-2", TABLE, stated="229920", home="22991").municipality == AOBA
    assert match_address("本町1-2", TABLE, home="みどり崎市").municipality == MIDORI
    assert match_address("本町1-2", TABLE, stated="131199", home="22991").reason == "other_municipality"


def test_a_city_of_wards_is_searched_in_all_its_wards() -> None:
    assert match_address("大浦市港町3", TABLE).municipality == SOUTH
    assert match_address("大浦市北区大浦市北区緑町3", TABLE).municipality == NORTH
    assert match_address("北区旭町3", TABLE).municipality == NORTH
    assert match_address("旭町3", TABLE, home="229945").municipality == NORTH
    assert match_address("緑町3", TABLE, home="229945").reason == "ambiguous"


def test_the_county_may_be_left_out() -> None:
    for written in ("静岡県大空郡川辺町中島1-2", "静岡県川辺町中島一丁目2", "川辺町中島1-2"):
        assert match_address(written, TABLE).town == "中島一丁目"


def test_a_part_of_a_town_that_the_table_lacks_is_matched_as_the_whole() -> None:
    missing = match_address("みどり崎市本町9-1", TABLE)
    koaza = match_address("川辺町高畑字上谷5", TABLE)

    assert (missing.precision, missing.town, len(missing.towns)) == ("oaza", "本町", 3)
    assert missing.lat == pytest.approx(34.81)
    assert (koaza.precision, koaza.town) == ("town", "高畑上谷")


def test_a_town_without_a_point_is_known_and_has_no_position() -> None:
    found = match_address("青葉浜市新開3", TABLE)

    assert (found.precision, found.lat, found.lon) == ("town", None, None)


def test_towns_of_one_name_that_are_far_apart_are_not_guessed() -> None:
    table = town_table([Town(MIDORI, "亀屋町", "", 34.8, 138.3), Town(MIDORI, "亀屋町", "", 34.9, 138.3)])

    assert match_address("みどり崎市亀屋町3", table).reason == "ambiguous"


def test_two_cities_of_one_name_need_their_prefecture() -> None:
    here, there = (Municipality(name, "", "府中市") for name in ("東京都", "広島県"))
    table = town_table([Town(place, "元町", "", 35.0, 135.0) for place in (here, there)])

    assert match_address("府中市元町1", table).reason == "ambiguous"
    assert match_address("府中市元町1", table, home="東京都府中市").municipality == here
    assert match_address("広島県府中市元町1", table, home="東京都府中市").municipality == there


def test_streets_of_kyoto_stand_before_the_town() -> None:
    kyoto = Municipality("京都府", "", "京都市", "上京区", "26102")
    table = town_table(
        [Town(kyoto, "相国寺門前町", "", 35.03, 135.76), Town(kyoto, "烏丸町", "", 35.0, 135.7)]
    )

    found = match_address("京都市上京区今出川通烏丸東入る相国寺門前町701", table)

    assert (found.town, found.precision) == ("相国寺門前町", "town")


def test_a_position_is_compared_with_the_towns_around_it() -> None:
    around = TownNeighbourhood(TABLE)
    found = match_address("みどり崎市本町一丁目5", TABLE)

    assert around.verdict(found, 34.801, 138.3) == "agrees"
    assert around.verdict(found, 34.824, 138.3) == "beside"
    assert around.verdict(found, 34.94, 138.3) == "elsewhere"
    assert distance_km(35.0, 135.0, 35.0, 136.0) == pytest.approx(91.09, abs=0.01)


@given(
    st.text(
        alphabet=st.sampled_from("静岡県みどり崎市本町三丁目桜ヶケ之ノの大字字 　-ー－1２３①゛々〒?番号東京")
    )
    | st.text()
)
def test_folding_a_folded_address_changes_nothing_and_no_text_raises(text: str) -> None:
    folded = fold_address(text).text

    assert fold_address(folded).text == folded
    match_addresses([text, f"みどり崎市{text}", f"本町{text}"], TABLE, home="22991")


@given(st.sampled_from([name for town in TABLE.towns for name in [town.name]]), st.text(max_size=20))
def test_no_text_leads_into_another_municipality(town: str, text: str) -> None:
    found = match_address(f"静岡県青葉浜市{town}{text}", TABLE, home="22991")

    assert found.municipality in (None, AOBA)


def test_every_variant_leads_to_a_character_that_is_no_variant_itself() -> None:
    assert len(variants()) > 300
    assert all(ord(standard) not in variants() for standard in variants().values())
    assert fold_town("髙﨑邊") == fold_town("高崎辺")
