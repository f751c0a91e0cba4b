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
# # 一人の話から候補まで、そしてその理由 / From a need to suggestions, and why
#
# ノート01では、市の一覧から一人への候補が出るまでを通して見ました。
# ここでは一人に絞り、つなぎてが**何を読み、何を外し、なぜその順に並べたか**を、ひとつずつ開いて見ます。
# 読みまちがいを直すと何が変わるかも、最後に試します。
#
# *One person, step by step: what was read in the note, who is ruled out and why, what the score of the first
# suggestion is made of, what could be negotiated, and what one correction of the reading changes.*
#
# 架空の「瑞浜市」を使います。出てくる人も場所も、すべて創作です。判定のファイルは開きません。

# %% [markdown]
# ## 1. 一人のメモ / The note

# %%
from matcher.collection import read_people
from matcher.engine.match import Engine, judge, match, why
from resources.demo import demo_city
from resources.importing import read_resources
from resources.snapshot import build_snapshot

city = demo_city()
snapshot = build_snapshot(read_resources(city / "resources.csv").records)
records = {record.key: record for record in snapshot.records}
people = read_people(city)

person = people.need("N03")
print(f"{person.age}歳、{people.district_names[person.district]}")
print(person.text)

form = person.structured
print()
print(
    "様式の希望:",
    "、".join(form.aims),
    "/ 関心:",
    "、".join(form.interests),
    "/ 避けたい:",
    "、".join(form.avoid),
)
print(f"様式の条件: 移動は{form.max_minutes:.0f}分まで、費用は{form.max_fee}円まで")

# %% [markdown]
# ## 2. 何を読み取ったか / What was read
#
# メモのどの言葉を、どういう意味に、だれのこととして読んだか。画面では、この言葉に印がつきます。
#
# 読み方は六つです。望むこと、ただの事実、以前のこと、できないこと、しないと言っていること、苦手なこと。
# 「父は耳が遠く」のように**家族のこと**であれば、本人の希望としては扱いません。

# %%
from matcher.engine.reading import spans_for_page

engine = Engine()
result = match(person, snapshot, top=10, engine=engine)
POLARITY = {
    "want": "望む",
    "fact": "事実",
    "used_to": "以前",
    "cannot": "できない",
    "will_not": "しない",
    "dislike": "苦手",
}

spans = spans_for_page(result.profile, person.text)
for span in spans:
    words = person.text[span.start : span.end]
    print(f"「{words}」 → {span.label_ja}（{POLARITY[span.polarity]}、{span.holder}）")

# %% [markdown]
# メモに書かれていないことも、少しだけ推しはかります。家電を直す人は、おもちゃも直せるかもしれません。
# 推しはかったことは弱く数え（右の数字）、もとになった言葉が必ずあります。

# %%
from matcher.engine.vocabulary import vocabulary

concepts = vocabulary().concepts
profile = result.profile
for code, weight in sorted(profile.implied.items(), key=lambda pair: -pair[1])[:8]:
    print(f"{concepts[profile.implied_from[code]].label} → {concepts[code].label}  {weight:.2f}")

# %% [markdown]
# ## 3. いま行けない場所と、そのわけ / Who is ruled out, and why
#
# メモから読んだことだけで場所を外すことは、ありません。外すのは、一覧の項目と様式の条件が、
# はっきり合わないときだけです。**書かれていないことは「だめ」ではなく、「確かめること」** になります。

# %%
from resources.code_lists import code_list

labels = code_list("exclusion_reason")
print(f"一覧の{len(snapshot)}か所のうち、候補になりうるのは{result.eligible}か所")
for code, count in result.excluded.items():
    if count:
        print(f"  {labels.label(code)}: {count}か所")

# %% [markdown]
# ## 4. いちばん上の場所の点数 / What the first score is made of
#
# 点数は、0から1の**成分**の重みつき平均です。成分は「この観点で、この人にこの場所がどれだけ合うか」を一つずつ表します。
#
# 点数そのものより、**候補の平均とくらべて何が押し上げ、何が押し下げたか**を見るほうが、よく分かります。
# `learned_` で始まる成分は、支援員の判定から学んだ部分です（0.5が「どちらとも言えない」）。

# %%
first = result.suggestions[0]
judged = judge(person, snapshot, None, engine)
scores = judged.scores
average = scores.values[judged.excluded.eligible].mean(axis=0)

lifts = [
    (share * (first.components[name] - mean), name, first.components[name], mean)
    for name, share, mean in zip(scores.names, scores.shares, average, strict=True)
]
print(f"{records[first.resource].name}  {first.score:.3f}（候補の平均 {average @ scores.shares:.3f}）")
print(f"{'成分':<16}{'この場所':>6}{'平均':>8}{'差の寄与':>7}")
for lift, name, value, mean in sorted(lifts, key=lambda row: -abs(row[0]))[:10]:
    print(f"{name:<18}{value:>8.2f}{mean:>10.2f}{lift:>+11.4f}")

# %% [markdown]
# ## 5. 理由と注意 / Reasons and cautions
#
# 画面に出るのは点数ではなく、言葉です。理由は、本人の言葉と場所の言葉、または一覧の項目を引きます。
# 根拠のない文は書きません。注意には、何をどう確かめるかを添えます。

# %%
for rank, suggestion in enumerate(result.suggestions[:5], start=1):
    print(f"{rank}. {records[suggestion.resource].name}")
    for reason in suggestion.reasons:
        print(f"   ・{reason}")
    for caution in suggestion.cautions:
        print(f"   ※注意 {caution}")

# %% [markdown]
# ## 6. 相談しだいの場所、組み合わせ / What could be negotiated, what goes together
#
# 話し合える条件だけが合わない場所は、「断られる場所」ではなく「相談に行く場所」です。何を相談するかを書きます。
# 一か所では足りないときは、二か所の組み合わせを考えます。

# %%
print(f"相談しだいの場所 {len(result.negotiable)}か所、はじめの4か所")
for place in result.negotiable[:4]:
    print(f"  {records[place.resource].name}（{labels.label(place.condition)}）")
    print(f"     {place.ask}")

print()
print("組み合わせ")
for bundle in result.bundles:
    print(f"  {bundle.sentence}")

# %% [markdown]
# ## 7. なぜ出ないのか / Why not that place?
#
# 「あそこがよさそうなのに」と思ったら、たずねます。外した理由は、最初の一つではなく**全部**答えます。
# でこぼこ工作室は、この人の得意にぴったりに見えます。スミカ電子は、外されてはいないのに上の方に出てきません。

# %%
order = [
    suggestion.resource
    for suggestion in match(person, snapshot, top=len(snapshot), engine=engine).suggestions
]
for key in ("R033", "R093"):
    print(records[key].name)
    for refusal in why(person, snapshot, key, engine=engine):
        open_to_talk = "相談の余地あり" if refusal.negotiable else "動かせない"
        print(f"   {refusal.label}（{open_to_talk}）: {refusal.sentence}")
    if key in order:
        print(f"   外す理由はありません。いまの並びでは{order.index(key) + 1}番目です。")

# %% [markdown]
# ## 8. 読み取りを直す / Correct the reading
#
# 機械は読みまちがえます。話を聞いた人だけが知っていることもあります。たとえば、
#
# - 「お金のこと」は、暮らしに困っているのではなく、**父の通帳と農協のこと**だった。読み取りから外す。
# - 「人と会う日は前の晩から眠れない」は、**人の目がこわい**ということだった。書き加える。
#
# 直したことは必要（need）と一緒に残り、メモを読み直すたびに使われます。画面では印を一度押すだけです。

# %%
from matcher.engine.reading import REMOVE, Correction


def span_of(words: str) -> tuple[int, int]:
    start = person.text.index(words)
    return start, start + len(words)


money_start, money_end = span_of("お金のこと")
corrections = [
    Correction(span.start, span.end, concept, REMOVE)
    for span in spans
    if span.start < money_end and money_start < span.end
    for concept in span.concepts
]
corrections.append(Correction(*span_of("人と会う日"), concept="social_anxiety", action="fact"))

corrected = match(person, snapshot, top=10, engine=engine, corrections=corrections)
before = [suggestion.resource for suggestion in result.suggestions]
for rank, suggestion in enumerate(corrected.suggestions, start=1):
    place = suggestion.resource
    was = f"前は{before.index(place) + 1}番目" if place in before else "前は10番目より下"
    print(f"{rank:>2}. {records[place].name}（{was}）")

# %% [markdown]
# 順が変わっただけではありません。**理由の文**も、直した読み取りから書き直されます。

# %%
reasons_before = {suggestion.resource: set(suggestion.reasons) for suggestion in result.suggestions}
for suggestion in corrected.suggestions:
    for reason in suggestion.reasons:
        if suggestion.resource in reasons_before and reason not in reasons_before[suggestion.resource]:
            print(f"{records[suggestion.resource].name}: {reason}")

# %% [markdown]
# ## 9. このあと / What next
#
# 決めるのは本人と支援員です。並びは話し合いの出発点にすぎません。
#
# - どの結果にも、エンジンと重みと辞書の版が残ります。同じ版なら、同じ入力から同じ結果が出ます。
# - どれくらい当たるのか、重みを変えるとどうなるのかは、ノート03へ。

# %%
print(result.engine)
