"""Name the columns of an answer as Neo4j names them, from the query: the embedded engine names none without rows."""

from __future__ import annotations

from itertools import pairwise

from laborgraph.lpg.tokens import Query

#: What ``RETURN *`` names: all variables, in the order of the alphabet.
EVERYTHING = ("*",)
_ENDS = ("ORDER", "SKIP", "OFFSET", "LIMIT", "UNION")


def returned(text: str) -> tuple[str, ...] | None:
    """List the columns of the last RETURN: the alias, else the text; None without a RETURN.

    ``*`` gives `EVERYTHING`; a projection is named after its variable.

    >>> returned("MATCH (n) RETURN DISTINCT n.name, count( * ) AS `how many`, n {.a} ORDER BY n.name LIMIT 3")
    ('n.name', 'how many', 'n')
    >>> returned("CALL db.labels()") is None
    True
    """
    query = Query(text)
    top = [i for i in range(len(query.tokens)) if query.balanced and query.parent[i] == -1]
    starts = [i for i in top if query.is_word(i, "RETURN")]
    if not starts:
        return None
    start = starts[-1] + 1
    start += query.is_word(start, "DISTINCT")
    ended = (i for i in top if i >= start and (query.is_word(i, *_ENDS) or query.is_sign(i, ";")))
    end = next(ended, len(query.tokens))
    cuts = [start - 1, *(i for i in top if start <= i < end and query.is_sign(i, ",")), end]
    items = [range(left + 1, right) for left, right in pairwise(cuts)]
    if not all(items):
        return None
    if query.is_sign(start, "*"):
        return EVERYTHING
    return tuple(_name(query, item) for item in items)


def _name(query: Query, item: range) -> str:
    aliased = len(item) > 2 and query.tokens[item[-2]].text.upper() == "AS"
    projected = len(item) > 1 and query.partner.get(item[1]) == item[-1] and query.is_sign(item[1], "{")
    alone = query.name(item[0 if projected else -1]) if aliased or projected or len(item) == 1 else None
    return query.source(item) if alone is None else alone
