"""What a profile holds beyond wishes: the past, what is impossible, circumstances, what follows, corrections."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.reading import REMOVE, Correction, read_need, spans_for_page
from matcher.engine.reading.implied import closure
from matcher.engine.vocabulary import FACETS, vocabulary

NOTE = "若い頃は囲碁をしていた。カラオケは苦手。編み物を習いたい。"


def read(text: str, form: StructuredNeed | None = None, *corrections: Correction) -> NeedProfile:
    return read_need(Need("N", text, structured=form), corrections)


def test_a_former_pastime_is_history_and_still_an_interest() -> None:
    profile = read(NOTE)
    assert concepts_of(profile.history) == ("igo",)
    assert "igo" in concepts_of(profile.interests)
    assert profile.interests[0].polarity == "used_to"


def test_what_is_impossible_is_neither_a_wish_nor_a_dislike() -> None:
    profile = read("ジョギングはもうできない。")
    assert concepts_of(profile.cannot) == ("running",)
    assert not profile.interests
    assert not profile.dislikes


def test_a_former_trade_is_an_occupation_and_what_it_knows_is_implied() -> None:
    profile = read("大工をしていた。")
    (trade,) = profile.occupations
    assert (trade.facet, trade.polarity) == ("occupation", "used_to")
    assert profile.implied["woodwork"] >= 0.5
    assert profile.implied_from["woodwork"] == trade.concept


def test_a_former_pastime_implies_less_than_a_present_one() -> None:
    now, before = read("囲碁が好き。").implied, read("昔は囲碁をしていた。").implied
    assert before
    assert all(weight == pytest.approx(0.7 * now[code]) for code, weight in before.items())


def test_nothing_that_is_disliked_is_implied() -> None:
    assert "cooking" in read("和食が好き。").implied
    assert "cooking" not in read("和食が好き。料理教室は嫌い、料理は嫌い。").implied


def test_what_follows_is_weighed_by_the_best_path() -> None:
    for code in vocabulary().concepts:
        for following, weight in closure(code):
            assert 0.1 <= weight <= 1.0
            assert following != code


def test_circumstances_are_read_where_the_form_is_silent() -> None:
    profile = read("バスには乗れない。自転車で行ける所がいい。朝は弱い。お金をかけられない。")
    assert (profile.reach.mode, profile.reach.without) == ("bicycle", ("bus",))
    assert "morning" in profile.free.bad
    assert profile.money == "none"


def test_the_forms_reach_time_and_fee_win() -> None:
    form = StructuredNeed(
        travel_mode="walk", max_fee=500, available=(Availability("mon", 540, 600),), group="medium"
    )
    profile = read("自転車で行ける所がいい。朝は弱い。お金をかけられない。大勢はだめ。", form)
    assert (profile.reach.mode, profile.money, profile.company) == ("walk", None, "medium")
    assert profile.free.good == profile.free.bad == ()


def test_a_correction_takes_away_turns_or_adds() -> None:
    karaoke, knitting = NOTE.index("カラオケ"), NOTE.index("編み物")
    removed = read(NOTE, None, Correction(karaoke, karaoke + 4, "karaoke", REMOVE))
    assert "karaoke" not in concepts_of(removed.dislikes)
    turned = read(NOTE, None, Correction(karaoke, karaoke + 4, "karaoke", "want"))
    assert "karaoke" in concepts_of(turned.interests)
    assert "カラオケ" in turned.query
    added = read(NOTE, None, Correction(knitting, knitting + 3, "handwork", "want"))
    assert "handwork" in concepts_of(added.interests)
    assert not (*removed.unused_corrections, *turned.unused_corrections, *added.unused_corrections)


@pytest.mark.parametrize(
    "correction",
    [
        Correction(0, 999, "karaoke", "want"),
        Correction(5, 5, "karaoke", "want"),
        Correction(0, 2, "karaoke", REMOVE),
        Correction(0, 2, "no_such_concept", "want"),
        Correction(0, 2, "karaoke", "no_such_action"),
        Correction(0, 2, "karaoke", "want", words="別の"),
    ],
)
def test_a_correction_that_fits_nothing_changes_nothing_and_is_told(correction: Correction) -> None:
    profile = read(NOTE, None, correction)
    assert profile.unused_corrections == (correction,)
    assert profile.read == read(NOTE).read


def test_the_page_gets_ordered_stretches_without_overlaps() -> None:
    add = Correction(0, 8, "handwork", "want")
    for profile in (read(NOTE), read(NOTE, None, add)):
        spans = spans_for_page(profile, NOTE)
        assert spans
        assert all(left.end <= right.start for left, right in pairwise(spans))
        assert all(span.label_ja and 0 <= span.start < span.end <= len(NOTE) for span in spans)
    marked = {NOTE[span.start : span.end]: span.polarity for span in spans_for_page(read(NOTE), NOTE)}
    assert marked["カラオケ"] == "dislike"


PARTS = (
    "囲碁が好き。",
    "ｶﾗｵｹは苦手｡",
    "😀👨‍👩‍👧",
    "葛\U000e0100城に住む。",
    "母は認知症。",
    "「行かない」",
    "\n",
    "（働きたい）",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_every_item_quotes_the_note_and_has_a_facet(text: str) -> None:
    for item in read(text).read:
        evidence = item.evidence
        assert evidence.start is not None
        assert text[evidence.start : evidence.end] == evidence.surface != ""
        assert item.facet in FACETS


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([part for part in PARTS if part.endswith("。")]), min_size=1, max_size=6),
    st.sampled_from(["空は青い。", "母は元気。", "畑には行かない。", "昔は犬を飼っていた。"]),
)
def test_a_sentence_at_the_end_changes_nothing_before_it(parts: list[str], further: str) -> None:
    """A subject is carried forward only, and never over the end of a sentence."""
    text = "".join(parts)
    before = [item for item in read(text + further).read if (item.evidence.end or 0) <= len(text)]
    assert before == list(read(text).read)


def test_ten_thousand_characters_are_read() -> None:
    text = ("囲碁が好き。カラオケは苦手。" * 800)[:10_000]
    profile = read(text)
    assert (len(text), concepts_of(profile.interests)) == (10_000, ("igo",))
    assert len(profile.read) > 1_000
