# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 市の資源から、一人への候補まで
#
# つなぎては、地域の居場所・就労体験・サロン・ボランティアなどの一覧から、
# 一人の希望に合いそうな場所を選び、理由と気をつける点を添えて並べます。
# このノートでは、その流れを架空の「瑞浜市」で順にたどります。
#
# 出てくる人も場所も、すべて創作です。
# ネットワークも、データベースも使いません。

# %% [markdown]
# ## 1. 材料を読む
#
# 瑞浜市のフォルダーには、地域資源の一覧(`resources.csv`)、
# 支援を必要とする人のメモ(`needs.jsonl`)、学区の形などが入っています。
# 候補を選ぶときに、判定のファイル(`qrels.txt` など)は開きません。

# %%
from matcher.collection import read_people
from resources.demo import demo_city
from resources.importing import read_resources
from resources.snapshot import build_snapshot

city = demo_city()
catalogue_file = read_resources(city / "resources.csv")
snapshot = build_snapshot(catalogue_file.records)
people = read_people(city)

print(f"地域資源 {len(snapshot)}か所、メモ {len(people.needs)}人分、学区 {len(people.district_names)}")
print(f"読み取りで気になった点 {len(catalogue_file.findings)}件")

# %% [markdown]
# ## 2. 一人の話
#
# メモは、面談の記録のような文章です。
# 半分の人には、支援員が選んだ項目(希望、移動手段、空いている時間など)もついています。

# %%
person = people.need("N01")
print(f"{person.age}歳、{people.district_names[person.district]}")
print(person.text)

fields = person.structured
print()
print("希望:", "、".join(fields.aims), "/ 関心:", "、".join(fields.interests))
print(
    "避けたいこと:",
    "、".join(fields.avoid),
    f"/ 移動は{fields.max_minutes:.0f}分まで、費用は{fields.max_fee}円まで",
)

# %% [markdown]
# ## 3. 候補と理由
#
# まず、いま行けない場所(休止中、満員、対象外、遠すぎる、時間が合わないなど)を、理由を数えながら外します。
# 残った場所を、いくつかの観点の点数を合わせて並べます。
# 理由は、本人の言葉と場所の言葉、または一覧の項目に根拠があるものだけを書きます。
# 分からないことは「注意」に、確かめ方と一緒に出ます。

# %%
from matcher.engine.match import Engine, match

engine = Engine()
result = match(person, snapshot, top=8, engine=engine)
records = {record.key: record for record in snapshot.records}

for rank, suggestion in enumerate(result.suggestions, start=1):
    print(f"{rank}. {records[suggestion.resource].name}")
    for reason in suggestion.reasons:
        print(f"   ・{reason}")
    for caution in suggestion.cautions:
        print(f"   ※注意 {caution}")

# %% [markdown]
# 外した場所は、最初に当てはまった理由ごとに数えてあります。
# 候補になりえた場所と合わせると、一覧の全部になります。

# %%
from resources.code_lists import code_list

labels = code_list("exclusion_reason")
print(f"候補になりえた場所 {result.eligible}か所")
for code, count in result.excluded.items():
    if count:
        print(f"外した場所 {labels.label(code)} {count}か所")
print("合計", result.eligible + sum(result.excluded.values()), "か所")

# %% [markdown]
# ## 4. 相談すれば開けるかもしれない場所
#
# 条件が一つだけ合わず、それが話し合えるものである場所は、別に並べます。
# 支援員が出かけて相談し、既にある場所の使い方を広げるための手がかりです。

# %%
for place in result.negotiable[:5]:
    print(f"{records[place.resource].name}({labels.label(place.condition)})")
    print(f"   {place.ask}")

# %% [markdown]
# ## 5. あの場所は、なぜ出てこないのか
#
# 「あそこがよさそうなのに」と思う場所については、理由を全部たずねられます。

# %%
from matcher.engine.match import why

for key in ("R001", "R036", "R002"):
    print(records[key].name)
    refusals = why(person, snapshot, key, engine=engine)
    for refusal in refusals:
        print(f"   {refusal.label}: {refusal.sentence}")
    if not refusals:
        print("   外す理由はありません。あとは並びの順の違いです。")

# %% [markdown]
# ## 6. 地図
#
# 地図は一つの HTML ファイルで、外部のサーバーを使わずに開けます。
# 背景の地図の代わりに、学区の境界を描きます。同じ内容の一覧が、地図の下につきます。
# 本人の位置は、住まいの座標ではなく、学区の中の一点で示します。
#
# 地図には leaflet を使います。ないときは、先に `make run` を実行してください。

# %%
from html import escape

import numpy as np
import shapely
from IPython.display import HTML

from api.map_assets import load_map_assets
from geo.districts import read_districts
from geo.maps import MapArea, MapPoint, points_map

districts = read_districts(city / "districts.geojson")
inner_lats, inner_lons = districts.inner_points()
home = districts.ids.index(person.district)

points = []
for suggestion in result.suggestions:
    record = records[suggestion.resource]
    lat, lon = (np.nan if value is None else value for value in (record.lat, record.lon))
    points.append(MapPoint(lat, lon, record.name, suggestion.reasons))

document = points_map(
    points,
    [
        MapArea(name, shapely.geometry.mapping(shape))
        for name, shape in zip(districts.names, districts.shapes, strict=True)
    ],
    MapPoint(inner_lats[home], inner_lons[home], districts.names[home], ("本人の学区",), "origin"),
    title="候補の地図",
    assets=load_map_assets(),
    sources=["瑞浜市(架空)の地域資源一覧。移動時間は直線距離の1.3倍を道のりとみなした目安です。"],
)
print(f"{len(document.encode()):,} バイト")
HTML(f'<div><iframe srcdoc="{escape(document)}" title="候補の地図" width="100%" height="720"></iframe></div>')

# %% [markdown]
# ## 7. このあと
#
# どこを勧めるかを決めるのは、本人と支援員です。つなぎての並びは、話し合いの出発点にすぎません。
#
# - 同じことを端末で: `tsunagite match --collection フォルダー --need N01 --map 地図.html`
# - 画面で: `make run` のあと、表示されたアドレスを開く
# - どれくらい当たるかを測る: `tsunagite evaluate フォルダー`(瑞浜市の README も読んでください)
