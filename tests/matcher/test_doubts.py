"""What is said in prose against a visit: it excludes nobody, costs score, and is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from matcher.engine.data_tables import read_table
from matcher.engine.match import Engine, MatchResult, Suggestion, match, why
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.reading.folded import fold_note
from matcher.engine.reading.free_days import read_days
from matcher.engine.reading.household import read_children, read_no_visits
from matcher.engine.reading.terms import NO_TERMS, OLDEST, Terms, read_terms
from matcher.engine.vocabulary import vocabulary
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot

TODAY = date(2026, 10, 31)
PLACE = ResourceRecord(
    key="P", name="集いの場", kind="salon", delivery=("on_site",), status="open", confirmed_on=TODAY
)
PERSON = Need("N", "", age=50)


def suggested(need: Need, *places: ResourceRecord) -> MatchResult:
    named = [replace(place, key=f"P{number}") for number, place in enumerate(places)]
    return match(need, build_snapshot(named), on=TODAY, engine=Engine())


def only(need: Need, place: ResourceRecord) -> Suggestion:
    (suggestion,) = suggested(need, place).suggestions
    return suggestion


@pytest.mark.parametrize(
    ("audience", "terms"),
    [
        ("15〜39歳のご本人、ご家族", Terms(15, 39)),
        ("小4～中3", Terms(9, 15)),
        ("小学生とその保護者（少人数）", Terms(6, 12)),
        ("高校生以上", Terms(15, OLDEST)),
        ("６５歳以上", Terms(65, OLDEST)),
        ("大学生以下", Terms(0, 25)),
        ("高校生まで", Terms(0, 18)),
        ("高校生世代から39歳", Terms(15, 39)),
        ("小学生から中学生まで", Terms(6, 15)),
        ("15歳以上40歳未満", Terms(15, 39)),
        ("中学生未満の子", Terms(0, 12)),
        ("小4から高校生", Terms(9, 18)),
        ("中学生・高校生", Terms(12, 18)),
        ("20〜30代", Terms(20, 39)),
        ("3から通う方", NO_TERMS),
        ("山根学区の方", Terms(own_area=True)),
        ("65歳以上の方、病後の方", NO_TERMS),
        ("どなたでも（小学生は大人と）", NO_TERMS),
        ("山根学区の方、山根が好きな方", NO_TERMS),
        ("70歳以上・学生", NO_TERMS),
        ("団地の買い物に困っている方", NO_TERMS),
        ("", NO_TERMS),
    ],
)
def test_ages_and_areas_of_the_audience_are_read_unless_others_may_come_too(
    audience: str, terms: Terms
) -> None:
    assert read_terms(audience) == terms


@pytest.mark.parametrize(
    ("note", "days"),
    [
        ("工場で働き、日曜だけ休み。", ("sun",)),
        ("休みは日曜と水曜の夜。", ("wed", "sun")),
        ("土曜日は空いている。", ("sat",)),
        ("バイトのない火・木の夕方と日曜。", ("tue", "thu", "sun")),
        ("平日は19時まで仕事。", ("sat", "sun")),
        ("平日は夜七時まで会社。", ("sat", "sun")),
        ("土曜しか動けません。", ("sat",)),
        ("日曜は休みなので出られる。", ("sun",)),
        ("土曜は空いていますが、平日は無理です。", ("sat",)),
        ("月・火・水・木・金・土・日が空いている。", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    ],
)
def test_free_days_are_read_where_the_note_says_them_plainly(note: str, days: tuple[str, ...]) -> None:
    found = read_days(fold_note(note))
    assert found is not None
    assert found.days == days
    assert found.said.surface in note


@pytest.mark.parametrize(
    "note",
    [
        "日曜は妹が車を出してくれる。",
        "夫は土日が休み。",
        "夜も日曜も空いている。",
        "土曜がいちばん長い。",
        "休みがちだ。",
        "母は、日曜が休み。",
        "デイは日曜が休み。",
        "図書館は月曜が休み。",
        "夫は平日は二十時まで仕事。",
        "",
    ],
)
def test_days_of_others_and_days_among_others_are_no_free_days(note: str) -> None:
    assert read_days(fold_note(note)) is None


@pytest.mark.parametrize(
    "note",
    [
        "土曜は動けません。",
        "土曜は動けん。",
        "日曜は空いていない。",
        "土曜は空けられない。",
        "日曜は休みではない。",
        "休みは日曜ではない。",
        "木曜は休みたい。",
        "土曜日は行けるかわからない。",
    ],
)
def test_days_that_are_denied_wished_for_or_unsure_are_no_free_days(note: str) -> None:
    assert read_days(fold_note(note)) is None


@pytest.mark.parametrize(
    ("note", "hour"),
    [
        ("平日は二十時まで仕事。", 20),
        ("平日は二十一時半まで仕事。", 21),
        ("平日は夜七時まで会社。", 19),
        ("平日は18時まで学校。", 18),
    ],
)
def test_the_hour_until_which_somebody_works_is_read_whole(note: str, hour: int) -> None:
    found = read_days(fold_note(note))
    assert found is not None
    assert found.evenings_from == hour * 60


@pytest.mark.parametrize("unit", ["月・", "土日空い", "月曜朝・", "月曜の夜と", "平日は", "五歳の娘"])
def test_a_long_list_of_days_or_ages_is_read_at_once(unit: str) -> None:
    note = fold_note(unit * 5000)
    before = process_time()
    read_days(note)
    read_children(note)
    assert process_time() - before < 3.0


@pytest.mark.parametrize(
    ("note", "ages"),
    [
        ("1歳の息子と二人。", (1,)),
        ("娘（7）と息子（5）。", (5, 7)),
        ("小3の娘がいる。", (8,)),
        ("三歳の双子。", (3,)),
        ("娘は十か月。", (0,)),
        ("妹（8）の迎え。", ()),
        ("5歳のころから。", ()),
        ("四十五歳の息子と暮らす。", (45,)),
        ("四十歳の娘。", (40,)),
        ("下の子は十二歳。", (12,)),
        ("息子は十八か月。", (1,)),
        ("5歳の子ども二人。", (5,)),
        ("三つの子ども食堂に通う。", ()),
        ("妹の五歳の娘が来る。", ()),
        ("妹の娘は五歳。", ()),
        ("娘が三歳のころ別れた。", ()),
    ],
)
def test_the_ages_of_daughters_and_sons_are_read(note: str, ages: tuple[int, ...]) -> None:
    assert read_children(fold_note(note)) == ages


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("家には、来てほしくない。", "家には、来てほしくない"),
        ("知らない人に家に来られるのはいやだ。", "家に来られるのはいや"),
        ("それから人を家に入れない。", None),
        ("家に来てほしい。", None),
    ],
)
def test_refused_visits_are_read_and_a_closed_door_is_no_refusal(note: str, words: str | None) -> None:
    found = read_no_visits(fold_note(note))
    assert (found.surface if found else None) == words


@pytest.mark.parametrize(
    ("need", "place", "caution"),
    [
        (
            PERSON,
            replace(PLACE, audience="15〜39歳のご本人、ご家族"),
            "対象者に「15〜39歳のご本人、ご家族」とあります。本人（50歳）が対象になるか確かめてください。",
        ),
        (
            replace(PERSON, district="D1"),
            replace(PLACE, audience="山根学区の方", district="D2"),
            "対象者に「山根学区の方」とあります。本人の住む学区が当たるか確かめてください。",
        ),
        (
            PERSON,
            replace(PLACE, conditions=("disability_certificate",)),
            "利用条件に「手帳必要」があります。本人が当たるか確かめてください。",
        ),
        (
            PERSON,
            replace(PLACE, audience="がんと診断された方"),
            "この場所に「がんと診断された」とあります。本人が対象になるか確かめてください。",
        ),
        (
            replace(PERSON, text="工場で働き、日曜だけ休み。"),
            replace(PLACE, schedule=(ScheduleRule(weekdays=("mon",), start=600, end=720),)),
            "開いているのは月 10:00〜12:00です。記録に「日曜だけ休み」とあるので、時間を確かめてください。",
        ),
        (
            replace(PERSON, text="家に人が来るのは困る。"),
            replace(PLACE, delivery=("home_visit",)),
            "この場所は家への訪問です。記録に「家に人が来るのは困」とあるので、本人の気持ちを確かめてください。",
        ),
        (
            replace(PERSON, structured=StructuredNeed(avoid=("家に人が来ること",))),
            replace(PLACE, delivery=("home_visit", "online")),
            "この場所は家への訪問です。希望欄に「家に人が来ること」とあるので、本人の気持ちを確かめてください。",
        ),
        (
            replace(PERSON, text="生まれつき聞こえない。手話で話す。"),
            replace(PLACE, summary="もしもしコールです。"),
            "この場所に「もしもしコール」とあります。",
        ),
    ],
)
def test_a_doubt_excludes_nobody_costs_score_and_is_told(
    need: Need, place: ResourceRecord, caution: str
) -> None:
    doubted = only(need, place)
    plain = only(need, PLACE)
    assert doubted.components["no_doubt"] < plain.components["no_doubt"] == 1.0
    assert any(said.startswith(caution) for said in doubted.cautions), doubted.cautions
    assert why(need, build_snapshot([place]), "P", on=TODAY) == ()


@pytest.mark.parametrize(
    ("need", "place"),
    [
        (replace(PERSON, age=30), replace(PLACE, audience="15〜39歳のご本人、ご家族")),
        (replace(PERSON, age=None), replace(PLACE, audience="15〜39歳のご本人")),
        (replace(PERSON, text="小3の娘と暮らす。"), replace(PLACE, audience="小学生とその保護者")),
        (replace(PERSON, age=30), replace(PLACE, audience="15〜39歳", age_min=30)),
        (replace(PERSON, district="D1"), replace(PLACE, audience="山根学区の方", district="D1")),
        (replace(PERSON, district="D1"), replace(PLACE, audience="山根学区の方")),
        (replace(PERSON, text="手帳がある。"), replace(PLACE, conditions=("disability_certificate",))),
        (
            replace(PERSON, structured=StructuredNeed(holds=("手帳",))),
            replace(PLACE, conditions=("disability_certificate",)),
        ),
        (replace(PERSON, text="去年、乳がんと言われた。"), replace(PLACE, audience="がんと診断された方")),
        (replace(PERSON, text="1歳の息子がいる。"), replace(PLACE, audience="未就園のお子さんと保護者")),
        (replace(PERSON, text="日曜だけ休み。"), PLACE),
        (replace(PERSON, text="家に人が来るのは困る。"), replace(PLACE, delivery=("home_visit", "on_site"))),
    ],
)
def test_what_is_known_to_fit_or_not_known_at_all_raises_no_doubt(need: Need, place: ResourceRecord) -> None:
    assert only(need, place).components["no_doubt"] == 1.0


def test_a_doubted_place_stands_behind_the_same_place_without_doubt() -> None:
    doubted, plain = (
        replace(PLACE, audience="団地の買い物をする、ひとり親の方"),
        replace(PLACE, name="寄り合い", lat=35.0, lon=139.0),
    )
    result = suggested(PERSON, doubted, plain)
    assert [suggestion.resource for suggestion in result.suggestions] == ["P1", "P0"]


def test_a_place_with_a_plain_doubt_only_fills_the_end_of_a_short_list() -> None:
    doubted = replace(PLACE, key="P0", audience="小学生とその保護者")
    catalogue = build_snapshot([doubted, replace(PLACE, key="P1", name="寄り合い")])
    result = match(PERSON, catalogue, on=TODAY, engine=Engine())
    assert [suggestion.resource for suggestion in result.suggestions] == ["P1", "P0"]
    assert result.eligible == 2


def test_where_every_place_has_a_plain_doubt_they_are_offered_all_the_same() -> None:
    result = suggested(PERSON, replace(PLACE, audience="小学生とその保護者"))
    assert [suggestion.resource for suggestion in result.suggestions] == ["P0"]


@pytest.mark.parametrize(
    ("table", "columns"),
    [("relatives.csv", ["concept"]), ("members.csv", ["concept"]), ("hardships.csv", ["person", "place"])],
)
def test_every_concept_of_the_tables_of_doubts_is_one_of_the_vocabulary(
    table: str, columns: list[str]
) -> None:
    rows = read_table(table)
    assert rows
    assert {row[column] for row in rows for column in columns} <= vocabulary().concepts.keys()
