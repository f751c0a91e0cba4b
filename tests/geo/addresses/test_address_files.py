"""Files of towns in every generation that is about, with invented names."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from geo.addresses.errors import TownFileError
from geo.addresses.model import Municipality
from geo.addresses.reading import read_town_files

_GEOLONIA = (
    '"都道府県コード","都道府県名","都道府県名カナ","都道府県名ローマ字","市区町村コード","市区町村名","市区町村名カナ",'
    '"市区町村名ローマ字","大字町丁目名","大字町丁目名カナ","大字町丁目名ローマ字","小字・通称名","緯度","経度"\n'
    '"22","静岡県","シズオカケン","","22991","みどり崎市","","","本町一丁目","","","","34.8","138.3"\n'
    '"22","静岡県","シズオカケン","","22995","大浦市北区","","","高畑","","","上谷","35.1","138.6"\n'
)
_ISJ = (
    '"都道府県コード","都道府県名","市区町村コード","市区町村名","大字町丁目コード","大字町丁目名","緯度","経度",'
    '"原典資料コード","大字・字・丁目区分コード"\n'
    '"22","静岡県","22991","みどり崎市","229910001001","本町一丁目","34.8","138.3","1","3"\n'
)
_TOWN = (
    "lg_code,machiaza_id,machiaza_type,pref,county,city,ward,oaza_cho,chome,koaza,rsdt_addr_flg,efct_date,ablt_date\n"
    "229911,0001001,2,静岡県,,みどり崎市,,本町,１丁目,,1,1947-04-17,\n"
    "229911,0002000,1,静岡県,,みどり崎市,,消えた町,,,0,1947-04-17,2020-01-01\n"
    "229911,0003101,3,静岡県,,みどり崎市,,高畑,,上谷,0,1947-04-17,\n"
)
_POS = (
    "lg_code,machiaza_id,rsdt_addr_flg,rep_lon,rep_lat,rep_srid\n"
    "229911,0001001,1,138.3,34.8,EPSG:6668\n"
    "229911,0003101,0,,,EPSG:6668\n"
)
_MIDORI = Municipality("静岡県", "", "みどり崎市", "", "22991")


def _written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_geolonias_table_of_all_japan_is_read(tmp_path: Path) -> None:
    read = read_town_files([_written(tmp_path, "latest.csv", _GEOLONIA)])

    first, second = read.towns
    assert (first.municipality, first.name, first.lat, first.lon) == (_MIDORI, "本町一丁目", 34.8, 138.3)
    assert (second.municipality.city, second.municipality.ward, second.koaza) == ("大浦市", "北区", "上谷")
    assert [(f.format, f.rows, f.taken) for f in read.files] == [("geolonia", 2, 2)]


def test_reference_positions_in_cp932_are_read(tmp_path: Path) -> None:
    (town,) = read_town_files([_written(tmp_path, "22_2023.csv", _ISJ, "cp932")]).towns

    assert (town.municipality, town.name, town.lat) == (_MIDORI, "本町一丁目", 34.8)


def test_the_registry_is_joined_from_names_and_positions_and_towns_that_ended_are_left_out(
    tmp_path: Path,
) -> None:
    paths = [_written(tmp_path, "mt_town_pos.csv", _POS), _written(tmp_path, "mt_town.csv", "\ufeff" + _TOWN)]
    read = read_town_files(paths)

    assert [(t.name, t.koaza, t.lat, t.lon) for t in read.towns] == [
        ("本町１丁目", "", 34.8, 138.3),
        ("高畑", "上谷", None, None),
    ]
    assert [(f.format, f.rows, f.taken) for f in read.files] == [("abr-town-pos", 2, 2), ("abr-town", 3, 2)]
    assert read.without_point == 1


@pytest.mark.parametrize(
    ("names", "positions"),
    [
        (
            {"machiaza_id": "town_id", "oaza_cho": "oaza_town_name", "chome,": "chome_name,", "pref,": "pref_name,",
             "city,": "city_name,", "koaza,": "koaza_name,", "ward,": "od_city_name,"},
            {"machiaza_id": "town_id", "rep_lon": "rep_pnt_lon", "rep_lat": "rep_pnt_lat"},
        ),
        (
            {"lg_code": "全国地方公共団体コード", "machiaza_id": "町字ID", "oaza_cho": "大字・町名",
             "chome,": "丁目名,", "pref,": "都道府県名,", "county,": "郡名,", "city,": "市区町村名,",
             "ward,": "政令市区名,", "koaza,": "小字名,", "rsdt_addr_flg": "住居表示フラグ", "ablt_date": "廃止日"},
            {"lg_code": "全国地方公共団体コード", "machiaza_id": "町字ID", "rsdt_addr_flg": "住居表示フラグ",
             "rep_lon": "代表点_経度", "rep_lat": "代表点_緯度"},
        ),
    ],
)  # fmt: skip
def test_earlier_generations_of_the_registry_are_read_alike(
    tmp_path: Path, names: dict[str, str], positions: dict[str, str]
) -> None:
    town, pos = _TOWN, _POS
    for new, old in names.items():
        town = town.replace(new, old, 1)
    for new, old in positions.items():
        pos = pos.replace(new, old, 1)

    read = read_town_files([_written(tmp_path, "a.csv", town), _written(tmp_path, "b.csv", pos)])

    assert [(t.municipality, t.name, t.lat) for t in read.towns] == [
        (_MIDORI, "本町１丁目", 34.8),
        (_MIDORI, "高畑", None),
    ]


def test_a_zip_of_the_registry_is_read_like_its_files(tmp_path: Path) -> None:
    path = tmp_path / "mt_town.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mt_town.csv", _TOWN)
        archive.writestr("mt_town_pos.csv", _POS)

    assert len(read_town_files([path]).towns) == 2


def test_a_folder_of_geolonias_api_is_read_with_the_names_of_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "ja" / "静岡県"
    folder.mkdir(parents=True)
    towns = [
        {"town": "本町一丁目", "koaza": "", "lat": 34.8, "lng": 138.3},
        {"town": "新開", "koaza": "", "lat": None, "lng": None},
    ]
    _written(folder, "大浦市北区.json", json.dumps(towns))
    _written(folder.parent.parent, "ja.json", "{}")

    read = read_town_files([tmp_path])

    assert [(t.municipality.city, t.municipality.ward, t.name, t.lat) for t in read.towns] == [
        ("大浦市", "北区", "本町一丁目", 34.8),
        ("大浦市", "北区", "新開", None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "名称,住所\nあ,い\n", "見分けられません"),
        ("a.csv", "", "見分けられません"),
        ("a.csv", _POS, "町字の行が一つもありません"),
        ("a.csv", _TOWN + "229911,0001002,2\n", "5行目: 列が足りません"),
        ("a.json", "[]", "都道府県のフォルダー"),
        ("静岡県/a.json", "{", "JSON"),
        ("静岡県/a.json", '[{"town": 3}]', "町字の一覧"),
        ("a.zip", "PK\x03\x04broken", "zip"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_remedy(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / "静岡県").mkdir()
    with pytest.raises(TownFileError, match=says) as refused:
        read_town_files([_written(tmp_path, name, text)])

    assert refused.value.remedy
