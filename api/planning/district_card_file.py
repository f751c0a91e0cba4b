"""学区カルテ as a workbook: the card, the places, and what the figures rest on."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from api.planning.district_card import CardKind, CardPlace, DistrictCard
from api.planning.figures import rounded
from api.planning.question import question_in_words
from api.planning.sheets import Cell, append_line, print_on_a4
from api.planning.table import UNKNOWN_AMOUNT, known_seats, known_sessions

_KINDS = (
    *(
        "種別",
        "判定",
        "場所",
        "週あたり回数",
        "週あたり席",
        "千人あたり回数",
        "千人あたり席",
        "定員不明の場所",
        "回数不明の場所",
    ),
    *("対象の人", "届く人の割合", "割合(最小の見込み)", "割合(最大の見込み)", "説明"),
)
_PLACES = ("種別", "名称", "週あたり回数", "1回の席", "最後に確かめた日", "確かめる")
_WIDTHS = (18, 12, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 60)


def card_workbook(card: DistrictCard) -> bytes:
    """The whole card as .xlsx; every cell that came from elsewhere is safe in a spreadsheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill_card(book.create_sheet("学区カルテ"), card)
    places = book.create_sheet("場所")
    _append(places, _PLACES, bold=True)
    for place in card.places:
        _append(places, _place_line(place))
    about = book.create_sheet("条件と出典")
    for note in card.notes:
        _append(about, [note])
    places.column_dimensions["B"].width, about.column_dimensions["A"].width = 40, 100
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill_card(sheet: Worksheet, card: DistrictCard) -> None:
    _append(sheet, ["学区カルテ", card.name, card.district_id, f"{card.on.isoformat()} 時点"], bold=True)
    _append(sheet, [])
    if card.people:
        labels = [label for label, _ in card.people.bands]
        _append(sheet, ["総人口", *labels, "高齢単身世帯"], bold=True)
        counts = [count for _, count in card.people.bands]
        _append(sheet, [card.people.total, *counts, card.people.singles])
    if card.hikikomori:
        estimate = card.hikikomori
        figures = (estimate.people, estimate.low, estimate.high)
        _append(sheet, ["ひきこもり推計", "区間の下", "区間の上"], bold=True)
        _append(sheet, [rounded(figure, 1) for figure in figures] if not estimate.why else [estimate.why])
    _append(sheet, [])
    _append(sheet, [question_in_words(card.question), card.asked.mark], bold=True)
    for sentence in card.asked.gap.why:
        _append(sheet, [sentence])
    _append(sheet, ["合う先のない人", card.asked.unmet.label])
    for name, share in card.neighbours:
        _append(sheet, ["行けるほかの学区", name, rounded(share, 4)])
    _append(sheet, [])
    _append(sheet, _KINDS, bold=True)
    for kind in card.kinds:
        _append(sheet, _kind_line(kind))
        for cell in sheet[sheet.max_row][10:13]:
            cell.number_format = "0%"
    for letter, width in zip("ABCDEFGHIJKLMN", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    print_on_a4(sheet)


def _kind_line(kind: CardKind) -> list[Cell]:
    gap = kind.gap
    amounts = (known_sessions(gap), known_seats(gap))
    shares = (gap.coverage, gap.coverage_low, gap.coverage_high)
    return [
        *(kind.label, kind.mark, gap.places),
        *(UNKNOWN_AMOUNT if amount is None else round(amount, 2) for amount in amounts),
        *(None if amount is None else rounded(gap.per_1000(amount), 3) for amount in amounts),
        *(gap.places_without_capacity, gap.places_without_sessions, rounded(gap.target_population, 1)),
        *(rounded(share, 4) for share in shares),
        "".join(kind.why),
    ]


def _place_line(place: CardPlace) -> list[Cell]:
    confirmed = place.confirmed_on.isoformat() if place.confirmed_on else "記録なし"
    return [
        *(place.kind, place.name, rounded(place.sessions, 2), place.seats),
        *(confirmed, "要確認" if place.stale else ""),
    ]


def _append(sheet: Worksheet, line: Sequence[Cell], *, bold: bool = False) -> None:
    append_line(sheet, line)
    if bold and line:
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=len(line) > 4, vertical="top")
