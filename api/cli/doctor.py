"""`tsunagite doctor`: is the installation in order, and is the catalogue true?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from api import schema
from api.cli.options import DatabaseOption, JsonOption, parse_day, settings_for
from api.installing import open_existing, open_with_key
from api.settings import Settings
from resources.clock import SystemClock, today
from resources.code_lists import code_list
from resources.encryption import has_key
from resources.importing import read_resources
from resources.quality.board import read_board
from resources.quality.candidates import list_pairs
from resources.quality.causes import Today
from resources.quality.checks import check_catalogue
from resources.quality.contradictions import Contradiction, find_contradictions
from resources.quality.duplicates import find_duplicates
from resources.quality.staleness import find_stale
from resources.quality.stored_limits import load_limits
from resources.quality.worklist import doubtful_names
from resources.records import ResourceRecord
from resources.repository import installation, load_records
from resources.scope import Scope
from resources.sources import list_layers

SHOWN = 20
EVERY_PAIR = 1_000_000
STORED_ONLY = ("sessions_ended", "outside_city")
"""Contradictions that a record alone does not show."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="doctor")(doctor)


def doctor(
    collection: Annotated[Path | None, typer.Option(help="調べるコレクションのフォルダー")] = None,
    catalogue: Annotated[bool, typer.Option("--catalogue", help="データベースの地域資源を調べる")] = False,
    database: DatabaseOption = None,
    upgrade: Annotated[bool, typer.Option("--upgrade", help="データベースの形をこの版に合わせる")] = False,
    on: Annotated[str | None, typer.Option(help="この日を今日とみなす（YYYY-MM-DD）")] = None,
    as_json: JsonOption = False,
) -> None:
    """設定・データベースの状態と、地域資源の重複・古い情報・矛盾を調べる。"""
    asked = parse_day(on)
    settings = settings_for(database)
    report: dict[str, Any] = {}
    if collection is None:
        report["health"] = _health(settings, upgrade=upgrade)
    if collection is not None:
        records = list(read_resources(collection / "resources.csv").records)
        report |= _of_collection(records, asked or _newest_day(records))
    elif catalogue:
        report |= _of_catalogue(settings, asked or today(SystemClock()))
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else _in_words(report))


def _health(settings: Settings, *, upgrade: bool) -> dict[str, Any]:
    if upgrade:
        _upgrade(settings)
    opened = open_existing(settings)
    with opened.session() as session:
        found = installation(session)
        health = {
            "database": opened.engine.dialect.name,
            "schema": "current",
            "municipality": found.municipality_name if found else None,
            "demo": bool(found and found.is_demo),
            "encryption": has_key(opened.engine.dialect),
            "tls": settings.tls,
            "layers": [{"what": layer.what, **asdict(layer.source)} for layer in list_layers(session)],
        }
    opened.close()
    return health


def _upgrade(settings: Settings) -> None:
    opened = open_with_key(settings)
    schema.upgrade(opened)
    opened.close()


def _newest_day(records: Sequence[ResourceRecord]) -> date:
    """The newest 情報更新日 of a collection."""
    return max((r.confirmed_on for r in records if r.confirmed_on), default=today(SystemClock()))


def _of_collection(records: Sequence[ResourceRecord], on: date) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "duplicates": [asdict(pair) for pair in find_duplicates(records)],
        "stale": [asdict(entry) for entry in find_stale(records, on)],
        "contradictions": [asdict(found) for found in find_contradictions(records)],
    }


def _of_catalogue(settings: Settings, on: date) -> dict[str, Any]:
    """Look through the catalogue anew, store it for the quality board, and say the figures of the board."""
    opened, scope = open_existing(settings), Scope.operator()
    try:
        with opened.session() as session:
            check_catalogue(session, clock=SystemClock())
            day = Today(on, load_limits(session))
            records = [record for record in load_records(session, scope) if record.status != "retired"]
            pairs, _total = list_pairs(session, scope, size=EVERY_PAIR)
            board = read_board(session, scope, day)
            contradictions = find_contradictions(records)
            for cause in STORED_ONLY:
                what = code_list("quality_cause").label(cause)
                found = doubtful_names(session, scope, cause, day)
                contradictions += [Contradiction(key, name, what, cause) for key, name in found]
    finally:
        opened.close()
    return {
        "on": on.isoformat(),
        "duplicates": [asdict(pair) for pair in pairs],
        "stale": [asdict(entry) for entry in find_stale(records, on, day.limits)],
        "contradictions": [asdict(found) for found in contradictions],
        "figures": {"entries": board.entries, "doubtful": board.doubtful, "by_cause": dict(board.by_cause)},
    }


def _in_words(report: dict[str, Any]) -> str:
    lines: list[str] = []
    if health := report.get("health"):
        lines += [
            f"データベース: {health['database']} （形は最新）",
            f"自治体: {health['municipality']}{' (デモ)' if health['demo'] else ''}",
            f"個人の欄の暗号化: {'あり' if health['encryption'] else 'なし (デモのみ可)'}",
            f"HTTPS: {'使う' if health['tls'] else '使わない (閉域の中だけで使ってください)'}",
            *(_layer_line(layer) for layer in health["layers"]),
        ]
    if "duplicates" in report:
        lines += _section(
            "同じ場所かもしれない登録",
            [
                f"{p['a']} と {p['b']} ({p['probability']:.0%}) {'、'.join(p['evidence'])}"
                for p in report["duplicates"]
            ],
        )
        lines += _section(
            f"{report['on']} の時点で確認が古い登録",
            [
                f"{s['key']} {s['name']} （{'未確認' if s['days'] is None else str(s['days']) + '日前'}）"
                for s in report["stale"]
            ],
        )
        lines += _section(
            "矛盾のある登録", [f"{c['key']} {c['name']}: {c['what']}" for c in report["contradictions"]]
        )
    return "\n".join(lines)


def _layer_line(layer: dict[str, str]) -> str:
    name, edition = layer["name"] or "出典が書かれていません", layer["edition"]
    licence = layer["licence"] or "利用条件が書かれていません"
    return f"{layer['what']}: {name}{f'（{edition}）' if edition else ''}、{licence}"


def _section(title: str, rows: list[str]) -> list[str]:
    more = [f"  ほか {len(rows) - SHOWN} 件 （--json で全件）"] if len(rows) > SHOWN else []
    return [f"{title}: {len(rows)} 件", *(f"  {row}" for row in rows[:SHOWN]), *more]
