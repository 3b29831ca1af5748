"""The values that flow from an article to the dataset: frozen, typed, checked when made.

An `Article` holds the text that every offset counts in. A `Span` is some words of it. A `Mention` is a span that
names an `Entity`. A `Claim` is one statement found at one place: it keeps a `Span`, and its quote *is*
``text[start:end]``, so a claim with a made-up quote cannot exist. An `Issue` is a row about bad data.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from laborgraph import ids
from laborgraph.errors import ModelError
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES, Impact, Modality, Polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read: the whole decoded file (NFC, LF) and what its header tells.

    `published` is ISO 8601 and may be partial (``2025`` or ``2025-07``). `body` is where the text after title,
    header and byline begins, in characters of `text`. `name` is the file's stem and `source` the file (and line) it
    was read from; they take no part in identity. `credit` is whom the article itself credits for its news
    (``Source: Reuters``, a dateline's agency), as printed.
    """

    text: str = field(repr=False)
    name: str = ""
    source: str = ""
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    credit: str = ""
    body: int = 0

    def __post_init__(self) -> None:
        if "\r" in self.text or not unicodedata.is_normalized("NFC", self.text):
            raise ModelError(f"article {self.name!r}: the text must be NFC with LF line ends")

    @property
    def id(self) -> str:
        """The local name, made from the URL or, without one, from the text."""
        return ids.article_id(self.url, self.text)

    @property
    def place(self) -> str:
        """What a message calls it: where it was read from, else its name."""
        return self.source or self.name


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Some words of a text: `quote` is ``text[start:end]`` and cannot be anything else.

    >>> Span("Netflix uses AI.", 0, 7).quote
    'Netflix'
    >>> Span("short", 3, 9)
    Traceback (most recent call last):
    laborgraph.errors.ModelError: no words at 3:9 of a text of 5 characters
    """

    text: str = field(repr=False, compare=False)
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.text):
            raise ModelError(f"no words at {self.start}:{self.end} of a text of {len(self.text)} characters")

    @property
    def quote(self) -> str:
        """The words."""
        return self.text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Tell whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something that claims speak of, as one article shows it.

    `id` is the registry's slug, or one made from type and name. `name` is the label in the article's words,
    `surfaces` all the forms under which the article names it. `known` tells that the registry holds it.
    """

    id: str
    type: str
    name: str
    surfaces: tuple[str, ...] = ()
    generic: bool = False
    known: bool = False

    def __post_init__(self) -> None:
        if self.type not in ENTITY_TYPES:
            raise ModelError(f"entity {self.name!r}: no type {self.type!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names an entity; `how` is the way it was found (registry, name, title, anaphor …)."""

    span: Span
    entity: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An impact with its size as printed: ``10 fois plus rapidement`` → speedup, value 10, unit ``times``."""

    impact: Impact
    magnitude: str = ""
    value: str = ""
    unit: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifiers:
    """What narrows a claim down. Entities are given by id; texts are as printed.

    `cause` is ``ai`` where AI is named as the cause, ``notAi`` where that is denied; `cause_speaker` is who does so.
    """

    production: str | None = None
    agreement: str | None = None
    event: str | None = None
    task: str = ""
    position: str = ""
    phase: str = ""
    measure: str = ""
    count: int | None = None
    count_text: str = ""
    event_date: str = ""
    event_date_text: str = ""
    cause: str = ""
    cause_speaker: str | None = None
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a claim was read as it was, for `--explain`; no part of the dataset.

    `words` triggered the rule, `way` is how its arguments were found; `links` tell by what each argument was known.
    `modality` and `speaker` give the cue and the step that decided.
    """

    words: str = ""
    way: str = ""
    links: tuple[str, ...] = ()
    modality: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement found at one place of one article.

    `subject`, `object`, `speaker` and `via` are entity ids; `said_as` is the speaker as printed. `sentence` is the
    context that a reader is shown around the quote. `confidence` is between 0 and 1. `extractor` and `rule` say
    who found it. Raises `ModelError` when a part breaks the model's rules.
    """

    article: str
    subject: str
    predicate: str
    object: str
    span: Span
    sentence: Span
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    speaker: str | None = None
    said_as: str = ""
    via: str | None = None
    qualifiers: Qualifiers = Qualifiers()
    confidence: float = 1.0
    extractor: str = ""
    rule: str = ""
    why: Why = field(default=Why(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.predicate not in PREDICATES:
            raise ModelError(f"no predicate {self.predicate!r}")
        if self.subject == self.object:
            raise ModelError(f"{self.subject!r} cannot be on both sides of {self.predicate}")
        if not self.sentence.holds(self.span):
            raise ModelError("the quote must stand within its sentence")
        if self.modality is Modality.DENIED and self.polarity is not Polarity.NEGATIVE:
            raise ModelError("a denied claim has negative polarity")
        if not 0 <= self.confidence <= 1:
            raise ModelError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def quote(self) -> str:
        """The words that the claim rests on."""
        return self.span.quote

    @property
    def id(self) -> str:
        """A name made of what is claimed, where, by whom and how; two runs over one text give the same."""
        return "c" + ids.digest(
            self.article,
            ids.text_hash(self.span.text),
            self.span.start,
            self.span.end,
            self.subject,
            self.predicate,
            self.object,
            self.speaker,
            self.modality,
            self.polarity,
            self.qualifiers.production,
        )

    @property
    def fact(self) -> str:
        """The id of the fact that the claim states; the same for both directions of a symmetric predicate."""
        return ids.fact_id(*fact_key(self.subject, self.predicate, self.object))


def fact_key(subject: str, predicate: str, object_: str) -> tuple[str, str, str]:
    """Order the two sides of a symmetric predicate, so that ``A agreesWith B`` and ``B agreesWith A`` are one fact.

    >>> fact_key("wga", "agreesWith", "amptp"), fact_key("wga", "opposes", "sora")
    (('amptp', 'agreesWith', 'wga'), ('wga', 'opposes', 'sora'))
    """
    if PREDICATES[predicate].symmetric and object_ < subject:
        return object_, predicate, subject
    return subject, predicate, object_


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read out of one article. Every id in `claims` is that of one of the `entities`.

    `read_by` names the reader with all that its reading depends on: under the same name it reads the same.
    """

    article: Article
    read_by: str = ""
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejected: tuple[tuple[Claim, str], ...] = ()

    def __post_init__(self) -> None:
        known = {entity.id for entity in self.entities}
        for claim in self.claims:
            q = claim.qualifiers
            used = {claim.subject, claim.object, claim.speaker, claim.via}
            used |= {q.production, q.agreement, q.event, q.cause_speaker}
            if missing := used - known - {None}:
                raise ModelError(f"claim {claim.id} names unknown entities: {sorted(map(str, missing))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A row about data that could not be used as it is; the run goes on.

    `severity` is ``error`` (something was left out) or ``warning`` (something was guessed or is poorer than it
    could be). `source` is the file, `where` a line or offset in it.
    """

    code: str
    message: str
    source: str = ""
    where: str = ""
    severity: str = "error"


#: What a reader or extractor calls with each issue it meets.
Report = Callable[[Issue], None]
