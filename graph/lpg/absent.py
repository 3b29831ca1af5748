"""Refuse patterns on what OPTIONAL MATCH may not have found: the embedded engine takes null there for "anything".

Measured: ``MATCH (x)``, ``EXISTS { (x) }``, ``[(x)-[*1..2]->(y) | y]`` and ``MATCH ()-[r]->()`` with x and r null.
"""

from __future__ import annotations

from collections.abc import Iterator

from laborgraph.lpg.syntax import CLAUSES, is_subquery, pattern
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
    return found


def _takes_null_for_anything(query: Query, i: int, matched: dict[int, int]) -> bool:
    if query.is_sign(i, "["):
        return query.is_sign(i - 1, "-")
    closing = query.partner[i]
    joined = query.is_sign(i - 1, "-", ">") or query.is_sign(closing + 1, "-", "<")
    if not joined:
        return i in matched or (query.is_sign(i - 1, "{") and is_subquery(query, i - 1))
    after = next((j for j in range(closing + 1, closing + 4) if query.is_sign(j, "[")), None)
    return i not in matched and after is not None and any(query.is_sign(j, "*") for j in query.within(after))


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
