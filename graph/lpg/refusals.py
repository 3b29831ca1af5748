"""Refuse the queries that the embedded engine would answer wrongly without a word, and say how to write them instead.

Measured on ArcadeDB 26.11.1 beside Neo4j 5.26 (tests/test_dialect.py asks both):

- an aggregate under AND, OR, NOT, IN, IS NULL …, ``count(t) > 1 AND s.generic``, groups nothing;
- ``RETURN *, x`` drops x; labels and types made up on the way, ``:$(…)``, are not looked at;
- a pattern on what may be null, as after OPTIONAL MATCH, matches anything (`absent`);
- a relationship's own condition on what comes after it, ``-[r WHERE t.generic]->(t)``, finds nothing (`mentions`);
- a condition on a shortest path is asked of the shortest only, and none may be left (`mentions`);
- durations, maps and values of several kinds are sorted in another order;
- ``valueType`` knows no types within lists; ``\\U0001F3AC`` is another text;
- ``db.propertyKeys()``, ``db.schema.…``, ``SHOW PROCEDURES`` … know only what was declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from laborgraph.errors import QueryError
from laborgraph.lpg.absent import patterns_on_null
from laborgraph.lpg.mentions import on_shortest, too_early
from laborgraph.lpg.syntax import elements, expression, is_aggregate, is_map, is_operator, is_projection, is_subquery
from laborgraph.lpg.tokens import Query, mark

_CATALOG = ("db.propertykeys", "db.schema.", "apoc.meta.")
_SHOWN = ("CONSTRAINT", "CONSTRAINTS", "INDEX", "INDEXES", "DATABASE", "DATABASES")
_LONG_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\U")
_LOGIC = ("AND", "OR", "XOR", "NOT")


def refuse(query: Query) -> None:
    """Raise `QueryError`, with the place and how to write it instead, for what would be answered wrongly."""
    for i in range(len(query.tokens)):
        _refuse_catalog(query, i)
        _refuse_words(query, i)
        _refuse_aggregate(query, i)
    for i, name in patterns_on_null(query):
        raise refusal(
            query,
            i,
            f"{name} may be null here: put WITH * WHERE {name} IS NOT NULL before, or begin with it: MATCH ({name})-…",
        )
    for i, name in too_early(query):
        raise refusal(query, i, f"{name} is not known yet here: put the condition into the WHERE after the pattern")
    for i, name in on_shortest(query):
        raise refusal(
            query,
            i,
            f"{name} is the shortest path before this is asked: match all paths, MATCH p = (a)-[*..4]-(b) WHERE …, "
            "and keep the shortest: ORDER BY length(p) LIMIT 1",
        )
    _refuse_order(query)


def refusal(query: Query, i: int, advice: str) -> QueryError:
    """Make the error that marks token `i` and says what to write instead."""
    why = "the embedded store would answer this wrongly"
    return QueryError(f"{why}; {advice}\n{mark(query.text, query.tokens[i].start)}")


def _refuse_catalog(query: Query, i: int) -> None:
    called = "".join(token.text for token in query.tokens[i + 1 : i + 6]).lower() if query.is_word(i, "CALL") else ""
    shown = i == 0 and query.is_word(i, "SHOW") and query.name(1) is not None
    if called.startswith(_CATALOG) or (shown and str(query.name(1)).upper() not in _SHOWN):
        raise refusal(query, i, "ask the graph itself: MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key")
    if called.startswith("db.index."):
        raise refusal(query, i, "search with CONTAINS or =~, or ask a Neo4j server that has such an index: --neo4j")
    if i == 0 and query.is_word(0, "EXPLAIN", "PROFILE"):
        raise refusal(query, 0, "plans are a Neo4j server's: use --neo4j")


def _refuse_words(query: Query, i: int) -> None:
    token = query.tokens[i]
    first = i - query.is_word(i - 1, "DISTINCT")
    if query.is_sign(i, "*") and query.is_sign(i + 1, ",") and query.is_word(first - 1, "RETURN"):
        raise refusal(query, i, "put the rest in a WITH first: WITH *, … AS x RETURN *")
    if query.is_sign(i + 1, "(") and (query.is_sign(i, "$") or token.text in ("$any", "$all")):
        raise refusal(query, i, "compare the label or type: WHERE $label IN labels(n), WHERE type(r) = $type")
    if query.is_sign(i + 1, "(") and token.kind == "word" and token.text.upper() == "VALUETYPE":
        raise refusal(query, i, "ask for the type that you expect: x IS :: LIST<STRING>")
    if token.kind == "string" and _LONG_ESCAPE.search(token.text):
        raise refusal(query, i, "write the character itself")
    if query.is_word(i, "CALL") and query.is_sign(i + 1, "(") and query.is_sign(i + 2, "*"):
        raise refusal(query, i, "name the variables: CALL (a, b) { … }")


def _refuse_aggregate(query: Query, i: int) -> None:
    if not is_aggregate(query, i):
        return
    for inner in (i, *query.ancestors(i)):
        if query.is_sign(inner, "{") and is_subquery(query, inner):
            return
        if any(is_operator(query, j) for j in expression(query, inner)):
            name = query.tokens[i].text
            raise refusal(query, i, f"put {name}(…) in a WITH of its own first: WITH …, {name}(…) AS n RETURN … n …")


# -- what is sorted in another order


def _refuse_order(query: Query) -> None:
    for source, advice in (
        (_is_duration, "durations have no order: compare their parts, .days or .months, or the dates themselves"),
        (_is_record, "sort and compare by a value, not by a map"),
        (_by_any_key(query), "the values are of several kinds: sort by toStringOrNull(…)"),
    ):
        names = _names(query, source)
        for i in _ordered(query):
            if source(query, i) or _reads(query, i, names):
                raise refusal(query, i, advice)


def _ordered(query: Query) -> Iterator[int]:
    """Yield the tokens that are sorted or compared: after ORDER BY, in min() and max(), beside ``<`` and ``>``."""
    for i in range(len(query.tokens)):
        if query.is_word(i, "BY") and query.is_word(i - 1, "ORDER"):
            end = i
            while end == i or query.is_sign(end, ",") or query.is_word(end, "ASC", "DESC"):
                span = list(expression(query, end, steps=(1,)))
                yield from span
                end = max(span, default=end) + 1
        elif query.is_word(i, "MIN", "MAX") and query.is_sign(i + 1, "("):
            yield from (j for j in query.within(i + 1) if query.parent[j] == i + 1)
        elif query.is_sign(i, "<", "<=", ">", ">="):
            yield from expression(query, i, *_LOGIC)


def _names(query: Query, source: Callable[[Query, int], bool]) -> set[str]:
    """Name the aliases of such values, and the aliases of these."""
    names: set[str] = set()
    for i in range(len(query.tokens)):
        if not query.is_word(i, "AS") or (name := query.name(i + 1)) is None:
            continue
        spans = list(expression(query, i, steps=(-1,)))
        if any(source(query, j) for j in spans) or (len(spans) == 1 and _reads(query, spans[0], names)):
            names.add(name)
    return names


def _reads(query: Query, i: int, names: set[str]) -> bool:
    return query.name(i) in names and not query.is_sign(i - 1, ".") and not query.is_sign(i + 1, ".", "[", "(")


def _is_duration(query: Query, i: int) -> bool:
    """Tell whether a duration stands here: not one of its parts, nor one that is added to a date."""
    opening = i + 1 if query.is_sign(i + 1, "(") else i + 3
    if str(query.name(i)).lower() != "duration" or query.is_sign(i - 1, ".") or opening not in query.partner:
        return False
    return not query.is_sign(i - 1, "+", "-") and not query.is_sign(query.partner[opening] + 1, ".", "+", "-")


def _is_record(query: Query, i: int) -> bool:
    return query.is_sign(i, "{") and (is_map(query, i) or is_projection(query, i)) and not _is_part(query, i)


def _is_part(query: Query, i: int) -> bool:
    return query.is_sign(query.partner[i] + 1, ".", "[")


def _by_any_key(query: Query) -> Callable[[Query, int], bool]:
    bound = elements(query)

    def is_any(query: Query, i: int) -> bool:
        opened = query.is_sign(i, "[") and query.name(i - 1) in bound and not query.is_sign(i - 2, ".", ":")
        fixed = query.partner.get(i) == i + 2 and query.tokens[i + 1].kind == "string" if opened else False
        return opened and not fixed and not query.is_sign(i - 1, "-")

    return is_any
