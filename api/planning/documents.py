"""Answers as the JSON documents of architecture.md ("gap --json", "site --json")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from api.planning.city import City
from api.planning.clustering import clustering_document, clustering_of
from api.planning.figures import rounded
from api.planning.gaps import HIDDEN_CELLS, Answer
from api.planning.question import PlannerQuestion, clock, question_in_words
from api.planning.table import known_seats, known_sessions
from api.planning.travelling import MODELS, pace_of
from geo.gaps.model import DistrictGap
from resources.code_lists import code_list

if TYPE_CHECKING:  # the solver of siting loads slowly
    from api.planning.siting import SitesAnswer

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IMPORT_POPULATION = "人口のファイルがないので、人についての欄は空です(tsunagite import population ファイル)。"

ALL_OUTSIDE = "人口の区画がどの学区にも入らないので、人数は市全体だけに数えています。"
OUTSIDE = "どの学区にも入らない区画に{:,.0f}人がいます。市や学区の人数には入れず、近くの席を分け合う人としてだけ数えます。"
OTHER_WEEKDAY = "バスの時刻表は{}({})のものです。{}のバスは違うことがあります。その曜日の日を指定して、時刻表を取り込み直すと確かめられます。"
UNPLACED = "位置が分からない場所が{:,}か所あり、届く人の計算に入っていません。"


def gap_document(city: City, answer: Answer) -> dict[str, object]:
    """The whole answer; amounts of people to one decimal, shares to four."""
    return {
        "parameters": parameters(city, answer),
        "districts": [district_row(gap) for gap in answer.report.districts],
        "city": {
            **district_row(answer.report.city),
            "name": city.name,
            "gini": rounded(answer.report.gini, 4),
            "population_outside_districts": rounded(answer.report.outside, 1),
        },
        "clustering": clustering_document(clustering_of(city, answer)),
        "sources": [source.line() for source in city.sources],
        "notes": remarks(city, answer),
    }


def remarks(city: City, answer: Answer | None) -> list[str]:
    """What is missing from the figures, as sentences; None where there is no answer."""
    return remarks_of(city, answer.question, [answer]) if answer else _nobody_known(city)


def remarks_of(city: City, question: PlannerQuestion, answers: Sequence[Answer]) -> list[str]:
    """The same for several answers about the same people: each sentence once, each place once."""
    hidden = max((answer.hidden_cells for answer in answers), default=0)
    unplaced = {
        key
        for answer in answers
        if answer.people is not None
        for key in answer.supply.keys[~np.isfinite(answer.supply.positions).all(axis=1)].tolist()
    }
    return [
        *_nobody_known(city),
        *([HIDDEN_CELLS.format(hidden)] if hidden else []),
        *([UNPLACED.format(len(unplaced))] if unplaced else []),
        *(outside_remarks(city, answers[0]) if answers else []),
        *([question.caution] if question.caution else []),
        *_other_weekday(city, question),
    ]


def _other_weekday(city: City, question: PlannerQuestion) -> list[str]:
    """That the timetable is that of another weekday than one that was asked for; its source names its day."""
    timetable = city.travel.timetable
    stated = re.match(r"\d{4}-\d{2}-\d{2}", timetable.source.note) if timetable else None
    if stated is None:
        return []
    day = date.fromisoformat(stated.group())
    weekdays = code_list("weekday")
    others = [code for code in question.supply.weekdays if DAYS.index(code) != day.weekday()]
    if not others:
        return []
    asked_for = "、".join(map(weekdays.label, others))
    return [OTHER_WEEKDAY.format(stated.group(), weekdays.label(DAYS[day.weekday()]), asked_for)]


def outside_remarks(city: City, answer: Answer) -> list[str]:
    """Whose people are in no figure; where no cell lies in any district, all of them are the city's."""
    people = answer.report.outside
    if not people or answer.people is None:
        return []
    in_none = not np.isin(answer.people.population.district_ids, list(city.district_names)).any()
    return [ALL_OUTSIDE if in_none else OUTSIDE.format(people)]


def _nobody_known(city: City) -> list[str]:
    return [] if city.population is not None else [IMPORT_POPULATION]


def parameters(city: City, answer: Answer) -> dict[str, object]:
    """What was asked and assumed."""
    question = answer.question
    return {
        **asked(question),
        "on": city.on.isoformat(),
        "age_estimated": answer.people.estimated if answer.people else False,
        "hidden_cells": answer.hidden_cells,
        "assumptions": [tried.label for tried in answer.way.assumptions] if answer.way else [],
        "goal": question.goal.share,
        "fewest_people": question.goal.fewest_people,
        "accessibility_unit": "seats a week per 1,000 people, E2SFCA with thirds of the minutes (1, 0.68, 0.22)",
    }


def asked(question: PlannerQuestion) -> dict[str, object]:
    """The question in labels, with the speed and the detour that every map states."""
    pace = pace_of(question)
    weekday = code_list("weekday")
    return {
        "kind": [code_list("resource_kind").label(kind) for kind in question.supply.kinds],
        "age": [question.supply.age_low, question.supply.age_high],
        "weekday": [weekday.label(day) for day in question.supply.weekdays],
        "from": clock(question.supply.start),
        "to": clock(question.supply.end),
        "minutes": question.minutes,
        "mode": code_list("travel_mode").label(question.mode),
        "travel": question.travel,
        "travel_by": pace.by or MODELS[question.travel],
        "speed_kmh": pace.speed_kmh,
        "wait_minutes": pace.wait_minutes,
        "detour": pace.detour,
    }


def district_row(gap: DistrictGap) -> dict[str, object]:
    """One district. null = cannot be said."""
    sessions, seats = known_sessions(gap), known_seats(gap)
    return {
        "district_id": gap.district_id,
        "name": gap.name,
        "population": rounded(gap.population, 1),
        "target_population": rounded(gap.target_population, 1),
        "places": gap.places,
        "places_aimed": gap.places_aimed,
        "places_paused": gap.places_paused,
        "places_without_capacity": gap.places_without_capacity,
        "places_without_sessions": gap.places_without_sessions,
        "places_stale": gap.places_stale,
        "sessions_per_week": rounded(sessions, 3),
        "capacity_per_week": rounded(seats, 2),
        "sessions_per_1000": rounded(None if sessions is None else gap.per_1000(sessions), 3),
        "capacity_per_1000": rounded(None if seats is None else gap.per_1000(seats), 2),
        "seats_unknown": gap.seats_unknown,
        "cells_hidden": gap.cells_hidden,
        "within_minutes_population": rounded(gap.within_minutes_population, 1),
        "coverage": rounded(gap.coverage, 4),
        "coverage_low": rounded(gap.coverage_low, 4),
        "coverage_high": rounded(gap.coverage_high, 4),
        "accessibility": rounded(gap.accessibility, 4),
        "unmet_needs": gap.unmet_needs,
        "rank": gap.rank,
        "few": gap.few,
        "underserved": gap.underserved,
        "uncertain": gap.uncertain,
        "why": list(gap.why),
    }


def site_document(city: City, answer: SitesAnswer) -> dict[str, object]:
    """The chosen sites, what would do nearly as well, and what changes per district."""
    siting = answer.siting
    names = dict(zip(answer.candidates.codes.tolist(), answer.candidates.names.tolist(), strict=True))
    return {
        "parameters": parameters(city, answer.gaps) | {"add": siting.asked, "tolerance": siting.tolerance},
        "sites": [
            {
                "mesh": site.code,
                "lat": site.lat,
                "lon": site.lon,
                "district_id": site.district_id,
                "district_name": city.district_names.get(site.district_id, ""),
                "newly_covered": round(site.gain, 1),
                "objective_after": round(site.objective_after, 1),
                "near": list(site.near),
                "name": "" if names[site.code] == site.code else names[site.code],
            }
            for site in siting.sites
        ],
        "alternatives": [
            {
                "instead_of": list(other.instead_of),
                "sites": list(other.sites),
                "newly_covered": round(other.gain, 1),
                "share": round(other.share, 4),
                "near": list(other.near),
            }
            for other in siting.alternatives
        ],
        "alternatives_left_out": siting.left_out,
        "optimal": siting.proof.optimal,
        "gap": siting.proof.gap,
        "objective_before": round(siting.objective_before, 1),
        "districts": [
            {
                "district_id": effect.district_id,
                "district_name": city.district_names.get(effect.district_id, ""),
                "target_population": round(effect.people, 1),
                "before": round(effect.before, 1),
                "after": round(effect.after, 1),
                "coverage_before": rounded(effect.share_before, 4),
                "coverage_after": rounded(effect.share_after, 4),
            }
            for effect in answer.effects
        ],
        "sources": [source.line() for source in city.sources],
        "notes": list(
            dict.fromkeys(
                (
                    question_in_words(answer.gaps.question),
                    *siting.assumptions.lines(),
                    *remarks(city, answer.gaps),
                )
            )
        ),
    }
