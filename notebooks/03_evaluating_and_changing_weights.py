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
# # どれくらい当たるか、重みを変えるとどうなるか / Evaluating, and changing weights
#
# 「候補がよくなった」と言うには、経験のある支援員の判定と、くらべなければなりません。
# このノートでは、判定つきの町で測り、重みを変え、部分を抜き、数字が動くのを見ます。
# そして、**目の前の人に合わせて直すことが、なぜ危ないか**を、実際にやってみて確かめます。
#
# *Measure on judged towns, change a weight, take parts away, and see why tuning on the people in front of you
# is dangerous, and what leaving one town out means.*
#
# 環境変数 `TSUNAGITE_SHARED` に判定つきの市のフォルダーがあればそれを、なければ、このリポジトリにある町を使います。
# 人も場所も、すべて創作です。

# %% [markdown]
# ## 1. 判定つきの町 / Judged towns
#
# 支援員の役の人が、一人ひとりについて一覧の全部を見て、0〜3の評価をつけました
# （3 = まずここを勧める、2 = 勧める、1 = なくはない、0 = 近く見えるが合わない）。
# どこも十分に合わない人（`unmet`）も、印がついています。

# %%
import os
from pathlib import Path

from bench.learning.episodes import READABLE, TOWNS
from matcher.collection import read_people
from matcher.engine.match import Engine
from matcher.judgements import read_judgements
from resources.importing import read_resources
from resources.snapshot import build_snapshot

shared = os.environ.get("TSUNAGITE_SHARED")
if shared and (Path(shared) / "eval").is_dir():
    folders = sorted((Path(shared) / "eval" / name for name in READABLE), reverse=True)
else:
    folders = [TOWNS / name for name in ("yukishiro", "setogami", "namizu")]

needs = {folder.name: read_people(folder).needs for folder in folders}
snapshots = {
    folder.name: build_snapshot(read_resources(folder / "resources.csv").records) for folder in folders
}
judgements = {folder.name: read_judgements(folder) for folder in folders}
engines = {folder.name: Engine() for folder in folders}
here = folders[0].name

for name in needs:
    print(
        f"{name}: 場所 {len(snapshots[name])}、人 {len(needs[name])}、どこも合わない人 {len(judgements[name].unmet)}"
    )

# %% [markdown]
# ## 2. 測る / Evaluate
#
# - **nDCG@10**: 上の10か所が、支援員の並べ方にどれだけ近いか。1がいちばんよい。
# - **recall@20**: 「勧める」場所のうち、上の20か所に入った割合。
# - **hit3@5**: 「まずここ」が上の5か所に一つでもある人の割合。
#
# ものさしがなければ、0.5がよいのか悪いのか分かりません。そこで、ふつうの全文検索（BM25）と、
# それに条件の絞り込みをただで加えたものを、並べて測ります（待たずにすむよう、ここでははじめの20人だけ）。

# %%
from matcher.evaluating import evaluate

some = needs[here][:20]
found = evaluate(some, snapshots[here], judgements[here], engine=engines[here])
print(f"{here:<14}   nDCG@10   recall@20   hit3@5")
for name, figures in found.items():
    means = figures.all
    print(f"{name:<14}   {means.ndcg10:>7.3f}   {means.recall20:>9.3f}   {means.hit3_at5:>6.3f}")

# %% [markdown]
# エンジンの数字は、**よすぎます**。ここにある町は、どれも学習に使った町だからです。
# 答えを見た試験の点では、力は分かりません。どれだけが本当の力なのかを、これから見ていきます。

# %% [markdown]
# ## 3. 重みを一つ変える / Change one weight
#
# 重みはデータです（`matcher/engine/data/weights.json`）。近さ（`travel`）を10倍に重く見てみます。
# 版と指紋（digest）が変わるので、どの重みで出した結果か、あとからでも分かります。

# %%
from matcher.ablation import measured, reweighted
from matcher.engine.weights import default_weights

weights = default_weights()
nearer = reweighted(weights, {"travel": 10 * weights.weights["travel"]})
changed = measured(some, snapshots[here], judgements[here], engine=engines[here], weights=nearer)
for label, means, used in (
    ("もとの重み", found["engine"].all, weights),
    ("travel 10倍", changed.all, nearer),
):
    print(
        f"nDCG@10 {means.ndcg10:.3f}   hit3@5 {means.hit3_at5:.3f}   {label}（{used.version}、{used.digest}）"
    )

# %% [markdown]
# ## 4. 部分を抜く / Take parts away
#
# 点数は成分の重みつき平均なので、成分の表が一度あれば、重みを変えるたびに読み直さなくても並べかえられます。
# 三つの町の全員について表を作り、成分の組を一つずつ抜いてみます（重みを0にする。ほかの重みはそのまま）。

# %%
from statistics import fmean

import numpy as np

from matcher.engine.match import judge
from matcher.evaluation import ndcg


def tables(town: str) -> list[tuple]:
    """一人ずつ: 候補になりうる場所の成分（場所 × 成分）、場所の番号、支援員の評価。"""
    rows = []
    for need in needs[town]:
        grades = judgements[town].grades.get(need.id, {})
        if need.id not in judgements[town].unmet and any(grades.values()):
            judged = judge(need, snapshots[town], None, engines[town])
            is_open = judged.excluded.eligible
            rows.append((judged.scores.values[is_open], snapshots[town].keys[is_open], grades))
    return rows


def ndcg_of_each(people: list[tuple], vector: np.ndarray) -> list[float]:
    """この重みで並べたときの、一人ずつの nDCG@10。"""
    return [
        ndcg(keys[np.argsort(-np.round(values @ vector, 9), kind="stable")].tolist(), grades)
        for values, keys, grades in people
    ]


components = tuple(weights.weights)
full = np.array([weights.weights[name] for name in components])
everyone = {town: tables(town) for town in needs}

PARTS = {
    "何も抜かない": (),
    "言葉の近さ（text）": ("text",),
    "場所までの近さ": ("travel", "closeness", "same_district"),
    "段階・人数・配慮": ("stage", "company", "considerations", "care_cover"),
    "学んだ部分（learned）": ("learned_person", "learned_wish", "learned_reception"),
}
print("nDCG@10   " + "   ".join(f"{town:>10}" for town in needs) + "   抜いた部分")
for label, names in PARTS.items():
    vector = np.where(np.isin(components, names), 0.0, full)
    means = [fmean(ndcg_of_each(everyone[town], vector)) for town in needs]
    print("          " + "   ".join(f"{mean:>10.3f}" for mean in means) + f"   {label}")

# %% [markdown]
# いちばん大きく落ちるのは、学んだ部分を抜いたときでしょう。
# でも、これを「学んだ部分がいちばん役に立つ」と読んではいけません。
# **この町の答えを覚えている**ことと、**知らない町でも役に立つ**ことは、この表では区別がつかないからです。

# %% [markdown]
# ## 5. 目の前の人に合わせる危うさ / Tuning on the people you see
#
# 実際にやってみます。学んだ部分は使わず、残りの成分をすべて同じ重みにするところから始めます。
# 300通りの重みをでたらめに作り（種は固定）、**目の前の10人**にいちばんよいものを選びます。

# %%
own = np.array([not name.startswith("learned_") for name in components], dtype=float)
random = np.random.default_rng(20261121)
draws = [own, *(own * np.exp(random.normal(0.0, 1.0, len(components))) for _ in range(300))]
# 行が重み（0行目は、みな同じ重み）、列が人
tried = {
    town: np.array([ndcg_of_each(people, vector) for vector in draws]) for town, people in everyone.items()
}

print("                目の前の10人        同じ町のほかの人")
for town, values in tried.items():
    seen, unseen = values[:, :10].mean(axis=1), values[:, 10:].mean(axis=1)
    chosen = seen.argmax()
    print(f"{town:>12}   {seen[0]:.3f} → {seen[chosen]:.3f}      {unseen[0]:.3f} → {unseen[chosen]:.3f}")

# %% [markdown]
# 左の数字は上がります。上がるものを選んだのですから、当たり前です。
# 右の数字は、そうとは限りません。下がることさえあります。
#
# でたらめな300通りから選ぶだけで、こうなります。人が一人ずつ結果を見ながら「この人にはこの言葉を足そう」と
# 規則を直すのは、もっと強い選びかたです。目の前の人の数字は、いくらでも上げられます。
#
# ## 6. 一つの町を除いて測る / Leave one town out
#
# 重みを**ほかの町だけで**選び、除いておいた町で測ります。これをどの町についても行います。
# 知らない町に持っていったときに近いのは、こちらの数字です。

# %%
means = {town: values.mean(axis=1) for town, values in tried.items()}
print("              同じ重み   その町で選ぶ   ほかの町で選ぶ")
for town in needs:
    chosen = np.mean([means[other] for other in needs if other != town], axis=0).argmax()
    print(f"{town:>12}   {means[town][0]:>6.3f}   {means[town].max():>10.3f}   {means[town][chosen]:>12.3f}")

# %% [markdown]
# 「その町で選ぶ」が「ほかの町で選ぶ」を下まわることはありません。その差が、**覚えただけの分**です。
# 選ぶ自由が大きいほど、差は開きます。ここで選んだのは25個ほどの重みだけですが、
# 学んだ部分には何万もの数があります。だから、一つの町を除いて測ることが、いっそう大切になります。

# %% [markdown]
# ## 7. 正直に測るための約束 / How we keep it honest
#
# - **重み、しきい値、学んだ部分**のように合わせて決めたものは、町を一つ除いた数字で報告します。
#   `python -m bench.learning --check` が、町ごとに学び直して測ります。
# - 人も判定も**だれも開かない市**を別に置きます。そこでは平均だけを出し、一人ずつの結果は出しません。
#   ただし、その平均を見て何度も直せば、それも合わせたことになります。測った回数も控えめに。
# - ことばの表は、一人の一つの文にだけ当たる行を置きません。
# - 数字は町ごとに出します。平均だけでは、うまくいかない町が隠れます。
#
# 町ごとの表と、部分を抜いた表は `docs/figures.md` にあります（`python -m bench.quality` が書きます）。
# 自分の市の判定を作ったら: `tsunagite evaluate フォルダー`
