"""What made-up queries are made of: the schema, what a graph holds, names in scope, and chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from laborgraph.lpg import mapping
from laborgraph.lpg.literal import literal
from laborgraph.lpg.mapping import ARTICLE, CLAIM, FACTS, LISTS, MENTION, Kind, value_type
from laborgraph.ontology.terms import CLAIM_LINKS, ENTITY_TYPES
from laborgraph.table import Table

_SHORT = {"string": "str", "text": "str", "integer": "int", "float": "float", "boolean": "bool", "date": "date"}


def _keys(kind: Kind) -> dict[str, str]:
    return {key: "list" if key in LISTS else _SHORT[value_type(kind, key)] for key in ("iri", *kind.keys)}


#: What nodes of a label hold, and relationships of a type: key → type of the value.
NODES = {label: _keys(mapping.entity(label, ("en", "fr"))) for label in sorted(ENTITY_TYPES)}
NODES |= {"Entity": NODES["Tool"], "Claim": _keys(CLAIM), "Article": _keys(ARTICLE)}
RELATIONSHIPS = {kind.name: _keys(kind) for kind in (*FACTS.values(), MENTION)} | {t: {} for t in CLAIM_LINKS.values()}
_FEW: dict[str, list[Any]] = {
    "str": ["", "a", "generative AI", "x'y\\"], "int": [0, 1, 2, -3, 40], "float": [0.0, 0.5, 0.8, -1.5],
    "bool": [True, False], "list": [[], ["asserted"], ["generative AI", "GenAI", "x"]],
}  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """What a graph holds: (label, type, label) that meet, and values of each key."""

    steps: tuple[tuple[str, str, str], ...]
    values: dict[str, list[Any]]


def survey(ask: Callable[[str], Table]) -> Graph:
    """Look at a graph through an engine, in an order that does not depend on it."""
    found = ask(
        "MATCH (a:Resource)-[r]->(b:Resource) UNWIND labels(a) AS l UNWIND labels(b) AS m RETURN DISTINCT l, type(r), m"
    )
    steps = sorted(row for row in found.rows if row[0] in NODES and row[2] in NODES)
    values: dict[str, list[Any]] = {}
    for match in ("MATCH (n:Resource)", "MATCH (:Resource)-[n]->(:Resource)"):
        for key, value in ask(f"{match} UNWIND keys(n) AS k RETURN DISTINCT k, n[k]").rows:
            values.setdefault(key, []).append(value)
    return Graph(tuple(steps), {key: sorted(held, key=repr) for key, held in values.items()})


@dataclass(frozen=True)
class Variable:
    """A name in scope: a ``node`` (of a label), a ``rel`` (of a type, perhaps), a ``path``, or a value of a type."""

    name: str
    kind: str
    of: str = ""


@dataclass
class Words:
    """Names and values, drawn from a source of chance over what a graph holds."""

    chance: Random
    graph: Graph
    scope: list[Variable] = field(default_factory=list)
    filtering: bool = False

    def begin(self) -> None:
        """Forget what the last query named."""
        self._names, self.parameters, self.filtering = count(1), dict[str, Any](), False
        # Neo4j does not take both ways to say "many" in one pattern.
        self.many = self.chance.choice([("*1..2", "*..2", "*0..1", "*2"), ("{1,2}", "{2}", "{0,1}", "{,2}")])

    def odds(self, share: float) -> bool:
        return self.chance.random() < share

    def one(self, *makers: Callable[[], str]) -> str:
        return self.chance.choice(makers)()

    def name(self, kind: str, of: str = "") -> Variable:
        variable = Variable(f"{kind[0]}{next(self._names)}", kind, of)
        self.scope.append(variable)
        return variable

    def any_of(self, kind: str) -> Variable | None:
        found = [variable for variable in self.scope if variable.kind == kind]
        return self.chance.choice(found) if found else None

    def alias(self, kind: str) -> Variable:
        return Variable(f"{kind[0]}{next(self._names)}", kind)

    def sample(self, key: str) -> str:
        return literal(self.chance.choice(self.graph.values[key]))

    def property(self, kind: str) -> tuple[str, str] | None:
        """Choose a property of that type: how to read it, and its key."""
        owners = [
            (variable.name, key)
            for variable in self.scope
            for key, type_ in {"node": NODES, "rel": RELATIONSHIPS}.get(variable.kind, {}).get(variable.of, {}).items()
            if type_ == kind and (key in self.graph.values or self.odds(0.1))
        ]
        if not owners:
            return None
        name, key = self.chance.choice(owners)
        return (f"{name}.{key}" if self.odds(0.95) else f"{name}['{key}']"), key

    def held(self, kind: str) -> str:
        """Write a value of that type: a property, a name in scope or a literal."""
        names = [v.name for v in self.scope if v.kind == kind]
        if names and self.odds(0.3):
            return self.chance.choice(names)
        if (found := self.property(kind)) and self.odds(0.85):
            return found[0]
        if self.odds(0.04):
            return "null"
        if kind == "date":
            return self.sample("published")
        chosen = self.chance.choice(_FEW[kind])
        if self.odds(0.1):
            self.parameters[name := f"p{len(self.parameters)}"] = chosen
            return f"${name}"
        return literal(chosen)
