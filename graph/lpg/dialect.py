"""Rewrite or refuse the queries that the embedded engine would answer otherwise than Neo4j, without a word.

Measured on ArcadeDB 26.11.1 beside Neo4j 5.26 (tests/test_dialect.py asks both):

- an inline map that refers to a relationship, ``MATCH (c:Claim {fid: u.fid})``, finds nothing → the same condition as
  an inline WHERE, ``(c:Claim WHERE c.fid = u.fid)``;
- a map projection within a map, ``{tool: t {.name}}``, replaces that map → the map that it stands for;
- an aggregate under AND, OR, NOT, IN, IS NULL …, ``count(t) > 1 AND s.generic``, groups nothing → refused;
- ``CALL (*)`` and quantified path patterns lose relationships of the outer query → refused;
- ``db.propertyKeys()``, ``db.schema.…``, ``SHOW PROCEDURES`` … know only what was declared → refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from laborgraph.errors import QueryError
from laborgraph.lpg.tokens import Query, mark

_AGGREGATES = ("COUNT", "COLLECT", "SUM", "AVG", "MIN", "MAX", "STDEV", "STDEVP", "PERCENTILECONT", "PERCENTILEDISC")
_CLAUSES = (
    "MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "CALL", "UNION", "ORDER", "SKIP", "OFFSET", "LIMIT",
    "USING", "CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "LOAD", "FINISH", "USE",
)  # fmt: skip
_BEFORE_EXPRESSION = (
    *_CLAUSES, "BY", "DISTINCT", "ASC", "DESC", "ASCENDING", "DESCENDING", "AS", "IN", "AND", "OR", "XOR", "NOT",
    "CASE", "WHEN", "THEN", "ELSE", "IS", "NULL", "CONTAINS", "STARTS", "ENDS", "ON", "YIELD",
)  # fmt: skip
_ENDS_PART = (*_CLAUSES, "BY", "DISTINCT", "ASC", "DESC", "AS", "WHEN", "THEN", "ELSE", "YIELD")
_BINDERS = ("ANY", "ALL", "NONE", "SINGLE")
_CATALOG = ("db.propertykeys", "db.schema.", "apoc.meta.")
_SHOWN = ("CONSTRAINT", "CONSTRAINTS", "INDEX", "INDEXES", "DATABASE", "DATABASES")
_WHY = "the embedded store would answer this wrongly"


def translate(query: str) -> str:
    """Return the query that the embedded engine answers as Neo4j answers this one.

    Raises `QueryError`, with the place and how to write it instead, when there is none.

    >>> translate("MATCH (s)-[u:USES]->(t) MATCH (c:Claim {fid: u.fid, polarity: 'positive'}) RETURN c.quote")
    "MATCH (s)-[u:USES]->(t) MATCH (c:Claim {polarity: 'positive'} WHERE c.fid = (u.fid)) RETURN c.quote"
    >>> translate("RETURN {tool: t {.name}}")
    'RETURN {tool: CASE WHEN t IS NULL THEN null ELSE {name: t.name} END}'
    """
    parsed = Query(query)
    if not parsed.balanced:
        return query
    while (expanded := _expand_projection(parsed)) is not None:
        parsed = Query(expanded)
    _refuse_catalog(parsed)
    _refuse_aggregates(parsed)
    return _move_conditions(parsed)


# -- map projections within maps


def _expand_projection(query: Query) -> str | None:
    """Expand the last projection that stands within a map; None when there is none."""
    for brace in reversed(query.partner):
        inside_map = any(_is_map(query, outer) for outer in query.ancestors(brace))
        if inside_map and _is_projection(query, brace):
            return _expanded(query, brace)
    return None


def _expanded(query: Query, brace: int) -> str:
    subject = query.tokens[brace - 1]
    if any(_is_aggregate(query, i) for i in query.within(brace)):
        raise _refusal(query, brace, "put the aggregate in a WITH of its own first, then build the map")
    parts = query.parts(brace)
    everything = [part for part in parts if query.is_sign(part[0], ".") and query.is_sign(part[-1], "*")]
    if everything and len(parts) > 1:
        raise _refusal(query, brace, f"write `WITH {subject.text} {{…}} AS p` first and use p in the map")
    entries = ", ".join(_entry(query, part, subject.text) for part in parts)
    made = f"properties({subject.text})" if everything else f"{{{entries}}}"
    case = f"CASE WHEN {subject.text} IS NULL THEN null ELSE {made} END"
    return query.text[: subject.start] + case + query.text[query.tokens[query.partner[brace]].end :]


def _entry(query: Query, part: range, subject: str) -> str:
    """Write an item of a projection, ``.name``, ``name`` or ``name: value``, as an entry of a map."""
    key = query.tokens[part[-1]].text
    if query.is_sign(part[0], "."):
        return f"{key}: {subject}.{key}"
    return f"{key}: {key}" if len(part) == 1 else query.source(part)


def _is_projection(query: Query, brace: int) -> bool:
    """Tell ``n {.name}`` from a map, a subquery and the properties of a pattern's element."""
    if not query.is_sign(brace, "{") or query.name(brace - 1) is None or query.is_word(brace - 1, *_BEFORE_EXPRESSION):
        return False
    if query.is_sign(brace + 1, "."):
        return True
    return not (_is_subquery(query, brace) or _is_element(query, query.parent[brace], brace))


def _is_map(query: Query, brace: int) -> bool:
    quantifier = query.is_sign(brace - 1, ")", ">", "-")
    return (
        query.is_sign(brace, "{")
        and not quantifier
        and not _is_subquery(query, brace)
        and not _is_projection(query, brace)
    )


def _is_subquery(query: Query, brace: int) -> bool:
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


# -- aggregates under boolean operators


def _refuse_aggregates(query: Query) -> None:
    for i in range(len(query.tokens)):
        if not _is_aggregate(query, i):
            continue
        for inner in (i, *query.ancestors(i)):
            if query.is_sign(inner, "{") and _is_subquery(query, inner):
                break
            if any(_is_operator(query, j) for j in _expression(query, inner)):
                name = query.tokens[i].text
                raise _refusal(
                    query, i, f"put {name}(…) in a WITH of its own first: WITH …, {name}(…) AS n RETURN … n …"
                )


def _is_aggregate(query: Query, i: int) -> bool:
    name = query.name(i) if query.is_sign(i + 1, "(") and not query.is_sign(i - 1, ".") else None
    return name is not None and name.upper() in _AGGREGATES


def _expression(query: Query, i: int) -> Iterator[int]:
    """Yield the tokens beside `i`, in its own bracket, that belong to the same expression."""
    level = query.parent[i]
    for step in (-1, 1):
        j = i + step
        while level < j < len(query.tokens) and query.parent[j] >= level:
            if query.parent[j] == level and _ends_expression(query, j):
                break
            if query.parent[j] == level:
                yield j
            j += step


def _ends_expression(query: Query, i: int) -> bool:
    if query.is_word(i, "WITH") and query.is_word(i - 1, "STARTS", "ENDS"):
        return False
    return query.is_word(i, *_ENDS_PART) or query.is_sign(i, ",", "|", ";")


def _is_operator(query: Query, i: int) -> bool:
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


# -- what the engine says of itself


def _refuse_catalog(query: Query) -> None:
    for i in range(len(query.tokens)):
        called = (
            "".join(token.text for token in query.tokens[i + 1 : i + 6]).lower() if query.is_word(i, "CALL") else ""
        )
        shown = i == 0 and query.is_word(i, "SHOW") and query.name(1) is not None
        if called.startswith(_CATALOG) or (shown and str(query.name(1)).upper() not in _SHOWN):
            raise _refusal(query, i, "ask the graph itself: MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT key")
    if query.is_word(0, "EXPLAIN", "PROFILE"):
        raise _refusal(query, 0, "plans are a Neo4j server's: use --neo4j")


# -- inline maps that refer to a relationship


def _move_conditions(query: Query) -> str:
    relationships = _bound(query, range(len(query.tokens)))
    edits: list[tuple[int, int, str]] = []
    for i in range(len(query.tokens)):
        if query.is_word(i, "CALL") and query.is_sign(i + 1, "(") and query.is_sign(i + 2, "*"):
            raise _refusal(query, i, "name the variables: CALL (a, b) { … }")
        if query.is_word(i, "MATCH") and not query.is_sign(i - 1, "|"):
            for bracket in _pattern(query, i):
                edits += _moved(query, i, bracket, relationships)
    text = query.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _pattern(query: Query, match: int) -> Iterator[int]:
    """Yield the round and square brackets of the pattern that follows MATCH."""
    level = query.parent[match]
    for i in range(match + 1, len(query.tokens)):
        if query.parent[i] < level or (query.parent[i] == level and query.is_word(i, *_CLAUSES)):
            return
        if query.is_sign(i, "(", "["):
            yield i


def _moved(query: Query, match: int, bracket: int, relationships: set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the edits that turn entries of an element's map into its WHERE."""
    inner = _bound(query, query.within(bracket))
    closing = query.partner[bracket]
    if query.is_sign(closing + 1, "{", "+", "*") and _mentions(query, query.within(bracket), relationships - inner):
        raise _refusal(query, bracket, "compare with properties taken before: WITH *, u.fid AS fid")
    own = [i for i in query.within(bracket) if query.parent[i] == bracket]
    where = next((i for i in own if query.is_word(i, "WHERE")), closing)
    brace = next((i for i in own if i < where and query.is_sign(i, "{") and not query.is_sign(i - 1, ")")), None)
    if brace is None:
        return
    moved = [p for p in query.parts(brace) if len(p) > 2 and _mentions(query, p[2:], relationships)]
    if not moved:
        return
    if any(query.is_sign(i, "*") for i in own if i < brace):
        raise _refusal(query, bracket, "write the condition in WHERE with all(r IN … WHERE …)")
    name = query.tokens[bracket + 1].text if query.name(bracket + 1) is not None else ""
    if not name:
        if _has_star(query):
            raise _refusal(query, bracket, "give this element a name and compare in WHERE")
        name = f"_lg{bracket}"
        yield query.tokens[bracket].end, query.tokens[bracket].end, name
    kept = [p for p in query.parts(brace) if p not in moved]
    entries = ", ".join(map(query.source, kept))
    condition = " AND ".join(f"{name}.{query.tokens[p[0]].text} = ({query.source(p[2:])})" for p in moved)
    yield query.tokens[brace].start, query.tokens[query.partner[brace]].end, f"{{{entries}}}" if kept else ""
    if where == closing:
        yield query.tokens[closing].start, query.tokens[closing].start, f" WHERE {condition}"
    else:
        yield query.tokens[where].end, query.tokens[where].end, f" {condition} AND ("
        yield query.tokens[closing].start, query.tokens[closing].start, ")"


def _bound(query: Query, span: range) -> set[str]:
    """Name the relationships that are bound in some tokens: ``-[u:USES]-``."""
    opened = (i for i in span if query.is_sign(i, "[") and query.is_sign(i - 1, "-"))
    return {name for i in opened if (name := query.name(i + 1)) is not None}


def _mentions(query: Query, span: range, names: set[str]) -> bool:
    return any(
        query.name(i) in names and not query.is_sign(i - 1, ".") and not query.is_sign(i + 1, ":", "(") for i in span
    )


def _has_star(query: Query) -> bool:
    return any(
        query.is_sign(i, "*") and query.is_word(i - 1, "RETURN", "WITH", "DISTINCT") for i in range(len(query.tokens))
    )


def _refusal(query: Query, i: int, advice: str) -> QueryError:
    return QueryError(f"{_WHY}; {advice}\n{mark(query.text, query.tokens[i].start)}")
