"""A small table of towns with invented names, in three municipalities and two wards of a fourth."""

from __future__ import annotations

from geo.addresses.model import Municipality, Town
from geo.addresses.table import TownTable, town_table

MIDORI = Municipality("静岡県", "", "みどり崎市", "", "22991")
AOBA = Municipality("静岡県", "", "青葉浜市", "", "22992")
KAWABE = Municipality("静岡県", "大空郡", "川辺町", "", "22993")
NORTH = Municipality("静岡県", "", "大浦市", "北区", "22995")
SOUTH = Municipality("静岡県", "", "大浦市", "南区", "22996")

_NAMES = {
    MIDORI: (
        *("本町一丁目", "本町二丁目", "本町三丁目", "桜ケ丘一丁目", "桜ケ丘二丁目", "小川", "小川新町"),
        *("堀ノ内", "沢渡", "浜辺", "五ケ島", "三ケ名", "北一条西二丁目", "字倉敷", "つつじが丘"),
    ),
    AOBA: ("本町一丁目", "栄町", "旭町", "浜辺"),
    KAWABE: ("高畑", "中島一丁目"),
    NORTH: ("旭町", "緑町", "若葉台二丁目"),
    SOUTH: ("港町", "緑町"),
}
_CORNERS = {
    MIDORI: (34.80, 138.30),
    AOBA: (34.90, 138.40),
    KAWABE: (35.0, 138.5),
    NORTH: (35.1, 138.6),
    SOUTH: (35.15, 138.6),
}


def small_table() -> TownTable:
    """Towns one hundredth of a degree apart, in the order of their names above; 高畑 has two 小字."""
    towns = [
        Town(place, name, "", _CORNERS[place][0] + 0.01 * number, _CORNERS[place][1])
        for place, names in _NAMES.items()
        for number, name in enumerate(names)
    ]
    towns += [Town(KAWABE, "高畑", koaza, 35.003, 138.501) for koaza in ("上谷", "下谷")]
    towns.append(Town(AOBA, "新開", "", None, None))
    return town_table(towns)
