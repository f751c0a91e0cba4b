"""What is said of a broken population file: one line with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.population.reading import read_population_file
from tests.geo.population_files import FILES, altered, refusal


def test_a_row_that_sums_up_all_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("地域名,総人口\n東,10\n西,20\nつくり市の人口,30\n", encoding="utf-8")
    assert refusal(path).startswith("towns.csv 4行目: 「つくり市の人口」の総人口が")
    path.write_text("地域名,総人口,65歳以上\n東,10,1\n西,20,2\n南,30,9\n", encoding="utf-8")
    assert len(read_population_file(path)) == 3  # as many people as the others by chance


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("estat_mesh500.txt", "523640011", "5.2364E+08", "estat_mesh500.txt 7行目 「KEY_CODE」列: "),
        ("estat_mesh500.txt", "523640011", "523640001", "523640001」は3行目にもあります"),
        (
            "estat_mesh500.txt",
            "200,100",
            "二百,100",
            "estat_mesh500.txt 3行目 「人口総数」列: 「二百」は人数として",
        ),
        (
            "estat_mesh500.txt",
            ",170,100,164,",
            ",170,100,171,",
            "3行目: 年齢別の人数が食い違い、15〜17歳が負",
        ),
        ("estat_mesh500.txt", "HTKSYORI", "SYORI", "「HTKSYORI」列: この列が見出しにありません"),
        ("estat_mesh500.txt", "523640012,0,,,0", "523640012,0,,", "8行目: 列の数(23)が見出し(24)と違います"),
        (
            "estat_mesh500.txt",
            "523640001,0,,,200",
            "523640001,0,,,199",
            "3行目: 年齢別の人数の合計が、総人口より多く",
        ),
        ("towns_old.csv", '"2,313"', "2,313", "8行目: 列の数(48)が見出し(47)と違います"),
        ("towns_old.csv", "本町1丁目,873,", "本町1丁目,", "7行目: 年齢別の人数の合計が、総人口より多く"),
        ("towns_old.csv", "2020/4/1", "去年", "「去年」は日付として読めません"),
        ("towns_old.csv", "0-4歳の女性", "0-4歳の人", "0〜4歳の列が、男女計の一列でも"),
        ("towns_old.csv", "地域名", "名前", "見分けられません"),
    ],
)
def test_a_broken_file_is_refused_naming_the_place_and_the_remedy(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    message = refusal(altered(tmp_path, name, old, new))
    assert said in message
    assert message.startswith(name)
    assert "対処: " in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空です"),
        (b" \n\n", "空です"),
        (b"PK\x03\x04rest", "ZIP か Excel"),
        (b"a,b\n1,2\n", "見分けられません"),
        (b"{}", "features"),
        (b"{broken", "GeoJSON として読めません"),
        (b'{"features": [{"properties": null}]}', "属性"),
        (b'{"features":' + b"[" * 100_000, "GeoJSON として読めません"),
        ("メッシュコード,総人口\n5236400011,12345678901\n".encode(), "「12345678901」は人数として読めません"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "シェープファイル"),
        ("メッシュコード,総人口\n".encode(), "行が一つもありません"),
        (b"\xe3\x83\xa1,\x81\n", "1行目: 文字コード"),
        ("地域名,総人口\n東".encode()[:-1], "2行目: 文字コードを判別できないか、途中で切れています"),
        (b"\xff\xfea\0,\0\x01", "文字コード"),
        ("メッシュコード,総人口\n5236400011,1,234\n".encode(), "列の数(3)"),
        ("メッシュコード,総人口\n5236400011,-3\n".encode(), "2行目 「総人口」列"),
        ("メッシュコード,総人口,緯度,経度\n5236400011,3,136.0,35.0\n".encode(), "区画の外"),
        ("メッシュコード,0-5歳\n5236400011,3\n".encode(), "「総人口」列"),
        (b"MESH_ID,PT01_20\n523640001,3\n", "見分けられません"),
    ],
)
def test_what_is_no_population_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "何か.dat"
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith("何か.dat")
    assert said in message
    assert "対処: " in message


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(path.name for path in FILES.iterdir())),
    where=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.sampled_from(
        [b"", b",", b'"', b"\n", b"\t", b"\0", b"*", b"-", b"1e309", b"9" * 30, b"\xff\xfe", b"{", b"\x81"]
    ),
)
def test_a_damaged_file_is_read_or_refused_in_one_line_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, cut: int, put: bytes
) -> None:
    data = (FILES / name).read_bytes()
    place = int(where * len(data))
    path = tmp_path_factory.getbasetemp() / f"damaged_{name}"
    path.write_bytes(data[:place] + put + data[place + cut :])
    try:
        population = read_population_file(path)
    except GeoError as refused:
        message = str(refused)
    else:
        message = path.name
        assert population.counts.shape == (len(population), len(population.bands))
        assert not (population.counts < 0).any()
    assert message.startswith(path.name)
    assert len(message.splitlines()) == 1
