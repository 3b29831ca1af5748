"""The names of the vocabulary, once: `labor.ttl`, the code and the property graph all follow this table.

A test compares it with the Turtle files, so that none of the three can drift.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

NS = "https://w3id.org/laborgraph/ns#"
ID = "https://w3id.org/laborgraph/id/"

#: The prefixes that queries may use undeclared and that files declare.
PREFIXES: dict[str, str] = {
    "id": ID,
    "lg": NS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ORG_TYPES = frozenset({"Studio", "Vendor", "Union", "Association", "Authority", "NewsOrganization"})
PARTY_TYPES = ORG_TYPES | {"Person"}
ENTITY_TYPES = PARTY_TYPES | {"Tool", "Production", "Role", "Agreement", "Event"}


class Modality(StrEnum):
    """How a claim is put forward (`eval/GUIDELINES.md`)."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    FEARED = "feared"
    DENIED = "denied"
    PROPOSED = "proposed"


class Polarity(StrEnum):
    """Whether the statement itself is affirmed or negated; `denied` is always negative."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Impact(StrEnum):
    """What a tool does to a craft; the notation of the SKOS concept `lg:impact-…`."""

    DISPLACEMENT = "displacement"
    DESKILLING = "deskilling"
    AUGMENTATION = "augmentation"
    SPEEDUP = "speedup"
    COST_REDUCTION = "costReduction"
    JOB_CREATION = "jobCreation"
    WAGE_PRESSURE = "wagePressure"
    CONSENT = "consent"
    COMPENSATION = "compensation"
    CREDIT = "credit"
    TRAINING = "training"
    QUALITY = "quality"
    SAFETY = "safety"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation that a claim can state: its name and the entity types it joins."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return NS + self.name

    @property
    def relationship(self) -> str:
        """The relationship type in the property graph.

        >>> PREDICATES["usedIn"].relationship
        'USED_IN'
        """
        return upper_snake(self.name)

    def allows(self, subject_type: str, object_type: str) -> bool:
        """Tell whether entities of these types may stand on its two sides."""
        return subject_type in self.domain and object_type in self.range


def upper_snake(name: str) -> str:
    """Turn a camelCase name into a relationship type.

    >>> upper_snake("strikesAgainst")
    'STRIKES_AGAINST'
    """
    return snake(name).upper()


def snake(name: str) -> str:
    """Turn a camelCase name into a property key.

    >>> snake("firstSeen")
    'first_seen'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _types(text: str) -> frozenset[str]:
    groups = {"Org": ORG_TYPES, "Party": PARTY_TYPES}
    return frozenset().union(*(groups.get(word, frozenset({word})) for word in text.split()))


_STANCE_RANGE = "Tool Production Org Person Agreement"
_TABLE: tuple[tuple[str, str, str], ...] = (
    ("uses", "Party", "Tool"),
    ("tests", "Party", "Tool"),
    ("usedIn", "Tool", "Production"),
    ("produces", "Party", "Production"),
    ("partOf", "Org", "Org"),
    ("memberOf", "Party", "Org"),
    ("develops", "Party", "Tool"),
    ("partnersWith", "Org", "Org"),
    ("investsIn", "Party", "Org"),
    ("represents", "Union Association", "Role Person"),
    ("affects", "Tool Studio Production", "Role"),
    ("replaces", "Tool", "Role"),
    ("opposes", "Party Role", _STANCE_RANGE),
    ("supports", "Party Role", _STANCE_RANGE),
    ("strikesAgainst", "Union Role", "Org"),
    ("negotiatesWith", "Org", "Org"),
    ("agreesWith", "Org", "Org"),
    ("restricts", "Agreement Org", "Tool"),
    ("protects", "Agreement Union Authority", "Role"),
    ("sues", "Party", "Party"),
    ("laysOff", "Org", "Role"),
    ("worksFor", "Person", "Org"),
    ("worksOn", "Person", "Production"),
)
_SYMMETRIC = {"partnersWith", "negotiatesWith", "agreesWith"}

#: Predicates that deny each other between one subject and one object.
OPPOSITES = {"supports": "opposes", "opposes": "supports"}
#: Predicates that cannot hold both ways.
ASYMMETRIC = frozenset({"partOf"})

#: Every predicate by name.
PREDICATES: dict[str, Predicate] = {
    name: Predicate(name, _types(domain), _types(range_), name in _SYMMETRIC) for name, domain, range_ in _TABLE
}

#: Object properties that link a claim to other resources: RDF name → relationship type in the property graph.
CLAIM_LINKS: dict[str, str] = {
    name: upper_snake(name)
    for name in (
        *("subject", "object", "saidBy", "viaSource", "fromArticle"),
        *("inProduction", "underAgreement", "atEvent", "causeSaidBy"),
    )
}

#: Literal properties of each class: RDF name → key in the property graph (`name:key` where they differ).
LITERALS: dict[str, dict[str, str]] = {
    owner: {name: key or snake(name) for name, _, key in (word.partition(":") for word in names.split())}
    for owner, names in {
        "Entity": "name isGeneric:generic kind",
        "Article": "title byline publisher credit published publishedText language url textHash textLength "
        "textSketch figures textOrigin textOriginReason readBy digest",
        "Claim": "quote start end prefix suffix confidence saidAs task position count countText "
        "eventDate eventDateText extractor rule origin originReason",
        "Effect": "magnitude value unit comparator",
        "Fact": "claimCount:claims sourceCount:sources deniedCount:denied isAsserted:asserted isContested:contested "
        "firstSeen lastSeen bestQuote:quote",
        "Mention": "printedName surface usedGenerically",
    }.items()
}

#: What stands in the graph of origins: derived of articles and of claims from all articles.
ORIGIN_PROPERTIES = ("origin", "originReason", "textOrigin", "textOriginReason", "sameTextAs")

#: Properties whose value is a concept of a SKOS scheme: RDF name → prefix of the concept's local name.
CONCEPT_PROPERTIES: dict[str, str] = {
    "modality": "",
    "polarity": "",
    "impact": "impact-",
    "measure": "measure-",
    "phase": "phase-",
    "cause": "cause-",
    "toolCategory": "tool-",
}
