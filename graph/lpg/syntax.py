"""Tell the parts of a Cypher query apart by its tokens: what a brace holds, where an expression ends, what it names."""

from __future__ import annotations

from collections.abc import Iterator

from laborgraph.lpg.tokens import Query

CLAUSES = (
    "MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "CALL", "UNION", "ORDER", "SKIP", "OFFSET", "LIMIT",
    "USING", "CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "LOAD", "FINISH", "USE",
)  # fmt: skip
_AGGREGATES = ("COUNT", "COLLECT", "SUM", "AVG", "MIN", "MAX", "STDEV", "STDEVP", "PERCENTILECONT", "PERCENTILEDISC")
_BEFORE_EXPRESSION = (
    *CLAUSES, "BY", "DISTINCT", "ASC", "DESC", "ASCENDING", "DESCENDING", "AS", "IN", "AND", "OR", "XOR", "NOT",
    "CASE", "WHEN", "THEN", "ELSE", "IS", "NULL", "CONTAINS", "STARTS", "ENDS", "ON", "YIELD",
)  # fmt: skip
_ENDS_PART = (*CLAUSES, "BY", "DISTINCT", "ASC", "DESC", "AS", "WHEN", "THEN", "ELSE", "YIELD")
_BINDERS = ("ANY", "ALL", "NONE", "SINGLE")


def is_aggregate(query: Query, i: int) -> bool:
    """Tell whether token `i` calls an aggregating function."""
    name = query.name(i) if query.is_sign(i + 1, "(") and not query.is_sign(i - 1, ".") else None
    return name is not None and name.upper() in _AGGREGATES


def is_projection(query: Query, brace: int) -> bool:
    """Tell ``n {.name}`` from a map, a subquery and the properties of a pattern's element."""
    if not query.is_sign(brace, "{") or query.name(brace - 1) is None or query.is_word(brace - 1, *_BEFORE_EXPRESSION):
        return False
    if query.is_sign(brace + 1, "."):
        return True
    return not (is_subquery(query, brace) or _is_element(query, query.parent[brace], brace))


def is_map(query: Query, brace: int) -> bool:
    """Tell whether a brace opens a map, ``{key: value}``."""
    quantifier = query.is_sign(brace - 1, ")", ">", "-")
    return (
        query.is_sign(brace, "{")
        and not quantifier
        and not is_subquery(query, brace)
        and not is_projection(query, brace)
    )


def is_subquery(query: Query, brace: int) -> bool:
    """Tell whether a brace holds a query: of EXISTS, COUNT, COLLECT or CALL."""
    if query.is_word(brace - 1, "EXISTS", "COUNT", "COLLECT", "CALL"):
        return True
    openings = [i for i, closing in query.partner.items() if closing == brace - 1]
    return bool(openings) and query.is_word(openings[0] - 1, "CALL")


def _is_element(query: Query, bracket: int, brace: int) -> bool:
    """Tell whether a brace in this bracket holds properties of a node ``(n:L {…})`` or relationship ``-[r:T {…}]-``."""
    if query.is_sign(bracket, "["):
        return query.is_sign(bracket - 1, "-")
    call = query.name(bracket - 1) is not None and not query.is_word(bracket - 1, *_BEFORE_EXPRESSION, "EXISTS")
    labelled = query.is_sign(bracket + 1, ":") or query.is_sign(bracket + 2, ":")
    return query.is_sign(bracket, "(") and (labelled or (not call and brace == bracket + 2))


def expression(query: Query, i: int, *ends: str, steps: tuple[int, ...] = (-1, 1)) -> Iterator[int]:
    """Yield the tokens beside `i`, in its own bracket, that belong to the same expression; it `ends` at these, too."""
    level = query.parent[i]
    for step in steps:
        j = i + step
        while level < j < len(query.tokens) and query.parent[j] >= level:
            if query.parent[j] == level and (_ends_expression(query, j) or query.is_word(j, *ends)):
                break
            if query.parent[j] == level:
                yield j
            j += step


def _ends_expression(query: Query, i: int) -> bool:
    if query.is_word(i, "WITH") and query.is_word(i - 1, "STARTS", "ENDS"):
        return False
    return query.is_word(i, *_ENDS_PART) or query.is_sign(i, ",", "|", ";")


def is_operator(query: Query, i: int) -> bool:
    """Tell whether token `i` is an operator that answers true or false, other than a plain comparison."""
    if query.is_word(i, "IS"):
        return query.is_word(i + 1, "NULL", "NOT", "NORMALIZED", "NFC", "NFD", "NFKC", "NFKD")
    if query.is_word(i, "IN"):
        return not _binds(query, i)
    return query.is_word(i, "AND", "OR", "XOR", "NOT", "CONTAINS", "STARTS", "ENDS") or query.is_sign(i, "=~")


def _binds(query: Query, i: int) -> bool:
    """Tell the IN of ``[x IN list …]``, ``any(x IN list …)`` and ``reduce(a = 0, x IN list | …)`` from the operator."""
    bracket = query.parent[i]
    if query.is_word(bracket - 1, "REDUCE"):
        return query.is_sign(i - 2, ",")
    return i - 2 == bracket and (query.is_sign(bracket, "[") or query.is_word(bracket - 1, *_BINDERS))


def pattern(query: Query, match: int) -> Iterator[int]:
    """Yield the round and square brackets of the pattern that follows MATCH, but for those of inner expressions."""
    level = query.parent[match]
    for i in range(match + 1, len(query.tokens)):
        if query.parent[i] < level or (query.parent[i] == level and query.is_word(i, *CLAUSES)):
            return
        if query.is_sign(i, "(", "[") and not _in_expression(query, i, level):
            yield i


def _in_expression(query: Query, i: int, level: int) -> bool:
    outer = [j for j in query.ancestors(i) if j > level]
    return any(
        query.is_sign(j, "{") or any(query.parent[k] == j and query.is_word(k, "WHERE") for k in range(j + 1, i))
        for j in outer
    )


def relationships(query: Query, span: range) -> set[str]:
    """Name the relationships that are bound in some tokens: ``-[u:USES]-``."""
    opened = (i for i in span if query.is_sign(i, "[") and query.is_sign(i - 1, "-"))
    return {name for i in opened if (name := query.name(i + 1)) is not None}


def elements(query: Query) -> set[str]:
    """Name the nodes and relationships that MATCH binds."""
    whole = range(len(query.tokens))
    brackets = (b for i in whole if query.is_word(i, "MATCH") for b in pattern(query, i))
    return relationships(query, whole) | {name for b in brackets if (name := query.name(b + 1)) is not None}
