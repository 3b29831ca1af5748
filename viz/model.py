"""What a page shows: the entities, facts, claims and articles of one subgraph, as plain frozen values.

Ids are local names (``netflix``, ``f…``, ``c…``, ``a…``), as in `laborgraph.model`; put `laborgraph.ids.ID` before
one to get its IRI. Everything here is text from articles: nothing in it may reach a page unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity; `names` holds a label for each language, as (language, label) in order of language."""

    id: str
    type: str
    name: str
    names: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    generic: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An edge: what its claims state, whatever their modality. `sources` counts independent origins.

    `contradicts` is the id of a fact that cannot be so while this one is, both affirmed by claims, or empty.
    """

    id: str
    subject: str
    predicate: str
    object: str
    sources: int = 1
    modalities: tuple[str, ...] = ()
    asserted: bool = False
    contested: bool = False
    contradicts: str = ""
    first_seen: str = ""
    last_seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement found at one place: ``prefix + quote + suffix`` is the sentence that it stands in.

    `speaker`, `via`, `production`, `agreement` and `event` are ids of nodes or empty; `effects` are printed
    magnitudes, or the names of impacts that came without one. Claims of one `origin` are one account, `origin_reason`
    tells why it is thought so.
    """

    id: str
    fact: str
    article: str
    modality: str
    polarity: str
    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    speaker: str = ""
    said_as: str = ""
    via: str = ""
    production: str = ""
    agreement: str = ""
    event: str = ""
    task: str = ""
    effects: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0
    extractor: str = ""
    rule: str = ""
    origin: str = ""
    origin_reason: str = ""

    @property
    def links(self) -> tuple[str, ...]:
        """The entities that qualify the claim, beside its subject and object."""
        return tuple(filter(None, (self.speaker, self.via, self.production, self.agreement, self.event)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Where claims stand; `published` is ISO 8601 and may be partial, `credit` whom the article says it is after."""

    id: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    credit: str = ""
    published: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGraph:
    """A subgraph with all that its page needs.

    `centre` are the nodes that were asked for by name. Nodes that only qualify a claim (a speaker, say) are carried
    so that they can be named, but not drawn. `whole` tells that nothing of the dataset was left out.
    """

    nodes: tuple[Node, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims: tuple[Claim, ...] = ()
    articles: tuple[Article, ...] = ()
    centre: tuple[str, ...] = ()
    whole: bool = False

    @property
    def drawn(self) -> tuple[Node, ...]:
        """The nodes of the picture: those that a fact joins, and those asked for."""
        joined = {end for fact in self.facts for end in (fact.subject, fact.object)} | set(self.centre)
        return tuple(node for node in self.nodes if node.id in joined)
