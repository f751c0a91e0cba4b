"""What the columns of a home-made list are likely to be: the right field first, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.importing.ages import age_range
from resources.importing.sources import read_source
from resources.importing.suggesting import suggest_fields, suggest_kind
from resources.importing.value_types import value_type

Columns = list[tuple[str, list[str], str]]

SALONS: Columns = [
    ("No.", ["1", "2"], ""),
    ("サロンのなまえ", ["ひだまりサロン", "こもれび"], "name"),
    ("よみ", ["ヒダマリサロン", "コモレビ"], "name_kana"),
    ("開催場所の住所", ["架空市本町1-2-3", "架空市港町4番5号"], "address"),
    ("会場名称", ["本町集会所", "港公民館"], "building"),
    ("開催日・時間", ["毎月第2・4火曜日 10時～12時", "毎週月曜日 13:00～15:00"], "hours_note"),
    ("参加費（1回）", ["100円", "無料"], "fee"),
    ("対象となる方", ["おおむね65歳以上の方", "どなたでも"], "audience"),
    ("問合わせ電話", ["0770-00-0001", "0770-00-0002"], "phone"),
    ("世話人代表者", ["山田 花子", "佐藤 一郎"], "contact_person"),
    ("その他備考", ["", "上履き持参"], "remarks"),
]
WORK: Columns = [
    ("事業所名称", ["つくる工房", "みどり農園"], "name"),
    ("運営法人名", ["NPO法人つくる", "株式会社みどり"], "operator"),
    ("郵便番号", ["914-0001", "914-0002"], ""),
    ("所在地（番地まで）", ["架空市本町1-2-3", "架空市港町4-5"], "address"),
    ("仕事の内容", ["箱を組み立てる", "野菜の袋詰め"], "summary"),
    ("受入可能曜日", ["月火水", "木金"], "weekdays"),
    ("開始", ["10:00", "9:30"], "start"),
    ("終了", ["15:00", "12:00"], "end"),
    ("受入定員", ["3", "2"], "capacity"),
    ("対象年齢層", ["18～49歳", "15歳以上"], "age"),
    ("送迎の有無", ["有", "無"], "transport"),
    ("TEL番号", ["0770-00-0003", "0770-00-0004"], "phone"),
    ("ウェブサイトURL", ["https://a.example/", "https://b.example/x"], "url"),
    ("情報の更新日", ["2026-07-14", "2026/8/1"], "confirmed_on"),
]
CLUBS: Columns = [
    ("グループ", ["将棋の会", "手芸クラブ", "歩こう会"], "name"),
    ("ジャンル区分", ["文化", "趣味", "健康"], "category"),
    ("主催団体", ["本町自治会", "港自治会", "山手自治会"], "operator"),
    ("小学校区名", ["本町学区", "港学区", "山手学区"], "district"),
    ("活動時間帯", ["10:00～12:00", "13時～15時", "9:00～10:30"], "hours"),
    ("開催の頻度", ["毎週", "月1", "隔週"], "frequency"),
    ("月会費", ["500円", "無料", "300円"], "fee"),
    ("世界測地系緯度", ["35.0123", "35.0345", "35.0234"], "lat"),
    ("世界測地系経度", ["135.9456", "135.9123", "135.9222"], "lon"),
    ("列A", ["0770-00-0005", "0770-00-0006", "0770-00-0007"], "phone"),
    ("列B", ["架空市本町1-1", "架空市港町2-2", "架空市山手3丁目3"], "address"),
]
REAL = {
    "名称": "name",
    "公園名": "name",
    "施設名": "name",
    "名称_カナ": "name_kana",
    "施設名カナ": "name_kana",
    "住所": "address",
    "所在地": "address",
    "住所（番地まで）": "address",
    "方書": "building",
    "緯度": "lat",
    "経度": "lon",
    "電話番号": "phone",
    "電話番号1": "phone",
    "URL": "url",
    "公園HPアドレス": "url",
    "団体名": "operator",
    "運営団体名": "operator",
    "運営主体": "operator",
    "利用可能曜日": "weekdays",
    "開催曜日": "weekdays",
    "開始時間": "start",
    "開催開始時間": "start",
    "終了時間": "end",
    "開催終了時間": "end",
    "開催頻度": "frequency",
    "開催日": "hours_note",
    "利用可能日時特記事項": "hours_note",
    "説明": "summary",
    "活動内容": "summary",
    "区分": "category",
    "種別": "category",
    "施設の種類": "category",
    "定員": "capacity",
    "収容定員": "capacity",
    "対象": "audience",
    "学区": "district",
    "備考": "remarks",
    "参加条件": "conditions",
    "参加費_大人": "fee",
    "法人番号": "",
    "郵便番号": "",
    "内線番号": "",
    "FAX番号": "",
    "画像": "",
    "市区町村名": "",
    "予約方法": "",
    "駐車場情報": "",
}
"""Headers of real files by hand: what each of them is among our fields."""


def wrong(columns: Columns) -> list[tuple[str, str, str]]:
    suggested = suggest_fields([header for header, _, _ in columns], [values for _, values, _ in columns])
    return [
        (header, field, found)
        for (header, _, field), found in zip(columns, suggested, strict=True)
        if found != field
    ]


def test_nine_of_ten_first_suggestions_are_right_for_made_lists() -> None:
    faults = [fault for columns in (SALONS, WORK, CLUBS) for fault in wrong(columns)]
    all_columns = len(SALONS) + len(WORK) + len(CLUBS)
    assert 1 - len(faults) / all_columns >= 0.9, faults


@pytest.mark.shared
def test_nine_of_ten_first_suggestions_are_right_for_the_headers_of_real_files(shared: Path) -> None:
    faults, asked = [], 0
    for path in sorted((shared / "realdata").rglob("*.csv")):
        if path.name in ("attributes.csv",):
            continue
        grid = read_source(path).grids[0]
        headers = [cell.strip() for cell in grid.rows[0].cells]
        values = [
            [row.cells[i] for row in grid.rows[1:31] if i < len(row.cells)] for i in range(len(headers))
        ]
        for header, found in zip(headers, suggest_fields(headers, values), strict=True):
            if header in REAL:
                asked += 1
                faults += [(path.name, header, REAL[header], found)] if found != REAL[header] else []
    assert asked > 500
    assert 1 - len(faults) / asked >= 0.9, faults


def test_no_field_is_suggested_twice() -> None:
    fields = suggest_fields(["住所", "所在地", "住所（番地まで）"], [["架空市本町1-1"]] * 3)
    assert [field for field in fields if field == "address"] == ["address"]


def test_values_that_contradict_the_header_win() -> None:
    assert suggest_fields(["緯度", "経度"], [["135.94"], ["35.01"]]) != ["lat", "lon"]


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("サロン活動", "salon"),
        ("ふれあいサロン", "salon"),
        ("子ども食堂", "children_cafeteria"),
        ("居場所づくり", "third_place"),
        ("学習", "learning_support"),
        ("就労体験の場", "work_experience"),
        ("食支援（フードバンク）", "food_support"),
        ("公民館", "community_hall"),
        ("まったく別のこと", ""),
    ],
)
def test_a_category_is_led_to_the_kind_it_is_most_like(category: str, kind: str) -> None:
    assert suggest_kind(category) == kind


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("65歳以上", (65, None)),
        ("１８～３９歳", (18, 39)),
        ("15歳まで", (None, 15)),
        ("18歳未満", (None, 17)),
        ("20歳から", (20, None)),
        ("どなたでも", None),
        ("40", None),
        ("2026-07-14", None),
        ("999歳以上", None),
        ("", None),
    ],
)
def test_an_age_range_is_read_only_when_it_is_plain(
    text: str, ages: tuple[int | None, int | None] | None
) -> None:
    assert age_range(text) == ages


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["0770-00-0001", "(0770)00-0001"], "phone"),
        (["35.01", "35.2"], "lat"),
        (["13:00", "9：30"], "time"),
        (["火", "月・水"], "weekdays"),
        (["毎月第2・4火曜日 10時〜12時"], "schedule"),
        (["有", "無"], "yes_no"),
        (["無料", "100円"], "fee"),
        (["", " "], None),
        (["お茶を飲む集まり"], None),
    ],
)
def test_a_column_is_of_the_type_of_most_of_its_values(values: list[str], expected: str | None) -> None:
    assert value_type(values) == expected
