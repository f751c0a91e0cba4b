"""あと何があれば届くか: further places, weekdays or seats, tried out. Only arithmetic: nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.planning.city import City
from api.planning.documents import IMPORT_POPULATION, site_document
from api.planning.exports import notes
from api.planning.media_types import MEDIA_TYPES
from api.planning.more_seats import MOST_LEVEL, MOST_SEATS, MoreAnswer, more_seats
from api.planning.question import PlannerQuestion, question_in_words
from api.planning.site_files import sites_as, with_open_venues
from api.planning.site_maps import site_map
from api.planning.siting import MOST_ADDED, SitesAnswer, sites
from api.planning.table import mark
from api.planning.venues import NO_CANDIDATES, venue_candidates
from api.web.admission import Db, SignedIn
from api.web.counted_places import counted_places
from api.web.form_state import FormState
from api.web.number_field import whole_number
from api.web.pages.planning import attachment, city_for, city_to_pass_on
from api.web.parts import parts_of
from api.web.planner_form import address_query, choices, form_of, question_of, was_asked, words_of
from api.web.rendering import render
from geo.siting.model import Alternative, Candidates
from resources.errors import BadInput
from resources.repository import load_records
from resources.scope import Scope

router = APIRouter()

VENUES = "venues"
CANDIDATES = (("", "人口のメッシュすべて"), (VENUES, "登録した会場候補だけ"))
WHAT = (("", "新しい場所"), ("weekday", "いまある場所の曜日"), ("seats", "いまある場所の席"))
OWN_FIELDS = ("what", "add", "candidates", "seats", "level")
DEFAULT_SEATS = 5
SITE_FILES: Mapping[str, str] = MappingProxyType(
    {
        "xlsx": "Excel",
        "csv": "CSV",
        "html": "地図（HTML）",
        "geojson": "GeoJSON",
        "gpkg": "GeoPackage",
        "json": "JSON",
    }
)


@router.get("/planning/siting")
def show_sites(request: Request, viewer: SignedIn, session: Db) -> Response:
    """The question and the number as a form; what to add, how sure that is, what does as well, before and after."""
    form = form_of(request, *OWN_FIELDS)
    city = city_for(request, viewer, session, form)
    answer = _answer(form, city, session, viewer)
    new = answer if isinstance(answer, SitesAnswer) else None
    return render(
        request,
        "siting.html",
        status=422 if form.errors else 200,
        form=form,
        folded=was_asked(request),
        answer=answer,
        new=new,
        more=answer if isinstance(answer, MoreAnswer) else None,
        instead=_by_site(new),
        asked_for=question_in_words(answer.gaps.question) if answer else "",
        district_names=city.district_names,
        marks={gap.district_id: mark(gap) for gap in answer.gaps.report.districts} if answer else {},
        places=counted_places(answer.gaps) if answer else [],
        names=_names(new, city),
        spots=_spots(new),
        on=city.on,
        notes=notes(city, answer.gaps if answer else None),
        query=address_query(form),
        file_query=address_query(form, *OWN_FIELDS),
        files=list(SITE_FILES.items()),
        candidates=CANDIDATES,
        what=WHAT,
        counted=city.population is not None,
        most=MOST_ADDED,
        **choices(parts_of(request).travel.imported()),
    )


@router.get("/planning/siting/file")
def download_sites(request: Request, viewer: SignedIn, session: Db, form: str = "csv") -> Response:
    """The chosen sites as a file. Raises BadInput for a question or a form of file that there is not."""
    if form not in SITE_FILES:
        raise BadInput("この形のファイルには書き出せません。", remedy="画面のボタンから選んでください。")
    fields = form_of(request, *OWN_FIELDS)
    city = city_to_pass_on(request, viewer, session, fields)
    answer = _answer(fields, city, session, viewer)
    if answer is None:
        raise BadInput(next(iter(fields.errors.values()), IMPORT_POPULATION))
    if isinstance(answer, MoreAnswer):
        raise BadInput("曜日と席の計算は、ファイルに書き出せません。", remedy="画面を印刷してください。")
    content = _content(city, answer, form, _open_venues(fields, session))
    return attachment(content, MEDIA_TYPES[form], f"site.{form}")


def _content(city: City, answer: SitesAnswer, form: str, venues: Candidates | None) -> bytes:
    """The file; `venues`: those that everybody may see, None where the candidates are cells, which are nobody's."""
    if form == "html":
        named = (
            None if venues is None else dict(zip(venues.codes.tolist(), venues.names.tolist(), strict=True))
        )
        return site_map(city, answer, named=named).encode()
    document = site_document(city, answer)
    return sites_as(document if venues is None else with_open_venues(document, venues), f".{form}")


def _open_venues(form: FormState, session: Session) -> Candidates | None:
    """The venues as everybody may see them, which may be none; None where the candidates are cells."""
    if form.value("candidates") != VENUES:
        return None
    records = load_records(session, Scope.public(), standing="candidate_venue")
    return venue_candidates(records) or NO_CANDIDATES


def _answer(form: FormState, city: City, session: Session, viewer: Viewer) -> SitesAnswer | MoreAnswer | None:
    """The answer, or None; then the errors are in `form`."""
    add = whole_number(form, "add", "増やす数", low=1, high=MOST_ADDED) or 1
    seats = whole_number(form, "seats", "1回に増やす席", low=1, high=MOST_SEATS) or DEFAULT_SEATS
    level = whole_number(form, "level", "水準", low=1, high=int(MOST_LEVEL))
    question = question_of(form)
    if (
        question is None or city.population is None
    ):  # without people there is nothing to work out, and no error
        return None
    try:
        match form.value("what"):
            case "weekday" | "seats" as what:
                return more_seats(city, question, add, what, seats=seats, level=level)
            case _:
                return _new_places(form, city, question, add, session, viewer)
    except BadInput as error:
        form.add_error(error.field or "add", words_of(error))
        return None


def _new_places(
    form: FormState, city: City, question: PlannerQuestion, add: int, session: Session, viewer: Viewer
) -> SitesAnswer:
    if form.value("candidates") != VENUES:
        return sites(city, question, add)
    records = load_records(session, viewer.scope, standing="candidate_venue")
    venues = venue_candidates(records)
    if venues is None:
        raise BadInput(
            "公開中で位置の分かる会場候補が登録されていません。",
            field="candidates",
            remedy="会場候補を取り込むか、人口のメッシュを選んでください。",
        )
    return sites(city, question, add, candidates=venues)


def _by_site(answer: SitesAnswer | None) -> dict[tuple[str, ...], list[Alternative]]:
    """The alternatives by what they stand in for, best first."""
    found: dict[tuple[str, ...], list[Alternative]] = defaultdict(list)
    for other in answer.siting.alternatives if answer else ():
        found[other.instead_of].append(other)
    return dict(found)


def _names(answer: SitesAnswer | None, city: City) -> dict[str, str]:
    """How each site and alternative is called: a venue by its name, a cell by its 学区 and code."""
    if answer is None:
        return {}
    where = answer.candidates
    rows = zip(where.codes.tolist(), where.names.tolist(), where.district_ids.tolist(), strict=True)
    return {
        code: f"{city.district_names.get(district, '学区の外')}の{name if name != code else f'メッシュ {code}'}"
        for code, name, district in rows
    }


def _spots(answer: SitesAnswer | None) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the candidates by their codes."""
    if answer is None:
        return {}
    where = answer.candidates
    return {
        code: (lat, lon)
        for code, (lat, lon) in zip(where.codes.tolist(), where.positions.tolist(), strict=True)
    }
