"""A note on the page: shown as it was written, with what was understood, and corrected by one click."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import structlog
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from api.web.reading_view import read_note as view_of
from api.web.sent_corrections import MOST_CORRECTIONS
from matcher.engine.need import Need
from matcher.engine.reading import Correction, read_need
from tests.api.conftest import MovingClock
from tests.api.page_forms import ReadPage, press, send_form
from tests.api.sample_city import OPEN_PLACE, add_entries
from tests.api.test_suggestions_page import suggested
from tests.api.visitor import OWN_PAGE, Visitor

NOTE = "47歳。鉄道が好き。将棋は苦手。母は手芸が好き。"
ATTACK = '<script>alert(1)</script>鉄道が好き"><img src=x onerror=alert(1)></textarea></mark>'
WORDS = st.sampled_from(
    [
        "鉄道が好き",
        "将棋は苦手",
        "。",
        "\n",
        " ",
        "ひきこもり",
        "ｶﾗｵｹ",
        "<b>",
        "&amp;",
        "𠮷",
        "葛󠄀",
        "👩‍👧",
        "」",
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=12).map("".join))
def test_the_pieces_of_a_note_are_the_note_letter_for_letter(note: str) -> None:
    read = view_of(read_need(Need(id="x", text=note)), note, ())
    assert "".join(piece.text + piece.tail for piece in read.pieces) == note


@pytest.mark.parametrize(
    "note", [NOTE, ATTACK, "鉄道が好き。\n\n  将棋は　苦手&lt;", "葛󠄀城の鉄道👩‍👧ｶﾗｵｹが好き", "{{ 7*7 }} 鉄道"]
)
def test_the_note_stands_on_the_page_as_it_was_written(worker: Visitor, note: str) -> None:
    response = worker.send("/suggestions", {"note": note})
    assert response.status_code == 200
    page = ReadPage.of(response.text)
    assert page.note == note
    assert page.marks


def test_a_note_cannot_bring_markup_into_the_page(worker: Visitor) -> None:
    page = worker.send("/suggestions", {"note": ATTACK, "correction": f"0:5:railway:dislike:{ATTACK}"}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_what_was_understood_is_said_with_its_polarity_and_of_whom(worker: Visitor) -> None:
    page = ReadPage.of(worker.send("/suggestions", {"note": NOTE}).text)
    assert page.said_of("鉄道").endswith("希望")
    assert page.said_of("将棋").endswith("苦手")
    assert page.said_of("手芸").endswith("・母")
    assert all("読み取り" in said for _, said in page.marks)  # for who does not see the line under the words


def test_every_kind_has_a_line_of_its_own_under_the_words(worker: Visitor) -> None:
    page = worker.send("/suggestions", {"note": NOTE}).text
    sheet = worker.get("/static/app/reading.css").text
    for kind in ("cannot", "will_not", "dislike", "used_to"):
        assert re.search(rf"mark__text--{kind} {{ text-decoration-style: \w+", sheet), kind
    assert "mark__text--dislike" in page


def test_words_that_are_taken_away_change_the_suggestions_and_can_be_put_back(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    add_entries(
        app, moving_clock, replace(OPEN_PLACE, name="盆栽の会", name_kana="", summary="盆栽をいじります。")
    )
    first = worker.send("/suggestions", {"note": "盆栽が好き。鉄道が好き。"})
    removed = press(worker, first, "違う", holding=":railway:")
    assert reasons_of(removed.text, "ふらっとカフェ") != reasons_of(first.text, "ふらっとカフェ")
    assert "「鉄道」を外しました" in removed.text
    assert "鉄道" not in [words for words, _ in ReadPage.of(removed.text).marks]
    undone = press(worker, removed, "元に戻す", holding=":railway:")
    assert suggested(undone.text) == suggested(first.text)
    assert reasons_of(undone.text, "ふらっとカフェ") == reasons_of(first.text, "ふらっとカフェ")
    assert "直した読み取り" not in undone.text


def reasons_of(page: str, name: str) -> list[str]:
    card = next(part for part in page.split('<li class="suggestion"') if f">{name}<" in part)
    return re.findall(r"<li>([^<]*)</li>", card.split("気をつけること")[0])


@pytest.mark.parametrize("label", ["できない", "しない", "苦手", "以前", "事実"])
def test_one_click_gives_the_words_another_polarity(worker: Visitor, label: str) -> None:
    first = worker.send("/suggestions", {"note": "鉄道が好き。"})
    response = press(worker, first, label, holding=":railway:")
    assert ReadPage.of(response.text).said_of("鉄道").endswith(label)
    assert f"「鉄道」を「{label}」に直しました" in response.text
    again = press(worker, response, "希望", holding=":railway:")
    assert ReadPage.of(again.text).said_of("鉄道").endswith("希望")
    assert again.text.count('name="undo"') == 1  # the last word counts


def test_the_corrections_stay_when_the_form_is_sent_again_and_when_a_place_is_asked_for(
    worker: Visitor,
) -> None:
    first = press(worker, worker.send("/suggestions", {"note": NOTE}), "違う", holding=":railway:")
    for form, typed in (
        ("need-form", {"age": "50"}),
        ("why-form", {"asked": "サロン"}),
        ("need-form", {"age": "x"}),
    ):
        first = send_form(worker, first, form, typed)
    assert first.status_code == 422
    assert "「鉄道」を外しました" in send_form(worker, first, "need-form", {"age": "51"}).text


def test_a_correction_moves_with_its_words_and_is_dropped_with_them(worker: Visitor) -> None:
    corrected = press(worker, worker.send("/suggestions", {"note": NOTE}), "違う", holding=":railway:")
    moved = send_form(worker, corrected, "need-form", {"note": "あたらしい行。\n" + NOTE})
    assert "「鉄道」を外しました" in moved.text
    assert "文が変わったため外しました" not in moved.text
    gone = send_form(worker, moved, "need-form", {"note": "将棋は苦手。"})
    assert "文が変わったため外しました: 「鉄道」の「鉄道」" in gone.text
    assert 'name="correction"' not in gone.text


def test_a_word_that_was_not_understood_is_added_with_its_meaning(worker: Visitor) -> None:
    first = worker.send("/suggestions", {"note": "ぽっぽやに憧れる。"})
    assert "ぽっぽや" not in [words for words, _ in ReadPage.of(first.text).marks]
    typed = {"add_words": "ぽっぽや", "add_concept": "鉄道", "add": "1"}
    response = send_form(worker, first, "add-form", typed)
    assert ReadPage.of(response.text).said_of("ぽっぽや").endswith("鉄道・希望")
    assert "「ぽっぽや」に「鉄道・希望」を足しました" in response.text
    removed = press(worker, response, "違う", holding=":railway:")
    assert "直した読み取り" not in removed.text  # as if it had never been added
    assert "文が変わった" not in removed.text


def test_the_meaning_may_be_any_word_for_it(worker: Visitor) -> None:
    first = worker.send("/suggestions", {"note": "ぽっぽやに憧れる。"})
    typed = {"add_words": "ぽっぽや", "add_concept": "列車", "add_polarity": "dislike", "add": "1"}
    response = send_form(worker, first, "add-form", typed)
    assert ReadPage.of(response.text).said_of("ぽっぽや").endswith("鉄道・苦手")


@pytest.mark.parametrize(
    ("words", "concept", "field"),
    [("", "鉄道", "add_words"), ("空飛ぶ", "鉄道", "add_words"), ("ぽっぽや", "くじらの歌", "add_concept")],
)
def test_what_cannot_be_added_is_named_at_its_field_and_stays(
    worker: Visitor, words: str, concept: str, field: str
) -> None:
    first = worker.send("/suggestions", {"note": "ぽっぽやに憧れる。"})
    typed = {"add_words": words, "add_concept": concept, "add": "1"}
    response = send_form(worker, first, "add-form", typed)
    assert response.status_code == 422
    assert f'<a href="#field-{field}">' in response.text
    assert f'value="{concept}"' in response.text
    assert suggested(response.text) == suggested(first.text)


def test_corrections_are_in_no_address_no_log_and_no_cookie(worker: Visitor) -> None:
    mark = "ぽんぽこ山の狸田"
    first = worker.send("/suggestions", {"note": f"{mark}は鉄道が好き。"})
    with structlog.testing.capture_logs() as lines:
        added = send_form(worker, first, "add-form", {"add_words": mark, "add_concept": "将棋", "add": "1"})
        removed = press(worker, added, "違う", holding=":railway:")
    assert f":{mark}" in removed.text  # it travels in the form
    for response in (added, removed):
        assert str(response.request.url).endswith("/suggestions")
        assert "location" not in response.headers
    assert [set(line) for line in lines] == [{"event", "log_level", "method", "route", "status", "ms"}] * 2
    assert [line["route"] for line in lines] == ["/suggestions", "/suggestions"]
    assert mark not in str(lines) + str(list(worker.client.cookies.jar))
    assert not re.search(r'(?:href|action)="[^"]*\?[^"]*"', removed.text)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "1:2:railway:remove",
        "0:99999:railway:fly:鉄道",
        "-1:2:railway:remove:鉄道",
        "3:5:nothing:want:鉄道",
    ],
)
def test_a_correction_that_no_page_of_ours_sends_changes_nothing(worker: Visitor, sent: str) -> None:
    first = worker.send("/suggestions", {"note": "鉄道が好き。"})
    for field in ("correction", "correct", "undo"):
        response = worker.send("/suggestions", {"note": "鉄道が好き。", field: sent})
        assert response.status_code == 200
        assert suggested(response.text) == suggested(first.text)


def test_no_more_corrections_are_taken_than_a_page_sends(worker: Visitor) -> None:
    many = [f"0:2:c{number}:want:鉄道" for number in range(MOST_CORRECTIONS * 3)]
    response = worker.send("/suggestions", {"note": "鉄道が好き。", "correction": many})
    assert response.status_code == 200
    assert response.text.count("「鉄道」の「c") <= MOST_CORRECTIONS + 1


def test_what_the_form_and_the_note_came_to_is_told_with_its_words(worker: Visitor) -> None:
    form = {
        "note": "お金はかけられない。鉄道が好き。",
        "stage": "attend",
        "travel_mode": "walk",
        "max_minutes": "20",
    }
    page = worker.send("/suggestions", form).text
    lines = re.search(r'<dl class="concluded">(.*?)</dl>', page, re.DOTALL)
    assert lines is not None
    said = re.sub(r"<dt>|<[^>]+>", " ", lines.group(1))
    assert re.search(r"段階\s+通う\s+（入力）", said)
    assert re.search(r"移動\s+徒歩 20分まで\s+（入力）", said)
    assert re.search(r"お金\s+費用はかけられない\s+（「お金はかけられない」）", said)


def test_a_correction_is_one_of_each_meaning_in_each_place() -> None:
    note = "鉄道が好き。"
    twice = (Correction(0, 2, "railway", "dislike", "鉄道"), Correction(0, 2, "railway", "remove", "鉄道"))
    view = view_of(read_need(Need(id="x", text=note), twice[:1]), note, twice[:1])
    assert [done.sentence for done in view.done] == ["「鉄道」を「苦手」に直しました"]


def test_what_the_note_denies_is_shown_as_denied(worker: Visitor) -> None:
    page = ReadPage.of(worker.send("/suggestions", {"note": "ひきこもりではない。鉄道が好き。"}).text)
    assert page.said_of("ひきこもり").endswith("ではない")


def test_a_need_without_a_note_has_nothing_to_correct(worker: Visitor) -> None:
    page = worker.send("/suggestions", {"note": " \n ", "interests": "将棋", "stage": "attend"}).text
    assert 'id="note-text"' not in page
    assert "通う" in page[page.index('class="concluded"') :]


def test_a_correction_needs_the_session_and_its_form_token(worker: Visitor) -> None:
    first = worker.send("/suggestions", {"note": NOTE})
    form, name, value = ReadPage.of(first.text).button("違う", holding=":railway:")
    assert form == "correct-form"
    sent = {"note": NOTE, name: value}
    assert worker.client.post("/suggestions", data=sent, headers=OWN_PAGE).status_code == 403
    worker.client.cookies.clear()
    response = worker.client.post("/suggestions", data=sent, headers=OWN_PAGE)
    assert response.headers["location"].startswith("/sign-in")
