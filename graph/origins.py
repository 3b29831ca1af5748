"""Tell whose account an article is: of whom it credits, of its publisher, or of the text that it reprints.

Articles with the same text form a group and have one origin, that of the first of them; `groups` finds them again
around articles that changed. What is found depends on the articles that are there, not on their order. Which texts
count as the same, and what is not recognised, is told in docs/design.md ("Origins").
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from pyoxigraph import NamedNode, Quad, Store

from laborgraph import ids
from laborgraph.literals import full_date, literal
from laborgraph.ontology import registry
from laborgraph.rdf import ORIGINS, lg, local, match, properties
from laborgraph.sketch import bands, similarity

#: Texts that share this part of their word sequences are one: a reprint that leaves out the second half still is.
_ALIKE = 0.4
#: A translation has this part of both texts' names and numbers, and that many of each, within so many days.
_SHARED, _NAMES, _NUMBERS, _DAYS = 0.6, 3, 3, 3


@dataclass(frozen=True, slots=True)
class _Text:
    """What an article tells of its text and where that is from."""

    node: NamedNode
    sketch: str
    figures: frozenset[str]
    language: str
    published: dt.date | None
    credit: str
    publisher: str

    @property
    def rank(self) -> tuple[dt.date, str]:
        return self.published or dt.date.max, self.node.value


class Texts:
    """The texts of a store's articles, found by what they share."""

    def __init__(self, store: Store) -> None:
        held = {name: _values(store, name) for name in ("textSketch", "figures", "language", "published")}
        held |= {name: _values(store, name) for name in ("credit", "publisher")}
        self._texts = {
            node: _Text(
                node=node,
                sketch=held["textSketch"].get(node, ""),
                figures=frozenset(held["figures"].get(node, "").split()),
                language=held["language"].get(node, "")[:2],
                published=full_date(held["published"].get(node, "")),
                credit=held["credit"].get(node, ""),
                publisher=held["publisher"].get(node, ""),
            )
            for _, _, _, node in match(store, None, lg("digest"))
        }
        self._banded: dict[tuple[int, str], set[NamedNode]] = defaultdict(set)
        self._dated: dict[int, set[NamedNode]] = defaultdict(set)
        for text in self._texts.values():
            for band in bands(text.sketch):
                self._banded[band].add(text.node)
            if text.published and len(text.figures) >= _NUMBERS:
                self._dated[text.published.toordinal()].add(text.node)
        # No reference back to self: a cycle would keep the store open after `Dataset.close`.
        self._names = cache(partial(_names, store))

    def groups(self, articles: Iterable[NamedNode]) -> Iterator[list[Quad]]:
        """Yield, for each group of one text that holds one of the articles, the origins of all its members."""
        left = set(self._texts)
        for article in articles:
            group, queue = [], [article]
            while queue:
                if (node := queue.pop()) in left:
                    left.discard(node)
                    self._forget(self._texts[node])
                    group.append(self._texts[node])
                    queue += self._like(self._texts[node])
            if group:
                yield list(self._origins(sorted(group, key=lambda text: text.rank)))

    def _forget(self, text: _Text) -> None:
        """Take a text that has its group out of the lookup, so that a large group is not searched by each member."""
        for band in bands(text.sketch):
            self._banded[band].discard(text.node)
        if text.published:
            self._dated[text.published.toordinal()].discard(text.node)

    def _like(self, text: _Text) -> Iterator[NamedNode]:
        near = {node for band in bands(text.sketch) for node in self._banded[band]}
        yield from (node for node in near if similarity(text.sketch, self._texts[node].sketch) >= _ALIKE)
        if text.published and len(text.figures) >= _NUMBERS:
            day = text.published.toordinal()
            for near in (self._dated.get(other, set()) for other in range(day - _DAYS, day + _DAYS + 1)):
                yield from (node for node in near if self._translates(text, self._texts[node]))

    def _translates(self, one: _Text, other: _Text) -> bool:
        if not one.language or not other.language or one.language == other.language:
            return False
        if len(one.figures & other.figures) < _NUMBERS:
            return False
        return len(self._names(one.node) & self._names(other.node)) >= _NAMES and self._shared(one, other) >= _SHARED

    def _shared(self, one: _Text, other: _Text) -> float:
        mine, theirs = (text.figures | self._names(text.node) for text in (one, other))
        return round(len(mine & theirs) / len(mine | theirs), 2) if mine | theirs else 0.0

    def _origins(self, group: list[_Text]) -> Iterator[Quad]:
        first = group[0]
        agencies = (text for text in group if canonical(text.publisher) in _outlets(agencies=True).values())
        whose = next((text for text in group if text.credit), None) or next(agencies, first)
        origin = canonical(whose.credit or whose.publisher) or local(first.node)
        for text in group:
            if text is not first:
                yield Quad(text.node, lg("sameTextAs"), first.node, ORIGINS)
            yield Quad(text.node, lg("textOrigin"), literal(origin), ORIGINS)
            yield Quad(text.node, lg("textOriginReason"), literal(self._reason(text, first, whose)), ORIGINS)

    def _reason(self, text: _Text, first: _Text, whose: _Text) -> str:
        if text is not first:
            if text.language == first.language:
                alike = similarity(text.sketch, first.sketch) if text.sketch and first.sketch else 0
                return f"same text as {local(first.node)}: {alike:.0%} of word sequences alike"
            return f"same text as {local(first.node)}: {self._shared(text, first):.0%} of names and numbers alike"
        source = f"credits {whose.credit}" if whose.credit else f"published by {whose.publisher}"
        if whose is not first:
            return f"same text as {local(whose.node)}: {source}"
        return source if whose.credit or whose.publisher else "names no source"


def canonical(name: str) -> str:
    """Fold a name; one of a news organisation that the registry knows has one form whatever it is called.

    >>> canonical("Agence France-Presse"), canonical("The  Daily Example")
    ('afp', 'the daily example')
    """
    folded = ids.fold(name)
    return _outlets().get(folded, folded)


@cache
def _outlets(*, agencies: bool = False) -> Mapping[str, str]:
    """Return the names under which the registry knows news organisations, each with the one that stands for all."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in registry.load().entries.values():
        if entry.type == "NewsOrganization" and (entry.kind == "agency" or not agencies):
            for name in (entry.name, *entry.names.values(), *(alias.text for alias in entry.aliases)):
                found[ids.fold(name)].add(ids.fold(entry.name))
    return {name: one.pop() for name, one in found.items() if len(one) == 1}


def stored(store: Store, article: NamedNode) -> list[Quad]:
    """Return what the origins graph holds of an article."""
    return list(store.quads_for_pattern(article, None, None, ORIGINS))


def group_of(store: Store, article: NamedNode) -> set[NamedNode]:
    """Return the articles that were found to have one text with an article, itself among them."""
    firsts = [node for _, _, node, _ in match(store, article, lg("sameTextAs"), graph=ORIGINS)]
    first = NamedNode(firsts[0].value) if firsts else article
    return {article, first, *(node for node, *_ in match(store, None, lg("sameTextAs"), first, ORIGINS))}


def _names(store: Store, article: NamedNode) -> frozenset[str]:
    """Read which named entities an article mentions, apart from crafts and generic ones."""
    found = set()
    for mention, *_ in match(store, None, lg("mentionedIn"), article, article):
        told = properties(store, mention, article)
        if told["usedGenerically"][0].value == "false" and told["entityType"] != [lg("Role")]:
            found.add(told["entity"][0].value)
    return frozenset(found)


def _values(store: Store, name: str) -> dict[NamedNode, str]:
    return {subject: value.value for subject, _, value, _ in match(store, None, lg(name))}
