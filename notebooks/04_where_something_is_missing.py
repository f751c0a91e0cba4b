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
# # どこに、だれのための場所が足りないか
#
# 学区ごとに「15〜39歳の人が、平日に、歩いて30分以内に行ける居場所があるか」を数えます。
# 数え方を一つずつ手でたどり、どこまで確かなのか、何は分からないのかも見ます。
#
# 市も人も場所も、すべて創作(架空の「瑞浜市」)です。ネットワークも、データベースも使いません。

# %% [markdown]
# ## 1. 問いと材料
#
# 問いは、種別・年齢・曜日・分・移動の方法です。
# 材料は、人口(250 m の区画ごと)と、地域資源の一覧だけです。個人の記録は使いません。

# %%
from api.planning.city import city_of_collection
from api.planning.gaps import gaps
from api.planning.question import question_from
from resources.demo import demo_city

city, _ = city_of_collection(demo_city())
question = question_from(kinds=["居場所"], age="15-39", weekdays=["平日"], minutes=30, mode="徒歩")
answer = gaps(city, question)

people, supply = answer.people, answer.supply
print(f"区画 {len(people.asked):,}、住民 {city.population.totals.sum():,.0f}人")
print(f"うち15〜39歳 {people.asked.sum():,.0f}人(推計 {people.estimated})")
print(f"平日に開いている居場所 {len(supply)}か所")

# %% [markdown]
# 人口の年齢区分は「13-18歳」「19-39歳」なので、15歳で切るには13〜18歳を1歳ずつに等しく分けます。
# 分けたときは、かならず「推計」と書きます。分けられない区分(75歳以上)を切る問いは、断ります。
#
# 一覧の場所のうち数えるのは、公開中で、訪ねて行けて、対象年齢が少しでも重なるものです。
# 席は「週あたりの回数 × 定員」。定員の分からない場所は、席を0とも無限ともせず、別に数えます。

# %%
print("席/週   回/週   居場所")
for name, sessions, seats in list(zip(supply.names, supply.sessions, supply.capacity, strict=True))[:6]:
    print(f"{seats:>5.0f}   {sessions:>5.1f}   {name}")

# %% [markdown]
# ## 2. 届く人の割合
#
# いちばん分かりやすい数です。30分以内に一か所でもあれば「届く」。
# 道のりは、直線距離の1.3倍、歩く速さは時速4 km とみなします(この二つは、あとで疑います)。

# %%
import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # 書体を初めて使うときの知らせを出さない

import matplotlib.pyplot as plt
import matplotlib_fontja
import numpy as np
import shapely

from geo.accessibility.coverage import nearest_minutes

matplotlib_fontja.japanize()
minutes = nearest_minutes(answer.way.reach)
covered = minutes <= 30
share = people.asked[covered].sum() / people.asked.sum()
print(f"届く人 {share:.1%}")

figure, axes = plt.subplots(figsize=(6, 5.6))
lats, lons = city.population.lats, city.population.lons
for chosen, colour, label in ((covered, "#7fb8da", "30分以内にある"), (~covered, "#d95f0e", "ない")):
    size = np.sqrt(people.asked[chosen])
    axes.scatter(lons[chosen], lats[chosen], s=size, c=colour, marker="s", label=label)
for outline in city.boundaries.shapes:
    for part in shapely.get_parts(outline):
        axes.plot(*part.exterior.xy, color="#555555", linewidth=0.6)
axes.plot(supply.positions[:, 1], supply.positions[:, 0], "k^", markersize=6, label="居場所")
axes.set_aspect(1 / np.cos(np.radians(35)))
axes.set_xticks([])
axes.set_yticks([])
axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False)
axes.set_title("15〜39歳の人が、平日に歩いて30分以内に行ける居場所")
plt.show()

# %% [markdown]
# ## 3. 席の取り合い: 2SFCA を手で
#
# 「一か所ある」だけでは、そこに何人が押し寄せるかが分かりません。
# 2SFCA(二段階の到達圏法、Luo & Wang 2003)は、二段階で数えます。
#
# 1. 場所ごとに、席 ÷ その場所に来られる人。
# 2. 人(区画)ごとに、行ける場所の 1 の値を足す。
#
# 区画が三つ(甲に100人、乙に200人、丙に50人)、場所が二つ(Xに10席、Yに20席)のとき。
# 甲は X まで10分。乙は X まで25分、Y まで10分。丙からはどちらも遠い。

# %%
x_share = 10 / (100 + 200)  # X には甲と乙が来る
y_share = 20 / 200  # Y には乙だけが来る
by_hand = {"甲": x_share, "乙": x_share + y_share, "丙": 0.0}
print({cell: round(score, 4) for cell, score in by_hand.items()})

# %%
from geo.accessibility.two_step import enhanced_two_step, two_step
from geo.travel import Reach

reach = Reach(
    indptr=np.array([0, 1, 3, 3]),  # 甲は1か所、乙は2か所、丙は0か所
    places=np.array([0, 0, 1], dtype=np.int32),
    minutes=np.array([10.0, 25.0, 10.0]),
    number_of_places=2,
)
residents, seats = np.array([100.0, 200.0, 50.0]), np.array([10.0, 20.0])
scores = two_step(reach, residents, seats, 30).scores
assert np.allclose(scores, list(by_hand.values()))
print(scores.round(4), " 席の合計", (scores * residents).sum())

# %% [markdown]
# 手で数えたものと同じです。丙は**ちょうど0**で、表から消えません。
# (よく使われるほかの道具では、ここが欠損になり、いちばん困っている区画が地図から消えます。)
# また、一人あたりの席に人数を掛けて足すと、席の合計30に戻ります。
#
# ### 遠い人は、同じようには来ない: E2SFCA
#
# 2SFCA では、25分かかる人も10分の人も同じ一人です。
# E2SFCA(Luo & Qi 2009)は、10分まで1、20分まで0.68、30分まで0.22の重みをつけます。

# %%
x_share = 10 / (100 * 1 + 200 * 0.22)
y_share = 20 / (200 * 1)
by_hand = [x_share * 1, x_share * 0.22 + y_share * 1, 0.0]
scores = enhanced_two_step(reach, residents, seats).scores
assert np.allclose(scores, by_hand)
print(scores.round(4), " 席の合計", (scores * residents).sum())

# %% [markdown]
# ### 人を二度数えない: BFCA
#
# 乙の200人は、X でも Y でも待ち行列に並んでいます。場所が重なるところでは人が何度も数えられ、
# 混み方が大きく出ます。BFCA(Paez ほか 2019)は、一人を行ける場所に分けて、合計を一人に保ちます。
# 二つを並べると、重なりの多い学区が見えます。

# %%
from geo.accessibility.balanced import balanced
from geo.accessibility.coverage import mean_by_area

known = np.nan_to_num(supply.capacity)  # 定員の分からない場所は、ここでは席なしとして比べる
districts = city.population.district_ids
names, stepped = mean_by_area(
    enhanced_two_step(answer.way.reach, people.asked, known).scores, people.asked, districts
)
_, shared = mean_by_area(balanced(answer.way.reach, people.asked, known).scores, people.asked, districts)

figure, axes = plt.subplots(figsize=(7, 3))
rows = np.arange(len(names))
axes.bar(rows - 0.2, stepped / stepped.max(), 0.4, label="E2SFCA", color="#4a7fb0")
axes.bar(rows + 0.2, shared / shared.max(), 0.4, label="BFCA", color="#e6a04b")
axes.set_xticks(rows, names)
axes.set_ylabel("いちばん高い学区を1とする")
axes.legend()
plt.show()

unknown = [gap.district_id for gap in answer.report.districts if gap.seats_unknown]
nothing = [gap.district_id for gap in answer.report.districts if not gap.places]
print("学区の中の場所の定員が一つも分からない:", "、".join(unknown))
print("学区の中に場所がない:", "、".join(nothing))

# %% [markdown]
# 二つの数は単位が違うので、高さの差ではなく、並び方を比べます。
#
# 気をつけたいのは、0に近い学区に**二通り**あることです。
# 場所がない学区と、場所はあるのに定員が書かれていないので席を数えられない学区です。
# 後のほうは「足りない」のではなく「分からない」。だから席の数だけでは印を付けず、
# 定員の分からない場所の数を、いつも横に並べます。一覧に定員が入れば、この図は変わります。

# %% [markdown]
# ## 4. どこまで確かか: 見込みを変える
#
# 歩く速さ(分速60、66.7、80 m)と道のり(直線の1.2、1.3、1.5倍)の組み合わせは九つあります。
# 「不足」の印は、**九つのすべて**で目標(対象の人の半分)に届かない学区にだけ付けます。
# 一部でだけ届かないなら「不確か」です。当てずっぽうの一つの数に、学区の判定をまかせません。

# %%
figure, axes = plt.subplots(figsize=(7, 3.6))
for row, gap in enumerate(answer.report.districts):
    colour = "#b03a2e" if gap.underserved else "#e6a04b" if gap.uncertain else "#4a7fb0"
    axes.plot([gap.coverage_low, gap.coverage_high], [row, row], color=colour, linewidth=5)
    axes.plot(gap.coverage, row, "k|", markersize=10)
axes.axvline(0.5, color="black", linestyle=":")
axes.set_yticks(range(len(answer.report.districts)), [gap.name for gap in answer.report.districts], size=7)
axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.set_xlabel("届く人の割合(帯は見込みの幅。赤は不足、橙は不確か)")
plt.show()

for gap in answer.report.districts:
    if gap.underserved or gap.uncertain:
        print("不足  " if gap.underserved else "不確か", gap.name)
        print(*(f"        {sentence}" for sentence in gap.why), sep="\n")

# %% [markdown]
# ## 5. 印の付かない学区にも、説明がある
#
# D08(笠原東学区)には、15〜39歳に**向けた**居場所が一つもありません。それでも印は付きません。
# その年齢も受け入れる場所があり、となりの学区の場所にも歩いて行けるからです。
# 印がないことは「何もしなくてよい」という意味ではないので、そのことを文で残します。

# %%
d08 = next(gap for gap in answer.report.districts if gap.district_id == "D08")
print(f"{d08.name}: 場所 {d08.places}、うち対象年齢向け {d08.places_aimed}、届く人 {d08.coverage:.0%}")
print(*d08.why, sep="\n")
assert not d08.underserved
assert d08.places_aimed == 0

# %% [markdown]
# ## 6. この数に入っていないもの
#
# - 坂、歩道、冬の雪。道のりは直線からの見込みです。道路のファイル(OpenStreetMap の抽出)があれば
#   `--travel network` で道に沿って、バスの時刻表(GTFS-JP)があれば `--travel transit` で数えられます。
# - 市の外の場所。境の学区は、となりの市の場所を入れないと、足りなく見えます。
# - 行けることと、行きたくなることの違い。合う先のなかった人の数は、別の列にあります。
# - 住民の数え方。一けたの区画の人数は、公表のときに丸められたり隠されたりします。隠された人は0人とは数えません。
#
# 同じ答えを表や地図にするには:
# `tsunagite gap --collection フォルダー --kind 居場所 --age 15-39 --weekday 平日 --out 過不足.xlsx --map 地図.html`
