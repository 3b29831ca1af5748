"""GEXF of a selection for Gephi: facts are edges that last from their first to their last article, for its timeline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import ID
from laborgraph.viz import style
from laborgraph.viz.model import ViewGraph
from laborgraph.viz.select import subgraph
from laborgraph.viz.svg import xml_text

#: networkx tells the day and its own version there; the same dataset must give the same bytes.
_META = re.compile(r"\s*<meta\b.*?</meta>", re.DOTALL)


def gexf(dataset: Dataset, out: BinaryIO, *, limit: int | None = None, **choice: Any) -> None:
    """Write the selection (see `laborgraph.viz.select.subgraph`; all entities where no limit is told) as GEXF 1.2."""
    write(subgraph(dataset, limit=limit or 10**9, **choice), out)


def write(view: ViewGraph, out: BinaryIO) -> None:
    """Write a subgraph as a directed multigraph: nodes in their colours, an edge for each fact with its figures."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    claims: defaultdict[str, list[str]] = defaultdict(list)
    denied: Counter[str] = Counter()
    for claim in view.claims:
        claims[claim.fact].append(claim.quote)
        denied[claim.fact] += claim.polarity == "negative"
    spans: defaultdict[str, list[str]] = defaultdict(list)
    for fact in view.facts:
        for end in (fact.subject, fact.object):
            spans[end] += filter(None, (fact.first_seen, fact.last_seen))
    for node in view.drawn:
        red, green, blue = (int(style.TYPES[node.type].colour[i : i + 2], 16) for i in (1, 3, 5))
        texts = {f"name_{language}": xml_text(name) for language, name in node.names}
        texts |= {"aliases": xml_text(" | ".join(node.aliases))} if node.aliases else {}
        graph.add_node(
            node.id, label=xml_text(node.name), iri=ID + node.id, type=node.type, generic=node.generic, **texts,
            viz={"color": {"r": red, "g": green, "b": blue, "a": 1.0}}, **_lasting(spans[node.id]),
        )  # fmt: skip
    for fact in view.facts:
        graph.add_edge(
            fact.subject, fact.object, key=fact.id, id=fact.id, label=fact.predicate, iri=ID + fact.id,
            weight=fact.sources, sources=fact.sources, claims=len(claims[fact.id]),
            modalities="|".join(fact.modalities), asserted=fact.asserted, contested=fact.contested,
            denied=denied[fact.id], contradicts=fact.contradicts,
            quote=xml_text(min(claims[fact.id], key=len, default="")),
            **_lasting([day for day in (fact.first_seen, fact.last_seen) if day]),
        )  # fmt: skip
    text = "\n".join(nx.generate_gexf(graph, encoding="utf-8", version="1.2draft"))
    out.write((_META.sub("", text, count=1) + "\n").encode("utf-8"))


def _lasting(days: list[str]) -> dict[str, str]:
    return {"start": min(days), "end": max(days)} if days else {}
