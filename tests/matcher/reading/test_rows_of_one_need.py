"""A row of the concept tables serves people in any city: one that fits a single person and no place is deleted."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.collection import read_people
from matcher.engine.need import Need
from matcher.engine.reading import read_need
from matcher.engine.reading.folded import fold_note
from matcher.engine.vocabulary import vocabulary

pytestmark = pytest.mark.shared

READABLE = ("mizuhama", "shinonome", "hamagiri")
TOWNS = Path(__file__).parents[3] / "bench" / "learning" / "towns"
REAL = ("kodomo_shokudo_multi", "yaizu_city")

# What a list outside of this project names stays, whomever the people at hand happen to be.
KEPT = {
    "ikebana": "社会生活基本調査: 華道",
    "social_dance": "社会生活基本調査: 洋舞・社交ダンス",
    "cycling": "社会生活基本調査: サイクリング",
    "language_zh": "在留外国人統計: 中国",
    "occ_police_fire": "日本標準職業分類: 保安職業従事者",
    "occ_housewife": "国勢調査: 家事",
    "religion_second": "厚生労働省 宗教の信仰等に関係する児童虐待等への対応に関するQ&A",
    "ptsd": "ICD-11 6B40",
    "offender_family": "再犯防止推進計画",
    "fatigue_illness": "ICD-11 8E49",
    "drug": "ICD-11 6C4",
    "kleptomania": "ICD-11 6C71",
    "elderly_couple_care": "国民生活基礎調査: 老老介護",
    "working_carer": "就業構造基本調査: 介護をしている有業者",
    "suicide_bereaved": "自殺対策基本法",
    "deafblind": "障害者総合支援法 地域生活支援事業: 盲ろう者向け通訳・介助員派遣",
    "dv_male": "内閣府 男女間における暴力に関する調査: 男性の被害",
    "dv_offender": "内閣府 配偶者暴力加害者プログラム実施のための留意事項",
    "illness_isolation": "ICD-10 T65.9（標準病名マスター）: 化学物質過敏症",
    "infertility": "性と健康の相談センター事業: 不妊症・不育症",
}


def needs(shared: Path) -> Iterator[Need]:
    folders = [shared / "eval" / city for city in READABLE]
    folders += sorted(path.parent for path in TOWNS.glob("*/needs.jsonl"))
    for folder in folders:
        yield from read_people(folder).needs


def people_per_concept(shared: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for need in needs(shared):
        profile = read_need(need)
        form = (*profile.aims, *profile.interests, *profile.situations, *profile.cares, *profile.dislikes)
        counts.update({item.concept for item in (*profile.read, *form)})
    return counts


def named_by_places(shared: Path) -> set[str]:
    """Concepts that a row of a real list or of a catalogue names."""
    catalogues = [*sorted((shared / "eval").glob("*/resources.csv")), *sorted(TOWNS.glob("*/resources.csv"))]
    real = [path for folder in REAL for path in sorted((shared / "realdata" / folder).rglob("*.csv"))]
    assert len(catalogues) > 10
    assert len(real) > 20
    find = vocabulary().places.find
    lines = {line for path in (*catalogues, *real) for line in lines_of(path)}
    return {code for line in sorted(lines) for hit in find(line) for code in (*hit.concepts, *hit.opposed)}


def lines_of(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932")
    for row in csv.reader(text.splitlines()):
        yield fold_note(" ".join(filter(None, row))).text


def test_a_row_that_fits_one_need_and_no_place_is_kept_only_where_a_list_outside_names_it(
    shared: Path,
) -> None:
    people = people_per_concept(shared)
    single = {code for code in vocabulary().concepts if people[code] == 1}
    assert 20 < len(single) < len(vocabulary().concepts) / 4
    listed = single - named_by_places(shared)
    assert sorted(listed - set(KEPT)) == []


def test_what_is_kept_for_its_name_is_still_a_row() -> None:
    assert set(KEPT) <= set(vocabulary().concepts)
