"""How RDF and the property graph correspond, as data: what the rows hold, and what a database keeps to be read back.

A `Kind` is what nodes of one label or relationships of one type carry. `Schema` is the same knowledge turned round:
which property of RDF each key stands for. It is stored in the database as JSON, so that a later laborgraph with other
names can still read what this one wrote. `VERSION` counts the ways in which records are put together and noted.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache

from laborgraph.errors import StoreError
from laborgraph.ontology.terms import CLAIM_LINKS, CONCEPT_PROPERTIES, ENTITY_TYPES, ID, LITERALS, NS, PREDICATES

VERSION = 3
#: Owned by laborgraph on each node, fact and mention: a hash of what it holds, and what no property can hold exactly.
HASH, EXACT = "laborgraph_hash", "laborgraph_rdf"
LINKS = tuple(CLAIM_LINKS.values())
MENTIONS = "MENTIONS"
CONCEPTS = ("modality", "polarity", "phase", "measure", "cause")
#: Lists of a claim's effects, all of one length: key → property of `lg:Effect`.
EFFECTS = {"impacts": "impact", **{f"{name}s": name for name in LITERALS["Effect"]}}
LISTS = frozenset({"aliases", "surfaces", "modalities", "contradicts", *EFFECTS})

#: The type of each literal property that is no plain string; `text` is a string in the language of its article.
_TYPES: dict[str, str] = {
    name: type_
    for type_, names in {
        "text": "quote prefix suffix task position countText magnitude surface bestQuote",
        "integer": "start end count textLength claimCount sourceCount deniedCount",
        "float": "confidence",
        "boolean": "isGeneric isAsserted isContested usedGenerically",
        "date": "published eventDate firstSeen lastSeen",
    }.items()
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Nodes of one label, or relationships of one type (`labels` is empty), and the keys that they carry.

    A row of it is a list: for relationships the IRIs of start and end first, then the values of `columns`; for claims
    then the IRIs that `LINKS` lead to. None is no value.
    """

    name: str
    labels: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All keys in the order of a row."""
        return ("iri", *self.keys, EXACT, HASH)

    @property
    def key(self) -> int:
        """Where the IRI stands in a row."""
        return 0 if self.labels else 2


CLAIM = Kind(
    "Claim",
    ("Resource", "Claim"),
    ("fid", "predicate", *CONCEPTS, *LITERALS["Claim"].values(), "impact", "magnitude", *EFFECTS),
)
ARTICLE = Kind("Article", ("Resource", "Article"), (*LITERALS["Article"].values(), "same_text_as"))
MENTION = Kind(MENTIONS, (), ("surfaces", "printed_name", "used_generically", "entity_type"))
_OF_FACT = (*LITERALS["Fact"].values(), "modalities", "best_claim", "contradicts")
FACTS = {name: Kind(predicate.relationship, (), ("fid", *_OF_FACT)) for name, predicate in PREDICATES.items()}
#: Every label that laborgraph gives, but `Resource`.
LABELS = ("Article", "Claim", "Entity", *sorted(ENTITY_TYPES))


@cache
def entity(label: str, languages: tuple[str, ...]) -> Kind:
    """Describe the entities of one type; they have a name for each language."""
    names = tuple(name_key(language) for language in languages)
    return Kind(label, ("Resource", "Entity", label), (*LITERALS["Entity"].values(), "aliases", *names))


def name_key(language: str) -> str:
    """Name the key of a label in one language.

    >>> name_key("pt-br")
    'name_pt_br'
    """
    return "name_" + language.replace("-", "_")


@cache
def hashed(kind: Kind) -> tuple[str, ...]:
    """Name what the hash of a row is over, in its order: all keys but its own, and the ends of a relationship."""
    return (kind.columns if kind.labels else ("start", "end", *kind.columns))[:-1]


def value_type(kind: Kind, key: str) -> str:
    """Tell the type of a key's values: ``string``, ``text``, ``integer``, ``float``, ``boolean`` or ``date``."""
    owner = kind.name if kind.name in LITERALS else "Entity" if "Entity" in kind.labels else ""
    owner = owner or ("Mention" if kind == MENTION else "Fact")
    names = {held: name for name, held in LITERALS[owner].items()}
    return literal_type(names.get(key, ""))


def literal_type(name: str) -> str:
    """Tell the type of a literal property by its name in RDF."""
    return _TYPES.get(name, "string")


@dataclass(frozen=True, slots=True)
class Schema:
    """The names behind keys, labels and types: `literals` gives for each class key → (property, type)."""

    version: int
    namespace: str
    resources: str
    literals: dict[str, dict[str, tuple[str, str]]]
    concepts: dict[str, str]
    facts: dict[str, str]
    links: dict[str, str]
    labels: tuple[str, ...]
    languages: tuple[str, ...]

    def dump(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


@cache
def current(languages: tuple[str, ...] = ()) -> Schema:
    """Describe the mapping of this version of laborgraph.

    >>> load(current(("fr",)).dump()) == current(("fr",))
    True
    """
    literals = {
        owner: {key: (name, literal_type(name)) for name, key in names.items()} for owner, names in LITERALS.items()
    }
    facts = {predicate.relationship: name for name, predicate in PREDICATES.items()}
    links = {type_: name for name, type_ in CLAIM_LINKS.items()}
    return Schema(VERSION, NS, ID, literals, dict(CONCEPT_PROPERTIES), facts, links, LABELS, languages)


def load(text: str) -> Schema:
    """Read what `Schema.dump` wrote. Raises `StoreError` when a later laborgraph wrote it in a way unknown here."""
    try:
        held = json.loads(text)
        if held["version"] > VERSION:
            raise StoreError("a later laborgraph wrote this database; install that version to read it")
        held["literals"] = {o: {k: (n, t) for k, (n, t) in names.items()} for o, names in held["literals"].items()}
        return Schema(**{**held, **{name: tuple(held[name]) for name in ("labels", "languages")}})
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("what laborgraph noted in this database is damaged; write it anew: sync --rebuild") from error
