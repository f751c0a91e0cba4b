"""Files that municipalities really publish: every one is read, and what became of its rows is pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import BadInput
from resources.importing import ReadResult, read_resources

ATTRIBUTES = 18
FOLDERS = ("yaizu_city", "kodomo_shokudo_multi")

ROWS: dict[str, tuple[str, str, int, int, int, int]] = {
    "yaizu_city/まちなか涼みどころ/machinakasuzumidokoro.csv": ("facility-own", "utf-8-sig", 108, 108, 7, 0),
    "yaizu_city/ベジチェック設置場所/vegecheck.csv": ("facility-own", "utf-8", 17, 17, 0, 0),
    "yaizu_city/中学校/222127_junior_high_school.csv": ("facility-old", "utf-8-sig", 9, 9, 0, 0),
    "yaizu_city/公園一覧/222127_park_info.csv": ("facility-own", "utf-8", 142, 142, 0, 0),
    "yaizu_city/図書館/222127_library.csv": ("facility-old", "utf-8-sig", 11, 11, 2, 0),
    "yaizu_city/地域交流センター/222127_community_center.csv": ("facility-old", "utf-8-sig", 9, 9, 0, 0),
    "yaizu_city/子育て支援施設/222127_child_rearing_support_center.csv": (
        "facility-old",
        "utf-8-sig",
        9,
        9,
        0,
        0,
    ),
    "yaizu_city/子育て施設一覧/222127_preschool.csv": ("facility-old", "utf-8", 60, 60, 44, 0),
    "yaizu_city/小学校/222127_elementary_school.csv": ("facility-old", "utf-8-sig", 13, 13, 0, 0),
    "yaizu_city/市役所・センター/222127_facilities_smartmap.csv": ("facility-old", "utf-8-sig", 28, 28, 1, 0),
    "yaizu_city/放課後等デイサービス一覧/222127_hokago_dayservices.csv": (
        "facility-own",
        "utf-8",
        15,
        15,
        0,
        0,
    ),
    "yaizu_city/文化会館・資料館/222127_facilities_culture.csv": ("facility-old", "utf-8-sig", 6, 6, 0, 0),
    "yaizu_city/福祉会館/222127_facilities_welfare.csv": ("facility-old", "utf-8-sig", 2, 2, 0, 0),
    "yaizu_city/要配慮者利用施設/yohairyosya.csv": ("facility-own", "cp932", 277, 277, 1, 0),
    "yaizu_city/避難所一覧/222127_hinannjo.csv": ("facility-own", "utf-8", 56, 56, 0, 0),
    "kodomo_shokudo_multi/opendata/fukui/sakai/15_182109_kodomoshokudo.csv": (
        "cafeteria-old",
        "utf-8-sig",
        6,
        6,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131059_bunkyo_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        7,
        7,
        3,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131083_kotoku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        24,
        24,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131105_meguroku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        11,
        11,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131113_otaku_kodomosyokudo_tsuika.csv": (
        "cafeteria-sessions",
        "utf-8-sig",
        1,
        0,
        0,
        1,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131156_suginamiku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        42,
        42,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131181_arakawaku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        6,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131202_nerimaku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        40,
        40,
        4,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132012_hachioji_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        49,
        49,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132055_omeshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        10,
        10,
        3,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132071_akishimashi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132080_chofushi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        25,
        25,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132101_koganeishi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        2,
        2,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132128_hinoshi_kodomosyokudo_tsuika.csv": (
        "cafeteria-sessions",
        "utf-8-sig",
        3,
        0,
        0,
        3,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132152_kunitachishi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        12,
        12,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132195_komaeshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132233_musashimurayamashi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        7,
        7,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132292_nishitokyoshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        26,
        26,
        3,
        0,
    ),
}
"""file: (format, encoding, rows, taken, doubtful, refused). 追加情報 without its parent list is refused."""


def _lists(shared: Path) -> dict[str, Path]:
    """Every list; attributes.csv only describes the columns of the list beside it."""
    root = shared / "realdata"
    paths = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*.csv")))
    return {str(path.relative_to(root)): path for path in paths if path.name != "attributes.csv"}


def _figures(result: ReadResult) -> tuple[str, str, int, int, int, int]:
    return result.format, result.encoding, result.rows, result.taken, result.doubtful, result.refused


@pytest.mark.shared
def test_every_real_list_is_read_and_its_rows_are_counted(shared: Path) -> None:
    found = {name: _figures(read_resources(path)) for name, path in _lists(shared).items()}
    assert found == ROWS
    assert all(rows == taken + refused for _, _, rows, taken, _, refused in found.values())


@pytest.mark.shared
def test_descriptions_of_columns_are_refused_as_no_lists(shared: Path) -> None:
    paths = sorted((shared / "realdata" / "yaizu_city").rglob("attributes.csv"))
    assert len(paths) == ATTRIBUTES
    for path in paths:
        with pytest.raises(BadInput, match="見出しが見つかりません"):
            read_resources(path)


@pytest.mark.shared
def test_reading_a_real_list_twice_gives_the_same(shared: Path) -> None:
    for path in _lists(shared).values():
        assert read_resources(path) == read_resources(path)
