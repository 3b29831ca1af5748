"""Compare a dataset with a database: what is new there, what changed, what is gone. Only reads.

A database that no sync has finished is compared record by record. Else the articles' digests tell which articles
changed, and only these, the facts they state and the entities they name are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from laborgraph.dataset import Dataset
from laborgraph.facts import opposite_of
from laborgraph.lpg import feed, write
from laborgraph.lpg.mapping import CLAIM, FACTS, HASH, LINKS, MENTION, MENTIONS, Kind
from laborgraph.lpg.records import Record, Row, Source
from laborgraph.lpg.target import Target
from laborgraph.ontology.terms import ID, OPPOSITES, PREDICATES

_AT_ONCE = 1000
#: With more changed articles than these, comparing everything takes less memory and not much longer.
_MANY = 1000
_T = TypeVar("_T")


@dataclass(slots=True)
class Step:
    """Some work of one transaction: records to create, to bring up to date, and IRIs to remove by class or type."""

    new: write.Chunk = field(default_factory=list)
    changed: write.Chunk = field(default_factory=list)
    gone: dict[str, list[str]] = field(default_factory=dict)
    seen: int = 0

    @property
    def written(self) -> int:
        """How many records it writes."""
        return sum(len(rows) for _, rows in (*self.new, *self.changed))

    @property
    def removed(self) -> int:
        """How many records it removes."""
        return sum(map(len, self.gone.values()))

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def join(self, other: Step) -> None:
        """Take over the work of the step after this one."""
        self.new += other.new
        self.changed += other.changed
        for name, iris in other.gone.items():
            self.gone.setdefault(name, []).extend(iris)
        self.seen += other.seen


def size(dataset: Dataset) -> int:
    """Count the records of a whole dataset."""
    classes = ("Entity", "Article", "Mention", "Claim", "Fact")
    counts = (f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?x a lg:{name} }} }}" for name in classes)
    return sum(int(dataset.select(count).rows[0][0]) for count in counts)


def load(source: Source) -> Iterator[Step]:
    """Plan for a database that is empty."""
    for chunk in feed.chunks(source):
        yield Step(new=chunk, seen=_size(chunk))


def full(source: Source, target: Target) -> Iterator[Step]:
    """Plan by looking at every record."""
    owned = target.count()
    found = 0
    for chunk in feed.chunks(source):
        step, there = _compare(chunk, target)
        found += there
        yield step
    if owned > found:
        for some in _batches(key for key in target.records() if not source.holds(key[1])):
            yield Step(gone=_by_name(some))


def changed(source: Source, target: Target) -> Iterator[Step]:
    """Plan by the digests of articles; what did not change is not looked at."""
    there = target.digests()
    wanted = []
    for iri, digest in source.digests():
        if there.pop(iri, None) != digest:
            wanted.append(iri)
    gone_articles = sorted(there)
    if len(wanted) + len(gone_articles) > _MANY:
        yield from full(source, target)
        return
    touched = _Touched()
    records: list[Record] = []
    stale: dict[str, list[str]] = {}
    for iris in _batches([*wanted, *gone_articles]):
        kept = set()
        for iri in iris:
            for kind, row in source.article(iri):
                kept.add(row[kind.key])
                touched.add_record(kind, row)
                records.append((kind, row))
        for iri, fact, subject, predicate, object_ in target.of_articles(iris):
            touched.add(fact, subject, predicate, object_)
            if iri not in kept:
                stale.setdefault(CLAIM.name if fact else MENTIONS, []).append(iri)
    entities = {iri: source.entity(iri) for iri in sorted(touched.entities)}
    facts = {iri: source.fact(iri) for iri in sorted(touched.facts)}
    ordered = [*filter(None, entities.values()), *records, *filter(None, facts.values())]
    for chunk in write.chunks(ordered):
        yield _compare(chunk, target)[0]
    for iri, type_ in touched.facts.items():
        if facts[iri] is None:
            stale.setdefault(type_, []).append(iri)
    for name, iris in (*stale.items(), ("Article", gone_articles)):
        yield from (Step(gone={name: some}) for some in _batches(iris))
    yield from (Step(gone={"Entity": some}) for some in _batches(iri for iri, held in entities.items() if not held))


def joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Join small steps that follow each other: each costs the server a transaction."""
    held = Step()
    for step in steps:
        if held.seen + held.removed + step.seen + step.removed <= write.BATCH:
            held.join(step)
        else:
            if held.seen or held:
                yield held
            held = step
    if held.seen or held:
        yield held


def clearance(target: Target) -> Iterator[Step]:
    """Plan to remove all that laborgraph owns."""
    for some in _batches(target.records()):
        yield Step(gone=_by_name(some))


class _Touched:
    """The entities and facts that changed articles speak of, as they are or as they were."""

    def __init__(self) -> None:
        self.entities: set[str] = set()
        self.facts: dict[str, str] = {}

    def add_record(self, kind: Kind, row: Row) -> None:
        if kind == CLAIM:
            subject, object_ = (row[len(kind.columns) + LINKS.index(end)] for end in ("SUBJECT", "OBJECT"))
            self.add(ID + row[1], subject, row[2], object_)
        elif kind == MENTION:
            self.add(None, None, None, row[1])

    def add(self, fact: str | None, subject: str | None, predicate: str | None, object_: str | None) -> None:
        """Add a claim's fact, with the one that it may contradict, or, without a fact, an entity."""
        if fact is None and object_:
            self.entities.add(object_)
        if fact is None or predicate not in PREDICATES:
            return
        self.facts[fact] = FACTS[predicate].name
        ends = (str(subject).removeprefix(ID), predicate, str(object_).removeprefix(ID))
        if other := opposite_of(*ends):
            self.facts[other.value] = FACTS[OPPOSITES.get(predicate, predicate)].name


def _compare(chunk: write.Chunk, target: Target) -> tuple[Step, int]:
    """Compare some records with those of the same IRI; tell also how many laborgraph has there."""
    step = Step(seen=_size(chunk))
    there = 0
    for kind, rows in chunk:
        hash_at = kind.key + kind.columns.index(HASH)
        held = target.held(kind, [row[kind.key] for row in rows])
        there += sum(1 for hash_ in held.values() if hash_)
        if new := [row for row in rows if row[kind.key] not in held]:
            step.new.append((kind, new))
        if old := [row for row in rows if held.get(row[kind.key], row[hash_at]) != row[hash_at]]:
            step.changed.append((kind, old))
    return step, there


def _by_name(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, iri in keys:
        found.setdefault(name, []).append(iri)
    return found


def _size(chunk: write.Chunk) -> int:
    return sum(len(rows) for _, rows in chunk)


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    stream = iter(items)
    while batch := list(islice(stream, _AT_ONCE)):
        yield batch
