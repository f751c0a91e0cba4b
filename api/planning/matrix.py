"""充足マトリクス of a city: every theme in every district, for one age group, time and way of travelling."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.planning.city import City
from api.planning.documents import remarks_of
from api.planning.exports import source_lines
from api.planning.figures import rounded
from api.planning.gaps import Answer, gaps
from api.planning.maps import assumption_lines
from api.planning.question import PlannerQuestion
from api.planning.sheets import Cell, append_line, print_on_a4
from api.planning.table import UNKNOWN_AMOUNT, known_seats, known_sessions, mark
from geo.gaps.matrix import Matrix, Offered, matrix_of, offered
from geo.gaps.model import DistrictGap
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.spreadsheet_text import safe_cell

OUTSIDE, CITY, ALL_THEMES = "学区の外・不明", "市全体", "全種別"
NOT_PLACES = "訪問支援や移動支援のように人のもとへ行くものは場所ではないので、表に入れていません。"


@dataclass(frozen=True)
class MatrixAnswer:
    """The matrix, and the answer for each theme that it was made of, in the same order."""

    question: PlannerQuestion
    matrix: Matrix
    answers: Mapping[str, Answer]


def matrix_kinds() -> list[str]:
    """The kinds that are places: what goes to people, or is a person, has no place that could be near."""
    return [
        kind.code
        for kind in code_list("resource_kind")
        if kind.extra["standing"] == "participation_place" and kind.extra["facet"] != "person"
    ]


def matrix_answer(city: City, question: PlannerQuestion) -> MatrixAnswer:
    """One report for each kind of the question. Raises BadInput when the population file cannot answer."""
    answers = {
        kind: gaps(city, replace(question, supply=replace(question.supply, kinds=(kind,))))
        for kind in question.supply.kinds
    }
    matrix = matrix_of({kind: answer.report for kind, answer in answers.items()})
    return MatrixAnswer(question, matrix, answers)


def matrix_notes(city: City, answer: MatrixAnswer) -> list[str]:
    """Question, assumptions, what is not in the table, and sources."""
    question = answer.question
    asked = " / ".join((question.ages or "全年齢", question.when or "曜日を問わず", question.way))
    first = next(iter(answer.answers.values()))
    assumed = assumption_lines(city, first)[1:]
    missing = remarks_of(city, question, list(answer.answers.values()))
    return [f"{city.on.isoformat()} 時点。{asked}", *assumed, NOT_PLACES, *missing, *source_lines(city)]


def theme_label(kind: str) -> str:
    """The Japanese name of a theme."""
    return code_list("resource_kind").label(kind)


def matrix_as(city: City, answer: MatrixAnswer, suffix: str) -> bytes:
    """The content of a file with this ending: .csv has a line for each theme and district, .xlsx tables.

    Raises BadInput for another ending.
    """
    make = _FORMATS.get(suffix.lower())
    if make is None:
        raise BadInput(
            f"「{suffix or '拡張子なし'}」のファイルには書き出せません。",
            remedy=f"名前の終わりを {' '.join(_FORMATS)} のどれかにしてください。",
        )
    return make(city, answer)


_CSV_HEADER = (
    *(
        "種別",
        "学区ID",
        "学区",
        "判定",
        "場所",
        "週あたり回数",
        "週あたり席",
        "定員不明の場所",
        "回数不明の場所",
    ),
    *("対象の人", "届く人の割合", "割合(最小の見込み)", "割合(最大の見込み)"),
)


def _as_csv(city: City, answer: MatrixAnswer) -> bytes:
    matrix = answer.matrix
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_CSV_HEADER)
    for theme in matrix.themes:
        label = theme_label(theme.theme)
        writer.writerows(_gap_line(label, gap, gap.district_id, gap.name) for gap in theme.districts)
        writer.writerow(_offered_line(label, theme.outside, OUTSIDE))
        writer.writerow(_gap_line(label, theme.city, "", CITY))
    for district, name, total in zip(matrix.district_ids, matrix.district_names, matrix.totals, strict=True):
        writer.writerow(_offered_line(ALL_THEMES, total, safe_cell(name), safe_cell(district)))
    writer.writerow(_offered_line(ALL_THEMES, matrix.outside, OUTSIDE))
    writer.writerow(_offered_line(ALL_THEMES, matrix.city, CITY))
    writer.writerow([])
    writer.writerows([safe_cell(line)] for line in matrix_notes(city, answer))
    return text.getvalue().encode("utf-8-sig")


def _gap_line(theme: str, gap: DistrictGap, district: str, name: str) -> list[Cell]:
    shares = (gap.coverage, gap.coverage_low, gap.coverage_high)
    judged = mark(gap) if district else ""
    line = _offered_line(theme, offered(gap), safe_cell(name), safe_cell(district), judged)
    return [*line, rounded(gap.target_population, 1), *(rounded(share, 4) for share in shares)]


def _offered_line(theme: str, what: Offered, name: str, district: str = "", judged: str = "") -> list[Cell]:
    unknown = (what.places_without_capacity, what.places_without_sessions)
    return [theme, district, name, judged, what.places, _sessions(what), _seats(what), *unknown]


def _sessions(what: Offered) -> Cell:
    sessions = known_sessions(what)
    return UNKNOWN_AMOUNT if sessions is None else round(sessions, 3)


def _seats(what: Offered) -> Cell:
    seats = known_seats(what)
    return UNKNOWN_AMOUNT if seats is None else round(seats, 2)


def _as_workbook(city: City, answer: MatrixAnswer) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, of_supply in _SUPPLY_SHEETS.items():
        matrix = answer.matrix
        rows = [[of_supply(offered(gap)) for gap in theme.districts] for theme in matrix.themes]
        edges = [(of_supply(theme.outside), of_supply(offered(theme.city))) for theme in matrix.themes]
        last = [*map(of_supply, matrix.totals), of_supply(matrix.outside), of_supply(matrix.city)]
        _sheet(book, title, answer, [[*row, *edge] for row, edge in zip(rows, edges, strict=True)], last)
    for title, of_gap in _GAP_SHEETS.items():
        lines: list[list[Cell]] = [
            [*map(of_gap, theme.districts), None, of_gap(theme.city)] for theme in answer.matrix.themes
        ]
        sheet = _sheet(book, title, answer, lines, None)
        for line in sheet.iter_rows(min_row=2, min_col=2):
            for cell in line:
                cell.number_format = "0%"
    about = book.create_sheet("条件と出典")
    for note in matrix_notes(city, answer):
        append_line(about, [note])
    about.column_dimensions["A"].width = 100
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(
    book: Workbook,
    title: str,
    answer: MatrixAnswer,
    lines: Sequence[Sequence[Cell]],
    last: Sequence[Cell] | None,
) -> Worksheet:
    """Themes down, districts across, 学区の外 and 市全体 at the end; `last`: the line of all themes."""
    sheet: Worksheet = book.create_sheet(title)
    append_line(sheet, ["種別", *answer.matrix.district_names, OUTSIDE, CITY])
    for theme, line in zip(answer.matrix.themes, lines, strict=True):
        append_line(sheet, [theme_label(theme.theme), *line])
    if last is not None:
        append_line(sheet, [ALL_THEMES, *last])
    for number in range(1, sheet.max_column + 1):
        letter = get_column_letter(number)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}1"].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 18 if number == 1 else 11
    sheet.freeze_panes = "B2"
    print_on_a4(sheet)
    return sheet


_SUPPLY_SHEETS: Mapping[str, Callable[[Offered], Cell]] = MappingProxyType(
    {
        "場所": lambda what: what.places,
        "週の回数": _sessions,
        "週の席": _seats,
        "定員不明の場所": lambda what: what.places_without_capacity,
        "回数不明の場所": lambda what: what.places_without_sessions,
    }
)
_GAP_SHEETS: Mapping[str, Callable[[DistrictGap], Cell]] = MappingProxyType(
    {
        "判定": lambda gap: mark(gap) if gap.district_id else "",
        "届く人の割合": lambda gap: rounded(gap.coverage, 4),
        "割合(最小の見込み)": lambda gap: rounded(gap.coverage_low, 4),
        "割合(最大の見込み)": lambda gap: rounded(gap.coverage_high, 4),
    }
)
_FORMATS: Mapping[str, Callable[[City, MatrixAnswer], bytes]] = MappingProxyType(
    {".csv": _as_csv, ".xlsx": _as_workbook}
)
