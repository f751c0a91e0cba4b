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
# # 次の場所を、どこに開くか
#
# 「あと二か所増やせるなら、どこがよいか」を計算します。
# 一つずつ選ぶやり方がなぜ損をするのか、いちばんよいと**証明**できるのか、
# ほとんど変わらない別の案はどれか、目標を変えると答えも変わるのかを、順に見ます。
#
# 市も人も場所も、すべて創作(架空の「瑞浜市」)です。ネットワークも、データベースも使いません。

# %% [markdown]
# ## 1. いまの様子
#
# 当事者会・家族会に、歩いて30分以内に行ける人を数えます。いまある場所は動かしません。
# 候補は人口の区画すべて(どの区画にも開けるとみなします)。会場の候補があれば、それだけに絞ることもできます。

# %%
from api.planning.city import city_of_collection
from api.planning.gaps import gaps
from api.planning.question import question_from
from resources.demo import demo_city

city, _ = city_of_collection(demo_city())
question = question_from(kinds=["当事者会・家族会"], minutes=30, mode="徒歩")
now = gaps(city, question)
print(f"いまある場所 {len(now.supply)}、届く人 {now.report.city.coverage:.1%}")

# %% [markdown]
# ## 2. 一つずつ選ぶと、損をする
#
# いちばん自然なのは「いちばん増える場所を選び、次に、残りでいちばん増える場所を選ぶ」やり方です(貪欲法)。
# 二か所をいっしょに選ぶと、もっと届くことがあります。貪欲法は、最初の一か所を真ん中に置いてしまうからです。

# %%
from api.planning.siting import assumptions_of
from api.planning.travelling import travel_modes
from geo.accessibility.coverage import nearest_minutes
from geo.siting.model import cell_candidates
from geo.siting.proof import prove
from geo.siting.question import Demand, covering_savings
from geo.siting.savings import total
from geo.siting.search import greedy, swapped
from geo.travel import travel_time

cells = city.population.positions
model = travel_time("direct", modes=travel_modes())
reach = model.reach(cells, cells, "walk", 30.0)
demand = Demand(now.people.asked, reach, cell_candidates(city.population), assumptions_of(now))
covered = nearest_minutes(now.way.reach) <= 30
problem = covering_savings(demand, covered)

chosen, best, proofs = {}, {}, {}
for add in range(1, 5):
    chosen[add] = greedy(problem, add)
    best[add], proofs[add] = prove(problem, swapped(problem, chosen[add]), add, seconds=20)
    print(
        f"{add}か所  一つずつ {total(problem, chosen[add]):>7,.0f}人   "
        f"いっしょに {total(problem, best[add]):>7,.0f}人   "
        f"これより多くならないと{'証明できた' if proofs[add].optimal else '証明できていない'}"
    )
assert total(problem, best[2]) > total(problem, chosen[2])

# %% [markdown]
# 「証明できた」は、あらゆる組み合わせの上限を計算し(整数計画法)、それと一致したということです。
# 時間が足りなければ、あと何%よい案がありうるか(`gap`)を必ず書きます。

# %%
import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # 書体を初めて使うときの知らせを出さない

import matplotlib.pyplot as plt
import matplotlib_fontja
import numpy as np
import shapely

matplotlib_fontja.japanize()
candidates = demand.in_order.positions


def draw_city(axes: plt.Axes, title: str) -> None:
    """区画(人数で濃く)と学区の境。"""
    open_people = np.where(covered, 0.0, now.people.asked)
    axes.scatter(
        cells[:, 1], cells[:, 0], c=np.sqrt(open_people), s=6, marker="s", cmap="Oranges", linewidths=0
    )
    for outline in city.boundaries.shapes:
        for part in shapely.get_parts(outline):
            axes.plot(*part.exterior.xy, color="#777777", linewidth=0.5)
    axes.plot(
        now.supply.positions[:, 1], now.supply.positions[:, 0], "k^", markersize=5, label="いまある場所"
    )
    axes.set_aspect(1 / np.cos(np.radians(35)))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_title(title)


figure, pair = plt.subplots(1, 2, figsize=(9, 4))
for axes, (label, columns) in zip(pair, {"一つずつ": chosen[2], "いっしょに": best[2]}.items(), strict=True):
    draw_city(axes, f"{label}選んだ2か所(橙は、いま届かない人)")
    where = candidates[list(columns)]
    axes.plot(where[:, 1], where[:, 0], "o", color="#1f5fa8", markersize=10, label="新しい場所")
pair[1].legend(loc="lower right", fontsize=8)
plt.show()

# %% [markdown]
# ## 3. 「ここしかない」ことは、ほとんどない
#
# 効果が2%も違わない別の案が、たいていあります。家賃、協力してくれる人、バス停。
# 計算に入っていない事情で選べるように、別の案を必ず並べます。

# %%
from api.planning.siting import sites

found = sites(city, question, 2)
siting = found.siting
for number, site in enumerate(siting.sites, start=1):
    beside = f"、隣の{len(site.near)}区画でもほぼ同じ" if site.near else ""
    name = city.district_names[site.district_id]
    print(f"{number}. {name} メッシュ{site.code}: 新たに{site.gain:,.0f}人{beside}")
print("別の案")
for other in siting.alternatives[:5]:
    print(f"   {'、'.join(other.instead_of)} の代わりに {'、'.join(other.sites)}  効果は{other.share:.1%}")
assert siting.proof.optimal

# %% [markdown]
# ## 4. 前と後
#
# 市全体で何人、だけでは、どの学区がよくなるのかが見えません。

# %%
changed = [effect for effect in found.effects if effect.gained > 0.5]
figure, axes = plt.subplots(figsize=(7, 3.2))
rows = np.arange(len(changed))
axes.barh(rows, [effect.share_before for effect in changed], color="#9aa5b1", label="いま")
axes.barh(
    rows,
    [effect.gained / effect.people for effect in changed],
    left=[effect.share_before for effect in changed],
    color="#1f5fa8",
    label="2か所増やすと",
)
axes.set_yticks(rows, [city.district_names[effect.district_id] for effect in changed])
axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.set_xlim(0, 1)
axes.set_xlabel("歩いて30分以内に場所がある人")
axes.legend()
plt.show()

# %% [markdown]
# ## 5. 目標を変えると、答えが変わる
#
# ここまでの目標は「30分以内に届く人を増やす」でした(MCLP)。31分の人は0人、29分の人は一人と数えます。
# もう一つの目標は「みんなの歩く時間の合計を減らす」です(p-median)。
# 遠くて届かないままの人も、すでに届いていてもっと近くなる人も、数に入ります。
#
# 一人のために決まってしまわないように、60分より遠い人は60分として数えます。

# %%
from dataclasses import replace

from geo.siting.places import cover_most, shorten_most

CAP = 60.0
wide = model.reach(cells, cells, "walk", CAP)
far = replace(demand, reach=wide, assumptions=replace(demand.assumptions, minutes=CAP))
to_nearest = nearest_minutes(model.reach(cells, now.supply.positions, "walk", CAP))
shorter = shorten_most(far, to_nearest, 2, CAP)
reaching = cover_most(demand, covered, 2)


def told(siting: object) -> tuple[float, float]:
    """この案で、届く人の割合と、一人あたりの分(60分で頭打ち)。"""
    added = np.array([(site.lat, site.lon) for site in siting.sites])
    minutes = nearest_minutes(model.reach(cells, np.vstack([now.supply.positions, added]), "walk", CAP))
    asked = now.people.asked
    return asked[minutes <= 30].sum() / asked.sum(), np.minimum(minutes, CAP) @ asked / asked.sum()


print("目標                        届く人   一人あたり")
for label, siting in (("届く人を増やす(MCLP)", reaching), ("歩く時間を減らす(p-median)", shorter)):
    share, mean = told(siting)
    print(f"{label:<22}   {share:>6.1%}   {mean:>6.2f}分   {[site.district_id for site in siting.sites]}")
assert told(reaching)[0] >= told(shorter)[0]
assert told(shorter)[1] <= told(reaching)[1]

# %% [markdown]
# どちらの目標でも、自分の目標ではもう一方に負けません。どちらがよいかは計算では決まりません。
# 「届かない人をなくす」ことを大事にするのか、「みんなを少しずつ近くする」ことを大事にするのかは、
# 計画を作る人が決めることです。だから、どの目標で計算したかを、結果に必ず書きます。
#
# 同じ計算を命令でするには:
# `tsunagite site --collection フォルダー --kind 当事者会・家族会 --add 2`
