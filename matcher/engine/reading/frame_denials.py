"""What follows a frame at once and takes it back: 当番はいや|じゃない, 仕事に戻り|たくない, 車で行|けない."""

from __future__ import annotations

import re

# What is felt or judged: the frame's last word, as far as it is matched.
_FELT = re.compile(
    "(?:嫌|いや|きらい|苦手|無理|むり|だめ|つら|しんど|きつ|怖|こわ|痛|いた|悪|わる|遠|近|弱|重|苦し|厳し|困難"
    "|不自由|不安|抵抗|必要|ほし|欲し|うるさ|まぶし|難し|心配)[いくうきな]?$"
)
# A place without it (つらくないところ, 痛くないように) is wished for: that speaks of the trouble and takes nothing back.
_NOT_SO = re.compile(
    "(?:(?:い|き)?(?:く|う)?(?:は|も)?(?:な(?:い|か|く(?!な[るっり])|し)|ありま|あらへん|ねえ)"
    "|い?(?:と?は|では|じゃ|でも|や)(?:な[いかく]|ありま|あらへん|ねえ))(?!か[?。]|とこ|所|場|よう|部屋|道)"
)
# It is said that the whole is not so, or that it does no harm.
_NOT_THAT = re.compile(
    "[るいたんな]?(?:という|って)?(?:わけ|訳)(?:では|じゃ|でも)(?:な|あり)|[るい]?こと(?:は|も)(?:な[いかく]|ありま)"
    "|(?:て)?も困ら(?:な|ん|へん)"
)
_HARMLESS = re.compile(
    "(?:[をはも](?:聞かれ|きかれ|話|訊かれ|尋ねられ))?(?:く|る|す|う|れる)?(?:られる|れる)?(?:と|の?[はがも]|こと[はがも]|んは|ても|たら|て)?(?:とても|一番|いちばん|大)?"
    "(?:うれし|嬉し|楽し(?!くな)|好き(?!では|じゃ)|平気|かまわ|構わ|苦にな(?:ら|り))"
)
# 見つけないと, 戻らなければ and 役に立てないか tell of a duty or a hope.
_NO = "(?:な(?:い(?!と[、。い困]|か)|か(?!な|ら)|く(?!ちゃ|ては|てはな)|し(?=[。、]))|ません(?!か)|まへん|へん(?!か)|ねえ|ず(?=[。、に]))"
_WILL_NOT = re.compile(
    "(?:ら|り|い|き|し|ち|え|か?れ|せ|け|て|め|べ|でき)?(?:た)?(?:く|う|とう)?(?:は|も)?"
    + _NO
    + "|(?:(?<=[えけてめき])|[えけれせてめべ])ん(?=[。、」]|$)"
    + "|い?とは?(?:も)?思(?:わ|え)"
    + _NO
    + "|[うくるい]?(?:する)?(?:気|気力|意欲|つもり|元気|自信)?(?:に|には|にも|が|は|も)(?:な[いかくし]|なれ"
    + _NO
    + "|起き(?:ない|ん|ません|へん|ず)|せん|しない|出ない)"
)
_NEEDS_NONE = re.compile(
    "[はも]?(?:要|い)(?:りま(?:せん|へん)|らん|ら(?:ない|へん))|[はも]?必要(?:は|も)?(?:な[いかく]|ありま)"
)
# 声が聞こえない静かな場所 is about the place.
_OF_A_PLACE = re.compile("(?:くらい|ぐらい|ほど|ような?)?(?:静か|とこ|所|場|部屋)")
# Whoever stays in for what is loved is not shut in.
_FOR_PLEASURE = re.compile("[っりてで]*[^。、]{0,10}(?:好き(?!では|じゃ)|楽し(?!くな)|趣味)")
_WARDS_OFF = frozenset(("no_questions", "anonymous", "no_preaching", "no_alcohol", "no_duty", "with_someone"))
_HOW_ONE_COMES = frozenset(("reach_bicycle", "reach_bus", "reach_car", "reach_walk"))


def is_taken_back(folded: str, start: int, end: int, concept: str) -> bool:
    """Whether the words after [start, end) of the folded note deny what is found there of `concept`."""
    if _NOT_THAT.match(folded, end):
        return True
    if _FELT.search(folded, start, end) and _NOT_SO.match(folded, end):
        return True
    if concept in _WARDS_OFF:
        return bool(_HARMLESS.match(folded, end))
    if concept in ("body_hearing", "deaf"):
        return bool(_OF_A_PLACE.match(folded, end))
    if concept == "money_earn":
        return bool(_NEEDS_NONE.match(folded, end))
    if concept == "hikikomori":
        return bool(_FOR_PLEASURE.match(folded, end))
    is_done = concept in _HOW_ONE_COMES or concept in ("stage_work", "stage_role", "stage_attend")
    return is_done and bool(_WILL_NOT.match(folded, end))
