"""Taxonomies and their terms: our code lists, and the free words of what is published."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.hsds.answering import listed, one, require_publishing
from api.hsds.memory import list_of, term_of, terms_in_use
from api.hsds.question import Asked, Question
from api.web.admission import Db
from api.web.parts import parts_of
from resources.folding import fold_text
from resources.hsds.taxonomies import taxonomies, taxonomy_object, term_object

router = APIRouter(prefix="/hsds", dependencies=[Depends(require_publishing)])


@router.get("/taxonomies")
def list_taxonomies(request: Request, question: Asked) -> Response:
    """Our lists."""
    return _taxonomies(request, question)


@router.post("/taxonomies")
def query_taxonomies(request: Request, question: Asked) -> Response:
    """The same, asked in the body."""
    return _taxonomies(request, question)


@router.get("/taxonomies/{hsds_id}")
def show_taxonomies(request: Request, hsds_id: str) -> Response:
    """One list."""
    name = list_of(hsds_id.lower())
    return one(request, taxonomy_object(taxonomies()[name]) if name else None)


@router.get("/taxonomy_terms")
def list_taxonomy_terms(request: Request, session: Db, question: Asked) -> Response:
    """The values of the lists. They are flat: each is at the top, none has a parent."""
    return _terms(request, session, question)


@router.post("/taxonomy_terms")
def query_taxonomy_terms(request: Request, session: Db, question: Asked) -> Response:
    """The same, asked in the body."""
    return _terms(request, session, question)


@router.get("/taxonomy_terms/{hsds_id}")
def show_taxonomy_terms(request: Request, session: Db, hsds_id: str) -> Response:
    """One value."""
    term = term_of(session, parts_of(request).feed, hsds_id.lower())
    return one(request, term_object(term) if term else None)


def _taxonomies(request: Request, question: Question) -> Response:
    words = fold_text(question.search).split()
    found = [taxonomy for taxonomy in taxonomies().values() if _holds(taxonomy.label_ja, words)]
    return listed(request, question, [taxonomy_object(taxonomy) for taxonomy in found])


def _terms(request: Request, session: Session, question: Question) -> Response:
    words = fold_text(question.search).split()
    found = [term_object(term) for term in terms_in_use(session, parts_of(request).feed)]
    fitting = [
        term
        for term in found
        if _holds(term["name"], words)
        and question.taxonomy_id in ("", term["taxonomy_id"])
        and not question.parent_id
    ]
    return listed(request, question, fitting)


def _holds(text: str, words: list[str]) -> bool:
    return all(word in fold_text(text) for word in words)
