"""Answers as text for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.planning.city import City
from api.planning.documents import outside_remarks, remarks
from api.planning.gaps import Answer
from api.planning.question import question_in_words
from api.planning.table import FEW, NOT_KNOWN, UNCERTAIN, UNDERSERVED, Row, rows_of
from geo.siting.model import Site, Siting

if TYPE_CHECKING:  # the solver of siting loads slowly
    from api.planning.siting import SitesAnswer

_MARKS = {
    UNDERSERVED: "【不足】",
    UNCERTAIN: "【不確か】",
    FEW: "【対象が少ない】",
    NOT_KNOWN: "【分からない】",
}
_NO_MARK = "        "


def gap_in_words(city: City, answer: Answer) -> str:
    """Flagged districts first, by rank, each with its sentences; then the others in one line each."""
    lines = [f"{city.name}: {question_in_words(answer.question)}({city.on.isoformat()} 時点)", ""]
    for row in rows_of(answer)[0]:
        gap = row.gap
        lines.append(f"{_MARKS.get(row.mark, _NO_MARK)} {gap.district_id} {gap.name}{_figures(row)}")
        if gap.underserved or gap.uncertain:
            lines += [f"    {sentence}" for sentence in gap.why]
    for remark in remarks(city, answer):
        lines += ["", remark]
    if answer.people and answer.people.estimated:
        lines += ["", "年齢の一部は、人口の年齢区分を1歳ずつに等しく分けて推計しました。"]
    lines += ["", *(source.line() for source in city.sources)]
    return "\n".join(lines).rstrip()


def _figures(row: Row) -> str:
    gap = row.gap
    parts = [f"場所{gap.places}"]
    if gap.coverage is not None:
        parts.insert(0, f"届く人{gap.coverage:.0%}")
        parts.append(f"届かない人{gap.uncovered or 0:,.0f}")
    if gap.unmet_needs:
        parts.append(f"合う先のない人({row.unmet.label})")
    return f"  {'  '.join(parts)}"


def sites_in_words(city: City, answer: SitesAnswer) -> str:
    """The sites in the order of what each adds, how sure that is, and the alternatives."""
    siting, names = answer.siting, city.district_names
    lines = [f"{city.name}: {question_in_words(answer.gaps.question)}({city.on.isoformat()} 時点)", ""]
    if not siting.sites:
        lines.append("新しい場所を増やしても、届く人は増えません。")
    for number, site in enumerate(siting.sites, start=1):
        where = names.get(site.district_id, site.district_id or "学区の外")
        lines.append(
            f"{number}. {where} メッシュ{site.code}(北緯{site.lat:.5f} 東経{site.lon:.5f})"
            f"  新たに届く人{site.gain:,.0f}{_beside(site)}"
        )
    stated = dict.fromkeys((*siting.assumptions.lines(), *remarks(city, answer.gaps)))
    lines += ["", *stated, _sureness(siting)]
    if siting.alternatives:
        good = siting.alternatives[0].share >= 1 - siting.tolerance
        lines += ["", f"ほぼ同じ効果の案({1 - siting.tolerance:.0%}以上):" if good else "次によい案:"]
        lines += [
            f"  {'、'.join(other.instead_of)} の代わりに {'、'.join(other.sites)}  {other.share:.1%}"
            for other in siting.alternatives
        ]
    lines += ["", *outside_remarks(city, answer.gaps), *(source.line() for source in city.sources)]
    return "\n".join(lines).rstrip()


def _beside(site: Site) -> str:
    return f"(隣の{len(site.near)}区画でもほぼ同じ)" if site.near else ""


def _sureness(siting: Siting) -> str:
    if siting.proof.optimal:
        return "これより多くの人に届く組み合わせがないことを、計算で確かめました。"
    return f"時間内に確かめきれませんでした。最大で{siting.proof.gap:.1%}多くの人に届く組み合わせがあるかもしれません。"
