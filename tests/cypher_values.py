"""Expressions of made-up queries by the type of their value, and the patterns that they may hold."""

from __future__ import annotations

from laborgraph_test_cypher_words import NODES, RELATIONSHIPS, Variable, Words


class Values(Words):
    """Write expressions and patterns; what a pattern names comes into scope."""

    def value(self, kind: str, depth: int = 1) -> str:
        makers = {"str": self.str_, "int": self.int_, "float": self.float_, "date": self.date_, "list": self.list_}
        before, self.filtering = self.filtering, False
        text = f"({self.bool_(depth)})" if kind == "bool" else makers[kind](depth)
        self.filtering = before
        return text

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

    def where(self, share: float) -> str:
        if not self.odds(share):
            return ""
        before, self.filtering = self.filtering, True
        text = f" WHERE {self.bool_(2)}"
        self.filtering = before
        return text

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
