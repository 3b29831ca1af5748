"""Make up read queries over the schema: valid Cypher with one right answer, whatever order an engine works in.

Labels, types and keys come from the mapping; which of them meet, and the values to compare with, from the graph itself,
so that most queries find something. A list whose order no engine promises (`collect`, `labels`, a pattern
comprehension) is only returned, counted or searched; rows are cut off (SKIP, LIMIT) only where ORDER BY names every
column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from laborgraph_test_cypher_values import Values
from laborgraph_test_cypher_words import Variable, survey

__all__ = ["Maker", "survey"]


@dataclass(frozen=True)
class Made:
    """A query, its parameters, and whether its rows have one order."""

    text: str
    parameters: dict[str, Any]
    ordered: bool


class Maker(Values):
    """Make queries, clause by clause."""

    def make(self) -> Made:
        self.begin()
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
