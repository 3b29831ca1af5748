"""The page: one HTML file that shows a subgraph with all its evidence and works with no network.

The picture is drawn from positions computed here; the rest of the page is filled by the scripts in ``static/`` from
one inert block of JSON, as text only. The same subgraph gives the same bytes.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING, Any

from laborgraph.errors import UnknownName
from laborgraph.ontology.terms import ID, NS
from laborgraph.viz import style
from laborgraph.viz.first import first_view, weights
from laborgraph.viz.layout import positions
from laborgraph.viz.model import Fact, ViewGraph
from laborgraph.viz.payload import pack

if TYPE_CHECKING:
    from laborgraph.viz.network import EvidenceNetwork

_LABEL_LENGTH = 32


def render(view: ViewGraph, *, title: str = "", language: str = "en") -> str:
    """Return the page of a subgraph, its interface in English (``en``) or French (``fr``).

    Raises `UnknownName` for another language, `MissingExtra` without numpy.
    """
    return draw(view, title=title, language=language).generate_html()


def write(view: ViewGraph, path: str | PathLike[str], *, title: str = "", language: str = "en") -> None:
    """Write the page of a subgraph to a file, whole or not at all. Raises `StoreError` when that fails."""
    draw(view, title=title, language=language).write_html(path)


def draw(view: ViewGraph, *, title: str = "", language: str = "en") -> EvidenceNetwork:
    """Build the network of a subgraph: nodes in place, edges curved apart, looks from `laborgraph.viz.style`."""
    from laborgraph.viz.network import EvidenceNetwork

    named = {node.id: dict(node.names).get(language, node.name) for node in view.nodes}
    network = EvidenceNetwork(
        title=title or title_of(view, language), page=_page(view, language), strings=strings(language)
    )
    first = first_view(view)
    labels = {node.id: label(named[node.id]) for node in view.drawn}
    spots = positions({node: labels[node] for node in first}, _among(set(first), view.facts))
    network.first = first
    weight = weights(view)
    heaviest = max(30, *weight.values()) if weight else 30
    for node in view.drawn:
        look = style.TYPES[node.type]
        place = dict(zip("xy", spots[node.id], strict=True)) if node.id in spots else {}
        size = round(12 + 18 * math.sqrt(weight[node.id] / heaviest), 1)
        network.add_node(node.id, labels[node.id], look.shape, look.colour, size=size, **place)
    bends = roundness(view.facts)
    for fact in view.facts:
        look_of = style.MODALITIES[style.leading(fact)]
        network.add_edge(
            fact.subject,
            fact.object,
            id=fact.id,
            width=round(min(8.0, 1.5 + 1.5 * math.log2(max(1, fact.sources))), 1),
            dashes=list(look_of.dashes) or False,
            smooth=_curve(bends[fact.id]),
        )
    network.page |= _carried(view, network, bends)
    return network


def title_of(view: ViewGraph, language: str) -> str:
    """Name what a view is about."""
    words = strings(language)["ui"]
    centre = ", ".join(
        dict(node.names).get(language, node.name) for wanted in view.centre for node in view.nodes if node.id == wanted
    )
    return str(words["title_about"]).replace("{names}", centre) if centre else str(words["title"])


def label(name: str) -> str:
    """Shorten a name for the picture and drop what would turn or hide text there.

    >>> label("Screen Actors Guild – American Federation")
    'Screen Actors Guild – American …'
    """
    clean = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    clean = re.sub(" +", " ", clean).strip() or "–"
    return clean if len(clean) <= _LABEL_LENGTH else clean[: _LABEL_LENGTH - 1] + "…"


def roundness(facts: Iterable[Fact]) -> dict[str, float]:
    """Bend parallel facts apart: 0 is straight, positive clockwise as seen from the subject.

    >>> facts = [Fact(id="f1", subject="a", predicate="sues", object="b"),
    ...          Fact(id="f2", subject="b", predicate="sues", object="a")]
    >>> roundness(facts)
    {'f1': -0.2, 'f2': -0.2}
    """
    pairs: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        pairs[min(fact.subject, fact.object), max(fact.subject, fact.object)].append(fact)
    bends = {}
    for group in pairs.values():
        for place, fact in enumerate(group):
            # Which side is clockwise turns with the direction, so one frame is fixed for both directions.
            way = 1 if fact.subject < fact.object else -1
            bends[fact.id] = way * round((place - (len(group) - 1) / 2) * 0.4, 3) or 0.0
    return bends


def _curve(bend: float) -> Any:
    way = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": way, "roundness": abs(bend)} if bend else False


def _among(nodes: set[str], facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Pick the pairs of these nodes that facts join."""
    return [(fact.subject, fact.object) for fact in facts if fact.subject in nodes and fact.object in nodes]


def _page(view: ViewGraph, language: str) -> dict[str, Any]:
    """Tell what the page holds and how it looks."""
    return {
        "schema": 2,
        "meta": {
            "base": ID,
            "vocabulary": NS,
            "language": language,
            "centre": list(view.centre),
            "whole": view.whole,
            "nodes": len(view.nodes),
            "drawable": len(view.drawn),
            "facts": len(view.facts),
            "claims": len(view.claims),
            "articles": len(view.articles),
        },
        "looks": {
            "types": {name: {"colour": look.colour, "shape": look.shape, "icon": look.icon, "ink": look.ink}
                      for name, look in style.TYPES.items()},
            "modalities": {name.value: {"dashes": list(look.dashes), "glyph": look.glyph}
                           for name, look in style.MODALITIES.items()},
            "icon_in": {shape: list(place) for shape, place in style.ICON_IN.items()},
            "contested": style.CONTESTED_GLYPH,
        },
    }  # fmt: skip


def _carried(view: ViewGraph, network: EvidenceNetwork, bends: Mapping[str, float]) -> dict[str, Any]:
    """Pack the tables: claims as the page's table begins, newest first and undated last."""
    published = {article.id: article.published for article in view.articles}
    claims = sorted(view.claims, key=lambda claim: claim.id)
    claims.sort(key=lambda claim: published.get(claim.article, ""), reverse=True)
    drawn = [network.node_map.get(node.id, {}) for node in view.nodes]
    more = {
        "nodes": {key: [node.get(key) for node in drawn] for key in ("size", "x", "y")}
        | {"label": [node.get("label", "") for node in drawn]},
        "facts": {
            "style": [style.leading(fact).value for fact in view.facts],
            "width": [edge["width"] for edge in network.edges],
            "bend": [bends[fact.id] for fact in view.facts],
        },
    }
    tables = {"nodes": view.nodes, "facts": view.facts, "claims": claims, "articles": view.articles}
    return {"tables": pack(tables, more)}


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Read the words of the interface, by language."""
    text = (files("laborgraph.viz") / "static" / "strings.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def strings(language: str) -> dict[str, Any]:
    """Read the words of the interface in one language. Raises `UnknownName`."""
    if language not in languages():
        raise UnknownName("interface language", language, languages())
    return languages()[language]
