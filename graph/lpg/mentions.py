"""Let the embedded engine see every name in a WHERE that it filters a MATCH by.

ArcadeDB 26.11.1 tries each condition as soon as the names that it sees there are bound, and sees none in a bare
property, an index, a CASE, most calls: ``(n)-->(t) WHERE t.generic OR n.name = 'a'`` is tried before t is found and
loses its rows. ``OR (t IS NULL AND t IS NOT NULL)`` says the same and mentions t where the engine looks. Conditions
within a relationship, ``-[r WHERE t.generic]->(t)``, are always tried on the way: no rewriting helps, `too_early`.
Nor does any for a condition on a shortest path, `on_shortest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from laborgraph.lpg.syntax import CLAUSES, pattern, relationships
from laborgraph.lpg.tokens import Query


def mention(query: Query) -> str:
    """Return the query with the names of its MATCH clauses mentioned in the conditions that hold more than one.

    >>> mention(Query("MATCH (n)-->(t) WHERE n.name = 'x' AND (t.generic OR n.generic) RETURN t"))[35:]
    'AND ((t.generic OR n.generic) OR (n IS NULL AND n IS NOT NULL) OR (t IS NULL AND t IS NOT NULL)) RETURN t'
    """
    edits: list[tuple[int, str]] = []
    for span, names in _hidden(query):
        never = "".join(f" OR ({name} IS NULL AND {name} IS NOT NULL)" for name in names)
        edits += [(query.tokens[span[0]].start, "("), (query.tokens[span[-1]].end, f"{never})")]
    text = query.text
    for place, new in sorted(edits, reverse=True):
        text = text[:place] + new + text[place:]
    return text


def too_early(query: Query) -> Iterator[tuple[int, str]]:
    """Yield where a relationship's own condition mentions what the same MATCH binds, and the name."""
    before: set[str | None] = set()
    for match in range(len(query.tokens)):
        if query.is_word(match, "MATCH") and not query.is_sign(match - 1, "|"):
            bound = _bound(query, match)
            for bracket in pattern(query, match):
                fresh = bound - before - {query.name(bracket + 1)}
                inner = query.within(bracket) if query.is_sign(bracket, "[") else ()
                for i in inner:
                    if _is_variable(query, i) and query.name(i) in fresh and query.is_sign(i + 1, ".", "[", ")"):
                        yield i, query.tokens[i].text
            before |= bound


def on_shortest(query: Query) -> Iterator[tuple[int, str]]:
    """Yield where a MATCH filters by a shortest path or its relationships, and the name.

    Neo4j looks for the shortest path that meets the condition, the embedded engine tries it on the shortest one only.
    """
    for match in range(len(query.tokens)):
        if query.is_word(match, "MATCH") and not query.is_sign(match - 1, "|"):
            searched = [b for b in pattern(query, match) if query.name(b - 1) in ("shortestPath", "allShortestPaths")]
            names = {query.name(b - 3) for b in searched if query.is_sign(b - 2, "=")}
            names |= {name for b in searched for name in relationships(query, query.within(b))}
            for span in (span for where in _wheres(query, match) for span in _conjuncts(query, where)):
                yield from (
                    (i, query.tokens[i].text) for i in span if _is_variable(query, i) and query.name(i) in names
                )


def _hidden(query: Query) -> Iterator[tuple[range, list[str]]]:
    """Yield the conditions that mention several names of their MATCH in ways the engine may not see, and the names."""
    for match in range(len(query.tokens)):
        if not query.is_word(match, "MATCH") or query.is_sign(match - 1, "|"):
            continue
        bound = _bound(query, match)
        for where in _wheres(query, match):
            for span in _conjuncts(query, where):
                held = sorted({query.tokens[i].text for i in span if _is_variable(query, i) and query.name(i) in bound})
                if len(held) > 1 and not _plain(query, span):
                    yield span, held


def _bound(query: Query, match: int) -> set[str | None]:
    """Name the nodes, relationships and paths of a MATCH."""
    brackets = list(pattern(query, match))
    last = max((query.partner[b] for b in brackets), default=match)
    paths = {query.name(i - 1) for i in range(match + 2, last) if query.is_sign(i, "=") and _top(query, i, match)}
    return ({query.name(b + 1) for b in brackets} | paths) - {None}


def _wheres(query: Query, match: int) -> Iterator[int]:
    """Yield the WHERE of a MATCH and those within its pattern."""
    for bracket in pattern(query, match):
        yield from (i for i in query.within(bracket) if query.parent[i] == bracket and query.is_word(i, "WHERE"))
    later = (i for i in range(match + 1, len(query.tokens)) if query.parent[i] <= query.parent[match])
    clause = next((i for i in later if query.parent[i] < query.parent[match] or query.is_word(i, *CLAUSES)), match)
    if query.is_word(clause, "WHERE") and _top(query, clause, match):
        yield clause


def _conjuncts(query: Query, where: int) -> Iterator[range]:
    """Split a condition at its AND, unless an OR or XOR beside them holds it together."""
    level, end = query.parent[where], where + 1
    while end < len(query.tokens) and query.parent[end] >= level:
        ends = query.parent[end] == level and (query.is_word(end, *CLAUSES) or query.is_sign(end, ";"))
        if ends and not (query.is_word(end, "WITH") and query.is_word(end - 1, "STARTS", "ENDS")):
            break
        end += 1
    own = [i for i in range(where + 1, end) if query.parent[i] == level]
    whole = any(query.is_word(i, "OR", "XOR") for i in own)
    cuts = [where, *(i for i in own if query.is_word(i, "AND") and not whole), end]
    yield from (range(left + 1, right) for left, right in pairwise(cuts) if right - left > 1)


def _plain(query: Query, span: range) -> bool:
    """Tell whether a condition only compares properties: all names in it are seen."""
    return not any(query.is_sign(i, "(", "[", "{") or query.is_word(i, "OR", "XOR", "NOT", "CASE") for i in span)


def _is_variable(query: Query, i: int) -> bool:
    return query.name(i) is not None and not query.is_sign(i - 1, ".") and not query.is_sign(i + 1, "(")


def _top(query: Query, i: int, match: int) -> bool:
    return query.parent[i] == query.parent[match]
