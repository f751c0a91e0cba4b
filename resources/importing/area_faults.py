"""What is doubtful about areas as a whole: they overlap, leave holes, or lie in two larger ones."""

from __future__ import annotations

from geo.areas.faults import holes, overlaps
from geo.areas.hierarchy import Parent, parents_by_overlap, with_parents
from geo.areas.model import Areas
from resources.area_kinds import kind_label, kind_level
from resources.importing.findings import Finding

_SHOWN = 5
_WHOLE = "(全体)"


def fault_findings(areas: Areas) -> list[Finding]:
    """Overlaps and holes of the city's own areas, kind by kind: a point in one may be counted in either or none."""
    found = []
    for kind in sorted(set(areas.kinds)):
        own = areas.of_kind(kind)
        own = own.take(own.own)
        names = dict(zip(own.ids, own.names, strict=True))
        common, gaps = overlaps(own), holes(own)
        if common:
            shown = "、".join(
                f"「{names[one.first]}」と「{names[one.second]}」({one.m2:,.0f} m²)"
                for one in common[:_SHOWN]
            )
            what = f"{kind_label(kind)}: 重なる所が {len(common)} 組あります。{shown}"
            found.append(
                _doubt(what, "重なる所の点は、IDの小さい方の区域に入れます。境界を確かめてください。")
            )
        if gaps:
            shown = "、".join(
                f"北緯{one.lat:.4f} 東経{one.lon:.4f}({one.m2:,.0f} m²)" for one in gaps[:_SHOWN]
            )
            what = f"{kind_label(kind)}: どの区域にも入らない所が {len(gaps)} か所あります。{shown}"
            found.append(_doubt(what, "その所の点は、どの区域にも入りません。境界を確かめてください。"))
    return found


def nested(areas: Areas) -> tuple[Areas, list[Finding]]:
    """Areas of each kind under those of the next larger kind that is there, by largest common area."""
    kinds = sorted(set(areas.kinds), key=lambda kind: (kind_level(kind), kind))
    found: list[Parent] = []
    doubts: list[Finding] = []
    names = dict(zip(areas.ids, areas.names, strict=True)) | {"": ""}
    for kind in kinds:
        larger = [other for other in kinds if kind_level(other) > kind_level(kind)]
        if not larger:
            continue
        parents = parents_by_overlap(areas.of_kind(kind), areas.of_kind(larger[0]))
        found += parents
        doubts += [_ambiguous(one, names) for one in parents if one.ambiguous]
    return with_parents(areas, found), doubts


def _ambiguous(one: Parent, names: dict[str, str]) -> Finding:
    if not one.parent:
        return _doubt(
            f"「{names[one.child]}」は、上のどの区域とも重なりません。", "ファイルの範囲を確かめてください。"
        )
    second = f"、「{names[one.second]}」に {one.second_share:.0%}" if one.second else ""
    return _doubt(
        f"「{names[one.child]}」は「{names[one.parent]}」に {one.share:.0%}{second} 入っています。",
        "面積の大きい方に入れました。違うときは --hierarchy に階層の表を指定してください。",
    )


def _doubt(what: str, remedy: str) -> Finding:
    return Finding(_WHOLE, None, None, "doubtful", what, remedy)
