"""Read the annotated articles in `articles/`: invented parties, one file a batch, a plain form that people can write.

=== en-w1-01                      id; its first two letters are the language
Title                             the text
...
---
E Name | Type | alias; alias      an entity, its aliases as printed
C subject | predicate | object | modality | speaker or - | core or side | task=…; production=…
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES, Modality

ARTICLES = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of the annotation; `speaker` is an entity's name or empty."""

    subject: str
    predicate: str
    object: str
    modality: str
    speaker: str
    core: bool


@dataclass(slots=True)
class Annotated:
    """An article with what a careful reader takes from it. `entities` maps a name to its type and aliases."""

    id: str
    text: str
    entities: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    claims: list[Told] = field(default_factory=list)


def articles(folder: Path = ARTICLES) -> Iterator[Annotated]:
    """Yield the articles in order of their files; raises `ValueError` for a line that makes no sense."""
    for file in sorted(folder.glob("*.txt")):
        for block in re.split(r"(?m)^=== *", file.read_text(encoding="utf-8"))[1:]:
            yield _article(block)


def _article(block: str) -> Annotated:
    name, _, rest = block.partition("\n")
    text, _, notes = rest.partition("\n---\n")
    article = Annotated(name.strip(), unicodedata.normalize("NFC", text.strip() + "\n"))
    for line in filter(None, map(str.strip, notes.splitlines())):
        mark, _, values = line.partition(" ")
        parts = [part.strip() for part in values.split("|")]
        match mark, parts:
            case "E", [entity, kind, *aliases]:
                others = [one.strip() for one in "".join(aliases).split(";") if one.strip()]
                article.entities[entity] = kind, tuple(others)
            case "C", [subject, predicate, target, modality, speaker, core, *_]:
                who = "" if speaker == "-" else speaker
                article.claims.append(Told(subject, predicate, target, modality, who, core == "core"))
            case _:
                raise ValueError(f"{article.id}: {line!r} is neither an entity nor a claim")
    return article


def faults(article: Annotated) -> Iterator[str]:
    """Yield what is wrong with an annotation."""
    text = article.text.casefold()
    for name, (kind, aliases) in article.entities.items():
        if kind not in ENTITY_TYPES:
            yield f"{article.id}: no type {kind!r}"
        if not any(form.casefold() in text for form in (name, *aliases)):
            yield f"{article.id}: {name!r} does not stand in the text"
    for claim in article.claims:
        ends = [article.entities.get(end, ("",))[0] for end in (claim.subject, claim.object)]
        if claim.predicate not in PREDICATES or not PREDICATES[claim.predicate].allows(*ends):
            yield f"{article.id}: {claim.subject} {claim.predicate} {claim.object} joins {ends}"
        if claim.modality not in set(Modality) or (claim.speaker and claim.speaker not in article.entities):
            yield f"{article.id}: modality {claim.modality!r} or speaker {claim.speaker!r} of {claim.subject}"
