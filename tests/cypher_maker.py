"""Make up read queries over the schema: valid Cypher with one right answer, whatever order an engine works in.

Labels, types and keys come from the mapping; which of them meet, and the values to compare with, from the graph itself,
so that most queries find something. A list whose order no engine promises (`collect`, `labels`, a pattern
comprehension) is only returned, counted or searched; rows are cut off (SKIP, LIMIT) only where ORDER BY names every
column.
"""

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


@dataclass(frozen=True)
class Made:
    """A query, its parameters, and whether its rows have one order."""

    text: str
    parameters: dict[str, Any]
    ordered: bool


@dataclass
class Maker:
    """Make queries from a source of chance, over what a graph holds."""

    chance: Random
    graph: Graph
    scope: list[Variable] = field(default_factory=list)
    filtering: bool = False

    def make(self) -> Made:
        self._names, self.parameters, self.filtering = count(1), {}, False
        # Neo4j does not take both ways to say "many" in one pattern.
        self.many = self.chance.choice([("*1..2", "*..2", "*0..1", "*2"), ("{1,2}", "{2}", "{0,1}", "{,2}")])
        text, ordered = self.single()
        if self.odds(0.06):
            text, ordered = self.united(), False
        return Made(text, self.parameters, ordered)

    def united(self) -> str:
        parts = []
        for _ in range(2):
            self.scope = []
            matched = self.match()
            parts.append(f"{matched} RETURN {self.str_()} AS a, {self.int_()} AS b")
        return self.chance.choice([" UNION ", " UNION ALL "]).join(parts)

    def single(self) -> tuple[str, bool]:
        self.scope = []
        text = self.match() if self.odds(0.93) else self.unwind()
        for _ in range(self.chance.choice([0, 0, 0, 1, 1, 2])):
            text += " " + self.clause()
            if self.odds(0.5):
                text += " " + self.project("WITH")[0]
        tail, ordered = self.project("RETURN")
        return f"{text} {tail}", ordered

    # -- chance

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

    # -- clauses

    def clause(self) -> str:
        return self.one(self.match, self.match, self.optional, self.optional, self.unwind, self.call, self.shortest)

    def match(self) -> str:
        patterns = [self.pattern() for _ in range(self.chance.choice([1, 1, 1, 2]))]
        return f"MATCH {', '.join(patterns)}{self.where(0.35)}"

    def optional(self) -> str:
        return f"OPTIONAL MATCH {self.pattern()}{self.where(0.3)}"

    def unwind(self) -> str:
        if self.odds(0.3):
            return f"UNWIND range(1, {self.chance.randint(0, 3)}) AS {self.name('int').name}"
        source = self.list_()
        return f"UNWIND {source} AS {self.name('str').name}"

    def shortest(self) -> str:
        nodes = [variable.name for variable in self.scope if variable.kind == "node"]
        if len(nodes) < 2:
            return self.match()
        first, second = self.chance.sample(nodes, k=2)
        before = f"WITH * WHERE {first} <> {second} "
        types = self.chance.choice(["", ":USES|TESTS|DEVELOPS|REPLACES", ":SUBJECT|OBJECT"])
        path = Variable(f"p{next(self._names)}", "path", "shortest")
        self.scope.append(path)
        arrow = self.chance.choice(["-", "->"])
        return f"{before}MATCH {path.name} = shortestPath(({first})-[{types}*..3]{arrow}({second}))"

    def call(self) -> str:
        outer = list(self.scope)
        self.scope = imported = [v for v in outer if v.kind in ("node", "rel")][:2]
        names = ", ".join(variable.name for variable in imported)
        inner = self.one(self.match, self.optional)
        kind = self.chance.choice(["int", "str", "node"])
        node = self.any_of("node")
        made, tail = ("count(*)", "") if kind == "int" or not node else (f"max({self.str_()})", "")
        result = Variable(f"s{next(self._names)}", "int" if made == "count(*)" else "str")
        if kind == "node" and node:
            result = Variable(f"n{next(self._names)}", "node", node.of)
            made, tail = node.name, f" ORDER BY {result.name}.iri LIMIT 2" if self.odds(0.5) else ""
        self.scope = [*outer, result]
        return f"CALL ({names}) {{ {inner} RETURN {made} AS {result.name}{tail} }}"

    def where(self, share: float) -> str:
        if not self.odds(share):
            return ""
        before, self.filtering = self.filtering, True
        text = f" WHERE {self.bool_(2)}"
        self.filtering = before
        return text

    # -- patterns

    def pattern(self) -> str:
        bound = self.any_of("node")
        if bound and self.odds(0.6):
            text, label = f"({bound.name})", bound.of
        else:
            label = self.chance.choice(self.graph.steps)[self.chance.choice([0, 2])]
            text = self.node(label)
        hops = self.chance.choice([0, 1, 1, 1, 2])
        for _ in range(hops):
            step, label = self.hop(label)
            text += step
        return f"{self.name('path').name} = {text}" if hops and self.odds(0.15) else text

    def node(self, label: str, *, named: bool = True) -> str:
        held = self.chance.choice([f":{label}"] * 6 + ["", f":{label}|Person", ":Resource"])
        if not named or self.odds(0.15):
            return f"({held}{self.properties(NODES[label])})"
        outer, properties = list(self.scope), self.properties(NODES[label])
        variable = self.name("node", label)
        if self.odds(0.08):
            self.scope = [variable]
            properties += self.where(1)
        self.scope = [*outer, variable]
        return f"({variable.name}{held}{properties})"

    def hop(self, label: str, *, named: bool = True) -> tuple[str, str]:
        found = [step for step in self.graph.steps if label in (step[0], step[2])] or list(self.graph.steps)
        start, type_, end = self.chance.choice(found)
        out = start == label and (end != label or self.odds(0.5))
        target = end if out else start
        types = [type_, type_, *self.chance.sample(sorted(RELATIONSHIPS), k=self.chance.choice([0, 0, 1, 3]))]
        inside, often = ":" + "|".join(dict.fromkeys(types)) if self.odds(0.9) else "", ""
        many = self.chance.choice(self.many) if self.odds(0.12) else ""
        if many.startswith("{") and named:
            often = many
        elif many.startswith("*"):
            inside += many
        elif named and self.odds(0.7):
            properties = self.properties(RELATIONSHIPS[type_])
            inside = f"{self.name('rel', type_ if len(types) == 1 and inside else '').name}{inside}{properties}"
        left, right = self.chance.choice([("-", "->") if out else ("<-", "-")] * 4 + [("-", "-")])
        return f"{left}[{inside}]{right}{often}{self.node(target, named=named)}", target

    def properties(self, keys: dict[str, str]) -> str:
        known = [key for key, kind in keys.items() if kind in ("str", "bool", "int") and key in self.graph.values]
        if not known or not self.odds(0.07):
            return ""
        key = self.chance.choice(known)
        value = self.sample(key) if self.odds(0.5) else self.value(keys[key], 0)
        return f" {{{key}: {value}}}"

    # -- expressions, by the type of their value

    def value(self, kind: str, depth: int = 1) -> str:
        makers = {"str": self.str_, "int": self.int_, "float": self.float_, "date": self.date_, "list": self.list_}
        before, self.filtering = self.filtering, False
        text = f"({self.bool_(depth)})" if kind == "bool" else makers[kind](depth)
        self.filtering = before
        return text

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

    def str_(self, depth: int = 1) -> str:
        if depth <= 0 or self.odds(0.5):
            return self.held("str")
        number = lambda: self.chance.randint(0, 4)  # noqa: E731
        text = lambda: self.str_(depth - 1)  # noqa: E731
        rel = self.any_of("rel")
        return self.one(
            lambda: f"{self.chance.choice(['toUpper', 'toLower', 'trim', 'reverse'])}({text()})",
            lambda: f"{self.chance.choice(['left', 'right'])}({text()}, {number()})",
            lambda: f"substring({text()}, {number()}, {number()})",
            lambda: f"replace({text()}, 'a', 'o')",
            lambda: f"coalesce({text()}, {text()})",
            lambda: f"({text()} + {self.chance.choice([text, lambda: self.int_(0)])()})",
            lambda: f"toString({self.value(self.chance.choice(['int', 'bool', 'date', 'float']), depth - 1)})",
            lambda: f"CASE WHEN {self.bool_(depth - 1)} THEN {text()} ELSE {text()} END",
            lambda: f"CASE {text()} WHEN {text()} THEN {text()} END",
            lambda: f"split({text()}, ' ')[{number()}]",
            lambda: f"{self.list_(depth - 1)}[{number() - 1}]",
            lambda: f"{self.chance.choice(['head', 'last'])}({self.list_(depth - 1)})",
            lambda: f"type({rel.name})" if rel else text(),
            lambda: f"{self.chance.choice(['startNode', 'endNode'])}({rel.name}).iri" if rel else text(),
        )

    def int_(self, depth: int = 1) -> str:
        if depth <= 0 or self.odds(0.4):
            return self.held("int")
        whole = lambda: self.int_(depth - 1)  # noqa: E731
        node, path = self.any_of("node"), self.any_of("path")
        deep = path if path and path.of != "shortest" else None
        return self.one(
            lambda: f"size({self.chance.choice([self.str_, self.list_])(depth - 1)})",
            lambda: f"({whole()} {self.chance.choice('+-*')} {whole()})",
            lambda: f"({whole()} {self.chance.choice('/%')} {self.chance.randint(1, 7)})",
            lambda: f"toInteger({self.chance.choice([self.str_, self.float_])(depth - 1)})",
            lambda: f"{self.chance.choice(['abs', 'sign'])}({whole()})",
            lambda: f"coalesce({whole()}, {whole()})",
            lambda: f"{self.date_(depth - 1)}.{self.chance.choice(['year', 'month', 'day', 'quarter', 'week'])}",
            lambda: f"reduce(z = 0, x IN {self.list_(depth - 1)} | z + size(x))",
            lambda: f"CASE WHEN {self.bool_(depth - 1)} THEN {whole()} END",
            lambda: f"COUNT {{ {self.inner()} }}",
            lambda: f"size([{self.around(node)} | 1])" if node else whole(),
            lambda: f"size({self.chance.choice(['keys', 'labels'])}({node.name}))" if node else whole(),
            lambda: f"length({path.name})" if path else whole(),
            lambda: f"reduce(z = 0, x IN nodes({path.name}) | z + size(x.iri))" if deep else whole(),
            lambda: f"size([x IN relationships({path.name}) WHERE x.claims > 1 | x.quote])" if deep else whole(),
            lambda: f"size([{self.around(node)} WHERE {node.name}.iri > 'i' | {node.name}.iri])" if node else whole(),
            lambda: f"duration.inDays({self.date_(0)}, {self.date_(0)}).days",
        )

    def float_(self, depth: int = 1) -> str:
        if depth <= 0 or self.odds(0.5):
            return self.held("float")
        return self.one(
            lambda: f"toFloat({self.chance.choice([self.str_, self.int_])(depth - 1)})",
            lambda: f"round({self.float_(depth - 1)}, 1)",
            lambda: f"({self.float_(depth - 1)} {self.chance.choice('+-*')} {self.int_(depth - 1)})",
            lambda: f"({self.int_(depth - 1)} / {self.chance.choice(['2.0', '0.5'])})",
            lambda: f"{self.chance.choice(['floor', 'ceil', 'sqrt'])}(abs({self.float_(depth - 1)}))",
        )

    def date_(self, depth: int = 1) -> str:
        if depth <= 0 or self.odds(0.6):
            return self.held("date")
        return self.one(
            lambda: f"({self.date_(depth - 1)} + duration({{months: {self.chance.randint(0, 14)}}}))",
            lambda: f"({self.date_(depth - 1)} - duration('P{self.chance.randint(1, 60)}D'))",
            lambda: (
                f"date.truncate('{self.chance.choice(['month', 'year', 'week'])}', "
                f"coalesce({self.date_(depth - 1)}, date('2025-05-02')))"
            ),
            lambda: f"coalesce({self.date_(depth - 1)}, {self.date_(depth - 1)})",
        )

    def list_(self, depth: int = 1) -> str:
        if depth <= 0 or self.odds(0.5):
            return self.held("list")
        return self.one(
            lambda: f"[x IN {self.list_(depth - 1)} WHERE {self.about_x()}]",
            lambda: f"[x IN {self.list_(depth - 1)} | toUpper(x)]",
            lambda: f"[x IN {self.list_(depth - 1)} WHERE {self.about_x()} | left(x, 3)]",
            lambda: f"({self.list_(depth - 1)} + {self.chance.choice([self.list_, self.str_])(depth - 1)})",
            lambda: f"split({self.str_(depth - 1)}, ' ')",
            lambda: f"{self.list_(depth - 1)}[..{self.chance.randint(0, 2)}]",
            lambda: f"tail({self.list_(depth - 1)})",
            lambda: f"[{self.str_(depth - 1)}, {self.str_(depth - 1)}]",
            lambda: f"COLLECT {{ {self.inner(returns=True)} }}",
        )

    def about_x(self) -> str:
        return self.one(
            lambda: "x CONTAINS 'a'",
            lambda: f"size(x) > {self.chance.randint(0, 9)}",
            lambda: f"x <> {self.str_(0)}",
            lambda: f"x IN {self.list_(0)}",
            lambda: "x =~ '[a-m].*'",
        )

    def bool_(self, depth: int = 1) -> str:
        if depth <= 0:
            return self.comparison(0)
        node, path, sub = self.any_of("node"), self.any_of("path"), lambda: self.bool_(depth - 1)
        path = path if path and path.of != "shortest" else None
        return self.one(
            lambda: self.comparison(depth),
            lambda: self.comparison(depth),
            lambda: self.comparison(0),
            lambda: f"({sub()} {self.chance.choice(['AND', 'OR', 'OR', 'OR', 'XOR'])} {sub()})",
            lambda: f"NOT ({sub()})",
            lambda: (
                self.value(self.chance.choice(["str", "int", "date", "list", "bool"]))
                + f" IS {self.chance.choice(['', 'NOT '])}NULL"
            ),
            lambda: f"{self.str_(depth - 1)} IN {self.list_(depth - 1)}",
            lambda: f"{self.str_(0)} {self.chance.choice(['STARTS WITH', 'ENDS WITH', 'CONTAINS'])} {self.str_(1)}",
            lambda: f"{self.str_(0)} =~ '(?i).*[a-f].*'",
            lambda: (
                f"{self.chance.choice(['any', 'all', 'none', 'single'])}(x IN {self.list_(depth - 1)} "
                f"WHERE {self.about_x()})"
            ),
            lambda: self.held("bool"),
            lambda: f"{self.chance.choice(['', 'NOT '])}EXISTS {{ {self.inner()} }}",
            lambda: self.around(node) if node and self.filtering else sub(),
            lambda: (
                f"{node.name}:{self.chance.choice(['Studio', 'Tool|Vendor', '!Person', 'Entity'])}" if node else sub()
            ),
            lambda: f"'Studio' IN labels({node.name})" if node else sub(),
            lambda: (
                f"{self.chance.choice(['all', 'any', 'none', 'single'])}(x IN nodes({path.name}) "
                f"WHERE x.{self.chance.choice(['generic', 'name IS NOT NULL', 'claims > 0'])})"
                if path
                else sub()
            ),
            lambda: f"COUNT {{ {self.inner()} }} {self.chance.choice(['>', '=', '<='])} {self.int_(0)}",
        )

    def comparison(self, depth: int) -> str:
        kind = self.chance.choice(["str", "str", "int", "float", "date", "bool", "list"])
        operator = self.chance.choice(["=", "<>"] if kind in ("bool", "list") else ["=", "<>", "<", "<=", ">", ">="])
        found = self.property(kind)
        if found and found[1] in self.graph.values and self.odds(0.6):
            return f"{found[0]} {operator} {self.sample(found[1])}"
        return f"{self.value(kind, depth - 1)} {operator} {self.value(kind, depth - 1)}"

    def around(self, node: Variable | None) -> str:
        """Write a pattern around a node that names nothing new."""
        return f"({node.name}){self.hop(node.of, named=False)[0]}" if node else "()--()"

    def inner(self, *, returns: bool = False) -> str:
        """Write what stands in EXISTS, COUNT and COLLECT: it sees what is around it, and names things of its own."""
        outer = list(self.scope)
        text = f"MATCH {self.pattern()}{self.where(0.3)}"
        if returns:
            text += f" RETURN {self.str_(1)} AS y ORDER BY y{' LIMIT 2' if self.odds(0.3) else ''}"
        self.scope = outer
        return text

    # -- projections

    def project(self, word: str) -> tuple[str, bool]:
        """Write WITH or RETURN; the scope is what it leaves. Tell whether its rows have one order."""
        grouped = self.odds(0.35)
        kept = self.chance.sample(self.scope, k=min(len(self.scope), 1 if grouped else 2))
        kept = [held for held in kept if word == "WITH" or (held.kind != "path" and self.odds(0.3))]
        items = [(held.name, held) for held in kept]
        for _ in range(self.chance.choice([1, 1, 2] if word == "RETURN" or not items else [0, 1])):
            kind = self.chance.choice(["str", "str", "int", "float", "bool", "date", "list", "loose"])
            if kind == "loose" and word == "RETURN":
                items.append((self.loose(), self.alias(kind)))
                continue
            kind = "str" if kind == "loose" else kind
            items.append((self.value(kind, 2), self.alias(kind)))
        if grouped:
            items += [self.aggregate() for _ in range(self.chance.choice([1, 1, 2]))]
        distinct = "DISTINCT " if self.odds(0.15) else ""
        text = ", ".join(made if made == v.name else f"{made} AS {v.name}" for made, v in items)
        self.scope = [variable for _, variable in items]
        order = self.order() if self.odds(0.45) else ""
        self.scope = [variable for variable in self.scope if variable.kind != "loose"]
        filtered = self.where(0.2) if word == "WITH" and self.scope else ""
        return f"{word} {distinct}{text}{order}{filtered}", bool(order)

    def loose(self, depth: int = 1) -> str:
        """Write a value without an order of its own: a map, a projection, a path or a list in no order."""
        node, path = self.any_of("node"), self.any_of("path")
        kind = self.chance.choice(["str", "int", "bool", "date", "list"])
        inner = lambda: self.loose(depth - 1) if depth > 0 and self.odds(0.4) else self.value(kind)  # noqa: E731
        found = self.property(kind)
        return self.one(
            lambda: f"{{a: {inner()}, b: {self.value(kind)}}}",
            lambda: f"[{inner()}, {inner()}]",
            lambda: f"{node.name} {{.iri, .name, x: {inner()}}}" if node else f"{{a: {inner()}}}",
            lambda: f"{node.name} {{.*}}" if node else f"[{inner()}]",
            lambda: f"[{self.around(node)} | {inner()}]" if node else f"[{inner()}]",
            lambda: f"labels({node.name})" if node else f"[{inner()}]",
            lambda: f"[x IN nodes({path.name}) | x.iri]" if path and not path.of else f"{{k: {inner()}}}",
            lambda: f"[x IN relationships({path.name}) | type(x)]" if path and not path.of else f"[{inner()}]",
            lambda: found[0] if found else inner(),
        )

    def alias(self, kind: str) -> Variable:
        return Variable(f"{kind[0]}{next(self._names)}", kind)

    def order(self) -> str:
        """Sort by every column, if each has an order, and perhaps take some rows only."""
        if any(variable.kind in ("loose", "path") for variable in self.scope):
            return ""
        keys = [key for variable in self.chance.sample(self.scope, k=len(self.scope)) for key in _order(variable)]
        text = " ORDER BY " + ", ".join(key + self.chance.choice(["", "", " DESC"]) for key in keys)
        text += f" SKIP {self.chance.randint(1, 3)}" if self.odds(0.2) else ""
        return text + (f" LIMIT {self.chance.randint(1, 8)}" if self.odds(0.4) else "")

    def aggregate(self) -> tuple[str, Variable]:
        distinct = self.chance.choice(["", "", "DISTINCT "])
        made, kind = self.chance.choice(
            [
                ("count(*)", "int"),
                (f"count({distinct}{self.value(self.chance.choice(['str', 'int', 'date', 'list']))})", "int"),
                (f"sum({distinct}{self.int_(1)})", "int"),
                (f"{self.chance.choice(['min', 'max'])}({self.str_(1)})", "str"),
                (f"{self.chance.choice(['min', 'max'])}({self.date_(1)})", "date"),
                (f"{self.chance.choice(['min', 'max'])}({self.int_(1)})", "int"),
                (f"round(avg({self.chance.choice([self.float_, self.int_])(1)}), 6)", "float"),
                (f"collect({distinct}{self.str_(1)})", "loose"),
                (f"size(collect({distinct}{self.str_(1)}))", "int"),
                (f"(count({distinct}{self.str_(1)}) > 1)", "bool"),
                (f"round(stDev({self.int_(1)}), 6)", "float"),
                (f"percentileCont({self.float_(1)}, 0.5)", "float"),
                (f"percentileDisc({self.float_(1)}, 0.7)", "float"),
                (f"collect({distinct}{self.loose(0)})", "loose"),
                (f"{{n: count(*), x: max({self.int_(1)})}}", "loose"),
                (f"count(CASE WHEN {self.bool_(1)} THEN 1 END)", "int"),
                (f"(count(*) + {self.chance.randint(1, 9)}) / 2", "int"),
            ]
        )
        return made, self.alias(kind)


def _order(variable: Variable) -> list[str]:
    name = variable.name
    if variable.kind == "node":
        return [f"{name}.iri"]
    if variable.kind == "rel":
        return [f"type({name})", f"startNode({name}).iri", f"endNode({name}).iri"]
    return [name]
