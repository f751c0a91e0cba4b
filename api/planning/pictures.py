"""The gaps as a picture to print or to paste into a document."""

from __future__ import annotations

from api.planning.city import City
from api.planning.exports import notes
from api.planning.gaps import Answer
from api.planning.maps import assumption_lines, counted_points, marked_areas
from api.planning.passing_on import not_drawn
from api.planning.question import question_in_words
from api.planning.table import rows_of
from geo.errors import GeoError
from geo.maps.pictures import PictureForm, planning_picture
from resources.errors import BadInput

_FORMS: dict[str, PictureForm] = {".png": "png", ".pdf": "pdf"}


def gap_picture(city: City, answer: Answer, suffix: str) -> bytes:
    """A4 landscape as .png or .pdf. Raises BadInput for another ending, and where nothing can be drawn."""
    form = _FORMS.get(suffix.lower())
    if form is None:
        raise BadInput(
            f"「{suffix or '拡張子なし'}」の図は作れません。",
            remedy="名前の終わりを .png か .pdf にしてください。",
        )
    rows, _ = rows_of(answer)
    try:
        return planning_picture(
            marked_areas(city, rows),
            counted_points(city, answer),
            title=f"{city.name} 地域の過不足: {question_in_words(answer.question)}",
            assumptions=[*assumption_lines(city, answer), *not_drawn(city, answer.supply)],
            sources=notes(city, answer),
            form=form,
            base=city.base,
        )
    except GeoError as error:
        raise BadInput(str(error), remedy="学区の区域を取り込むと、図にできます。") from error
