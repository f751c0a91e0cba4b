"""`tsunagite evaluate`: how good the suggestions are on judged collections, beside plain yardsticks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.reading_collections import read_catalogue
from matcher.collection import read_people
from matcher.evaluating import evaluate
from matcher.evaluation import Figures, Means
from matcher.judgements import read_judgements


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="evaluate")(evaluate_command)


def evaluate_command(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="評価つきコレクションのフォルダー")],
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力")] = False,
) -> None:
    """評価つきのコレクションで、提案の良さを測る(平均だけを出し、一人ずつの結果は出さない)。"""
    names = [folder.resolve().name for folder in folders]
    labels = names if len(set(names)) == len(names) else [str(folder) for folder in folders]
    found = {label: _evaluate_folder(folder) for label, folder in zip(labels, folders, strict=True)}
    if as_json:
        values = {
            city: {name: asdict(figures) for name, figures in by_name.items()}
            for city, by_name in found.items()
        }
        typer.echo(json.dumps(values, ensure_ascii=False))
        return
    for city, by_name in found.items():
        typer.echo(figures_in_words(city, by_name))


def figures_in_words(city: str, by_name: Mapping[str, Figures]) -> str:
    """One table for one collection; columns are all / structured / text."""
    width = max(len(name) for name in by_name)
    lines = [f"{city}  (全体 / 様式あり / 文だけ)"]
    for name, figures in by_name.items():
        groups = (figures.all, figures.structured, figures.text)
        lines.append(
            f"  {name:<{width}}  nDCG@10 {_three(groups, 'ndcg10')}  recall@20 {_three(groups, 'recall20')}"
            f"  hit3@5 {_three(groups, 'hit3_at5')}"
        )
        lines.append(
            f"  {'':<{width}}  出せない先 {figures.forbidden_pairs}件 ({figures.forbidden_share:.1%})"
            f"  相談できる先の再現率 {_share(figures.extension_recall)}"
            f"  合う先のない人: 当たり {_count(figures.unmet_found)} 見逃し {_count(figures.unmet_missed)}"
            f" 誤り {_count(figures.unmet_false_alarms)}"
        )
    return "\n".join(lines)


def _three(groups: tuple[Means, Means, Means], field: str) -> str:
    return " / ".join(_share(getattr(group, field)) for group in groups)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _count(value: int | None) -> str:
    return "–" if value is None else str(value)


def _evaluate_folder(folder: Path) -> dict[str, Figures]:
    people = read_people(folder)
    snapshot, doubts = read_catalogue(folder)
    found = evaluate(people.needs, snapshot, read_judgements(folder))
    if doubts:
        typer.echo(doubts, err=True)
    return found
