"""Refuse patterns on what may be null, after OPTIONAL MATCH say: the embedded engine takes null there for "anything".

Measured with x and r null: right is a chain that begins with x, ``MATCH (x)-->()``, ``EXISTS { (x)-->() }``, and
`shortestPath`; wrong are ``MATCH (x)``, ``MATCH ()-->(x)``, ``MATCH ()-[r]->()``, the same within EXISTS, COUNT and
COLLECT, and every ``[(x)-->(y) | y]`` and ``WHERE (x)-->()``.
"""

from __future__ import annotations

from collections.abc import Iterator

from laborgraph.lpg.syntax import CLAUSES, expression, is_subquery, pattern
from laborgraph.lpg.tokens import Query


def patterns_on_null(query: Query) -> Iterator[tuple[int, str]]:
    """Yield where a pattern uses a name that may be null in such a way, and the name."""
    whole = range(len(query.tokens))
    matched = {b: i for i in whole if query.is_word(i, "MATCH") for b in pattern(query, i)}
    for name, since in _optional(query, matched).items():
        for i in range(since, len(query.tokens)):
            if query.name(i + 1) != name or not query.is_sign(i, "(", "["):
                continue
            if _takes_null_for_anything(query, i, matched) and _in_scope(query, name, since, i):
                yield i, name


def _optional(query: Query, matched: dict[int, int]) -> dict[str, int]:
    """Name what OPTIONAL MATCH binds first, with the token after its clause."""
    bound: set[str] = set()
    found: dict[str, int] = {}
    for bracket, match in matched.items():
        name = query.name(bracket + 1)
        if name is not None and name not in bound and query.is_word(match - 1, "OPTIONAL"):
            level = query.parent[match]
            later = range(match + 1, len(query.tokens))
            ends = (i for i in later if query.parent[i] <= level and query.is_word(i, *CLAUSES))
            found[name] = next((i for i in ends if not query.is_word(i, "WHERE")), len(query.tokens))
        bound |= {name} if name is not None else set()
    for i in range(1, len(query.tokens)):
        if query.is_word(i, "AS") and (alias := query.name(i + 1)) is not None and _may_be_null(query, i, found):
            found.setdefault(alias, i + 2)
    return found


def _may_be_null(query: Query, i: int, found: dict[str, int]) -> bool:
    """Tell whether what stands before this AS is null for want of something: ``x AS``, ``head(…) AS``, ``l[0] AS``."""
    held = list(expression(query, i, steps=(-1,)))[::-1]
    if not held:
        return False
    first, name = held[0], query.name(held[0])
    if len(held) == 1:
        return (name in found and found[name] <= i) or query.is_word(first, "NULL")
    picked = query.is_sign(held[-1], "]") and not query.is_sign(first, "[")
    return picked or query.is_word(first, "CASE") or str(name).lower() in ("head", "last", "coalesce")


def _takes_null_for_anything(query: Query, i: int, matched: dict[int, int]) -> bool:
    if query.is_sign(i, "["):
        return query.is_sign(i - 1, "-")
    closing = query.partner[i]
    follows = query.is_sign(i - 1, "-", ">") and query.is_sign(i - 2, "-", "]")
    left, out = query.is_sign(closing + 1, "<"), query.is_sign(closing + 1, "-")
    joined = follows or (left and query.is_sign(closing + 2, "-")) or (out and query.is_sign(closing + 2, "-", "["))
    begins = query.is_sign(i - 1, "{") and is_subquery(query, i - 1)
    if not joined:
        return i in matched or begins
    shortest = query.name(query.parent[i] - 1) in ("shortestPath", "allShortestPaths")
    return follows and not shortest if i in matched else not begins


def _in_scope(query: Query, name: str, since: int, i: int) -> bool:
    """Tell whether the name still means the same: no UNION between, each WITH hands it on, nothing says IS NOT NULL."""
    for j in range(since, i):
        if query.is_word(j, "UNION"):
            return False
        if query.name(j) == name and query.is_word(j + 1, "IS") and query.is_word(j + 2, "NOT"):
            return False
        if query.is_word(j, "WITH") and not query.is_word(j - 1, "STARTS", "ENDS"):
            ends = (k for k in range(j + 1, i + 1) if query.is_word(k, *CLAUSES) and query.parent[k] <= query.parent[j])
            item = range(j + 1, next(ends, i))
            own = [k for k in item if query.parent[k] == query.parent[j]]
            kept = any(query.name(k) == name and not query.is_sign(k + 1, ".") for k in own)
            if not (kept or any(query.is_sign(k, "*") and query.is_word(k - 1, "WITH", "DISTINCT") for k in own)):
                return False
    return True
