"""What the page of the 充足マトリクス shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.planning.city import City
from api.planning.matrix import MatrixAnswer, matrix_answer, matrix_kinds, matrix_notes, theme_label
from api.planning.table import MARKS, NOT_KNOWN, mark
from api.web.form_state import FormState
from api.web.planner_form import choices, question_of
from geo.gaps.matrix import Offered, ThemeGaps, offered
from geo.gaps.model import DistrictGap
from resources.errors import BadInput


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One theme in one district. `mark` "" and `covered` "": nothing is said about people."""

    what: Offered
    mark: str
    style: str
    covered: str


@dataclass(frozen=True)
class MatrixLine:
    """One district, or what stands under them: a cell for each theme, and all themes together."""

    name: str
    district_id: str
    cells: tuple[MatrixCell, ...]
    total: Offered


def answer_for(city: City, form: FormState) -> MatrixAnswer | None:
    """The matrix that the form asks for, or None; then the errors are in `form`."""
    question = question_of(form, otherwise=matrix_kinds())
    if question is None:
        return None
    try:
        return matrix_answer(city, question)
    except BadInput as error:  # ages that the population file cannot tell
        form.add_error(error.field or "age", error.message)
        return None


def matrix_context(city: City, form: FormState, imported: Sequence[str] = ()) -> Mapping[str, object]:
    """Everything that the template needs, besides what every page has."""
    answer = answer_for(city, form)
    offered_kinds = matrix_kinds()
    fields = choices(imported)
    return {
        "form": form,
        "on": city.on,
        "answer": answer,
        "heads": [theme_label(theme.theme) for theme in answer.matrix.themes] if answer else [],
        "lines": _lines(answer) if answer else [],
        "city_line": _city_line(answer) if answer else None,
        "notes": matrix_notes(city, answer) if answer else [],
        **fields,
        "kinds": [pair for pair in fields["kinds"] if pair[0] in offered_kinds],
    }


def _lines(answer: MatrixAnswer) -> list[MatrixLine]:
    matrix = answer.matrix
    lines = [
        MatrixLine(
            name,
            district,
            tuple(_cell(theme.districts[number]) for theme in matrix.themes),
            matrix.totals[number],
        )
        for number, (district, name) in enumerate(
            zip(matrix.district_ids, matrix.district_names, strict=True)
        )
    ]
    if matrix.outside.places:
        cells = tuple(MatrixCell(theme.outside, "", "", "") for theme in matrix.themes)
        lines.append(MatrixLine("学区の外・不明", "", cells, matrix.outside))
    return lines


def _city_line(answer: MatrixAnswer) -> MatrixLine:
    return MatrixLine("市全体", "", tuple(map(_city_cell, answer.matrix.themes)), answer.matrix.city)


def _cell(gap: DistrictGap) -> MatrixCell:
    judged = mark(gap)
    no_people = judged == NOT_KNOWN and not (gap.cells_hidden or gap.no_cells)  # no population file at all
    return MatrixCell(offered(gap), "" if no_people else judged, MARKS[judged], _share(gap))


def _city_cell(theme: ThemeGaps) -> MatrixCell:
    return MatrixCell(offered(theme.city), "", "", _share(theme.city))


def _share(gap: DistrictGap) -> str:
    return "" if gap.coverage is None else f"{gap.coverage:.0%}"
