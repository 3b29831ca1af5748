"""Choose the part of a dataset that a page shows: what lies around some names, or what most is said about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from laborgraph.dataset import Dataset
from laborgraph.errors import UnknownName, UsageError
from laborgraph.ids import fold
from laborgraph.ontology.terms import ENTITY_TYPES, ID, PREDICATES, Modality, Polarity
from laborgraph.viz import read
from laborgraph.viz.model import Article, Claim, Fact, Node, ViewGraph

if TYPE_CHECKING:
    import networkx as nx

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
#: What makes a date known in part a whole one, by its length.
_REST = {4: "-01-01", 7: "-01", 10: ""}


def subgraph(
    dataset: Dataset,
    names: Sequence[str] = (),
    *,
    hops: int = 1,
    predicates: Iterable[str] = (),
    types: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = 1000,
) -> ViewGraph:
    """Choose the facts among the entities at most `hops` facts away from those named, with all their claims.

    A name is a label or alias in any language (case, accents and dashes do not count), an id or an IRI. Without
    names the whole dataset is taken. `predicates` and `types` keep only such facts and entities (those named stay);
    `since` and `until` (ISO 8601, perhaps in part) keep only claims of articles published then, so undated ones fall
    out. Of more than `limit` entities those nearest stay, then those most is said about. A production, speaker,
    agreement or event that qualifies a claim counts as next to the subject and object of its fact.

    Raises `UnknownName` with the nearest name, `UsageError` for a name of two entities or a malformed choice.
    """
    _check(hops, limit, predicates, types, since, until)
    nodes, known, outlines = read.everything(dataset)
    centre = tuple(dict.fromkeys(find(name, nodes) for name in names))
    wanted, kinds = set(predicates), set(types)
    facts = {key: fact for key, fact in known.items() if not wanted or fact.predicate in wanted}
    seen = [o for o in outlines if o.fact in facts and _within(o.published, since, until)]
    allowed = {key for key, node in nodes.items() if not kinds or node.type in kinds} | set(centre)
    # Without names and within the limit everything is chosen; no need to weigh it.
    chosen = allowed
    if centre or len(allowed) > limit:
        chosen = _choose(_neighbourhood(seen, facts, allowed), centre, hops, limit)
    inside = {key for key in facts if facts[key].subject in chosen and facts[key].object in chosen}
    claims = read.claims(dataset, [o for o in seen if o.fact in inside])
    articles = {article.id: article for article in read.articles(dataset, {claim.article for claim in claims})}
    kept = _paired(facts[key] for key in sorted({claim.fact for claim in claims}))
    if since or until:
        kept = _counted_anew(kept, claims, articles)
    named = {end for fact in kept for end in (fact.subject, fact.object)} | set(centre)
    named.update(link for claim in claims for link in claim.links)
    return ViewGraph(
        nodes=tuple(nodes[key] for key in sorted(named)),
        facts=tuple(kept),
        claims=tuple(claims),
        articles=tuple(articles[key] for key in sorted(articles)),
        centre=centre,
        whole=0 < len(claims) == len(outlines),
    )


def find(name: str, nodes: Mapping[str, Node]) -> str:
    """Find the id of the entity that a name means: by IRI, by label, by alias, by id, in this order.

    Raises `UnknownName` with the nearest name, `UsageError` that lists them where several entities bear it.
    """
    if name.startswith(ID) and name.removeprefix(ID) in nodes:
        return name.removeprefix(ID)
    labels: defaultdict[str, set[str]] = defaultdict(set)
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for key, node in nodes.items():
        for label in (node.name, *(label for _, label in node.names)):
            labels[fold(label)].add(key)
        for alias in node.aliases:
            aliases[fold(alias)].add(key)
    folded = fold(name)
    found = labels.get(folded) or aliases.get(folded) or {name} & nodes.keys()
    if len(found) == 1:
        return next(iter(found))
    if found:
        listed = "; ".join(f"{nodes[key].name} ({nodes[key].type}, {key})" for key in sorted(found))
        raise UsageError(f"{name!r} names {len(found)} entities; ask for one by its id: {listed}")
    known = {label for node in nodes.values() for label in (node.name, *node.aliases)}
    # "Eternauta" is near to "El Eternauta" in a way that counting letters does not see.
    raise UnknownName("entity", name, {label for label in known if folded and folded in fold(label)} or known)


def _check(
    hops: int, limit: int, predicates: Iterable[str], types: Iterable[str], since: str | None, until: str | None
) -> None:
    if hops < 0 or limit < 1:
        raise UsageError(f"hops must be 0 or more and limit 1 or more, not {hops} and {limit}")
    for name in predicates:
        if name not in PREDICATES:
            raise UnknownName("predicate", name, PREDICATES)
    for name in types:
        if name not in ENTITY_TYPES:
            raise UnknownName("entity type", name, ENTITY_TYPES)
    for text in (since, until):
        if text and not _is_date(text):
            raise UsageError(f"{text!r} is no date: write 2025, 2025-07 or 2025-07-18")
    if since and until and since[: len(until)] > until:
        raise UsageError(f"nothing was published after {since} and before {until}: the first is the later")


def _is_date(text: str) -> bool:
    """Tell whether this is a day of the calendar, or a month or a year.

    >>> [_is_date(text) for text in ("2025", "2025-07", "2024-02-29", "2025-02-29", "2025-13", "0000")]
    [True, True, True, False, False, False]
    """
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text + _REST[len(text)]))
    except ValueError:
        return False


def _within(published: str, since: str | None, until: str | None) -> bool:
    """Tell whether a date lies in the window; of dates known in part, whether it may.

    >>> _within("2025-07", "2025-07-18", None), _within("2025-06", "2025-07-18", None), _within("", None, "2025")
    (True, False, False)
    """
    if not (since or until):
        return True
    first, last = since or "0000", until or "9999"
    return bool(published) and published >= first[: len(published)] and published[: len(last)] <= last


def _neighbourhood(seen: Iterable[read.Outline], facts: Mapping[str, Fact], allowed: set[str]) -> nx.Graph[str]:
    """Join subject and object of each fact, and what qualifies its claims with both; weigh by claims."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    weight: Counter[tuple[str, str]] = Counter()
    for outline in seen:
        ends = (facts[outline.fact].subject, facts[outline.fact].object)
        weight[ends] += 1
        for key, link in outline.links.items():
            # Through whom a claim came ties its source to no company that it speaks of.
            if key != "via":
                weight.update({(link, end): 0 for end in ends if end != link})
    graph.add_nodes_from(sorted(allowed))
    for (one, other), claims in sorted(weight.items()):
        if one in allowed and other in allowed:
            before = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=before + claims)
    return graph


def _choose(graph: nx.Graph[str], centre: tuple[str, ...], hops: int, limit: int) -> set[str]:
    """Take the nodes nearest to the centre, of equally near ones those most is said about."""
    import networkx as nx

    if centre:
        away = dict(nx.multi_source_dijkstra_path_length(graph, set(centre), cutoff=hops, weight=lambda *_: 1))
    else:
        away = dict.fromkeys(graph, 0)
    weight = dict(graph.degree(weight="weight"))
    return set(sorted(away, key=lambda node: (away[node], -weight[node], node))[:limit])


def _paired(facts: Iterable[Fact]) -> list[Fact]:
    """Keep of each fact what it contradicts only if that is there too."""
    found = {fact.id: fact for fact in facts}
    return [
        replace(fact, contradicts="") if fact.contradicts and fact.contradicts not in found else fact
        for fact in found.values()
    ]


def _counted_anew(facts: Iterable[Fact], claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[Fact]:
    """Derive the facts' figures from some of their claims only, by the rules of docs/design.md ("The RDF")."""
    told: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.fact].append(claim)

    def counted(fact: Fact) -> Fact:
        own = told[fact.id]
        positive = [claim for claim in own if claim.polarity == Polarity.POSITIVE]
        other = any(claim.polarity == Polarity.POSITIVE for claim in told[fact.contradicts])
        days = sorted(day for claim in own if len(day := articles[claim.article].published) == len("2025-07-18"))
        return replace(
            fact,
            sources=len({claim.origin for claim in own}),
            modalities=tuple(sorted({claim.modality for claim in own})),
            asserted=any(claim.modality == Modality.ASSERTED for claim in positive),
            contested=0 < len(positive) < len(own),
            contradicts=fact.contradicts if positive and other else "",
            first_seen=days[0] if days else "",
            last_seen=days[-1] if days else "",
        )

    return [counted(fact) for fact in facts]
