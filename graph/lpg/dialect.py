"""Turn a query into one that the embedded engine answers as Neo4j does, or refuse it.

What ArcadeDB 26.11.1 answers otherwise, without a word, is refused by `refusals` or rewritten here
(tests/test_dialect.py asks both engines, tests/test_alike.py with queries made up by the hundred):

- an inline map that refers to a relationship, ``MATCH (c:Claim {fid: u.fid})``, finds nothing → the same condition as
  an inline WHERE, ``(c:Claim WHERE c.fid = u.fid)``;
- a map projection within a map, ``{tool: t {.name}}``, replaces that map → the map that it stands for;
- a condition on several names is tried before all are found → `mentions`;
- a condition on the path of a pattern comprehension, ``[p = (a)-->() WHERE length(p) = 1 | p]``, finds nothing →
  COLLECT { MATCH p = … };
- a WHERE after LIMIT or SKIP is tried before these → a WITH of its own;
- quantified path patterns that refer to a relationship of the outer query lose it → refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from laborgraph.errors import QueryError
from laborgraph.lpg.mentions import mention
from laborgraph.lpg.refusals import refusal, refuse
from laborgraph.lpg.syntax import CLAUSES, is_aggregate, is_map, is_projection, pattern, relationships
from laborgraph.lpg.tokens import Query, Token


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
    parsed = Query(_collect_paths(Query(_filter_last(parsed))))
    while (expanded := _expand_projection(parsed)) is not None:
        parsed = Query(expanded)
    try:
        refuse(parsed)
    except QueryError:
        refuse(Query(query))  # marks the place in the user's own words
        raise
    return mention(Query(_move_conditions(parsed)))


# -- WITH … LIMIT 2 WHERE …


def _filter_last(query: Query) -> str:
    text = query.text
    for i in reversed(range(len(query.tokens))):
        if query.is_word(i, "WHERE"):
            level = query.parent[i]
            before = (j for j in reversed(range(level + 1, i)) if query.parent[j] == level)
            if query.is_word(next((j for j in before if query.is_word(j, *CLAUSES)), -1), "LIMIT", "SKIP", "OFFSET"):
                start = query.tokens[i].start
                text = f"{text[:start]}WITH * {text[start:]}"
    return text


# -- [p = … WHERE … p … | …]


def _collect_paths(query: Query) -> str:
    """Write the pattern comprehensions that filter by their path as subqueries, which mean the same."""
    edits: list[tuple[Token, str]] = []
    for bracket, closing in query.partner.items():
        path = query.name(bracket + 1)
        if not query.is_sign(bracket, "[") or not path or not query.is_sign(bracket + 2, "="):
            continue
        own = [i for i in query.within(bracket) if query.parent[i] == bracket]
        bar = next((i for i in own if query.is_sign(i, "|")), None)
        where = next((i for i in own if query.is_word(i, "WHERE")), None)
        if bar and where and query.is_sign(bracket + 3, "(") and _mentions(query, range(where, bar), {path}):
            words = {bracket: "COLLECT { MATCH ", bar: " RETURN ", closing: " }"}
            edits += [(query.tokens[i], word) for i, word in words.items()]
    text = query.text
    for token, word in sorted(edits, key=lambda edit: -edit[0].start):
        text = text[: token.start] + word + text[token.end :]
    return text


# -- map projections within maps


def _expand_projection(query: Query) -> str | None:
    """Expand the last projection that stands within a map; None when there is none."""
    for brace in reversed(query.partner):
        inside_map = any(is_map(query, outer) for outer in query.ancestors(brace))
        if inside_map and is_projection(query, brace):
            return _expanded(query, brace)
    return None


def _expanded(query: Query, brace: int) -> str:
    subject = query.tokens[brace - 1]
    if any(is_aggregate(query, i) for i in query.within(brace)):
        raise refusal(query, brace, "put the aggregate in a WITH of its own first, then build the map")
    parts = query.parts(brace)
    everything = [part for part in parts if query.is_sign(part[0], ".") and query.is_sign(part[-1], "*")]
    if everything and len(parts) > 1:
        raise refusal(query, brace, f"write `WITH {subject.text} {{…}} AS p` first and use p in the map")
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


# -- inline maps that refer to a relationship


def _move_conditions(query: Query) -> str:
    known = relationships(query, range(len(query.tokens)))
    edits: list[tuple[int, int, str]] = []
    for i in range(len(query.tokens)):
        if query.is_word(i, "MATCH") and not query.is_sign(i - 1, "|"):
            for bracket in pattern(query, i):
                edits += _moved(query, bracket, known)
    text = query.text
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _moved(query: Query, bracket: int, known: set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the edits that turn entries of an element's map into its WHERE."""
    inner = relationships(query, query.within(bracket))
    closing = query.partner[bracket]
    if query.is_sign(closing + 1, "{", "+", "*") and _mentions(query, query.within(bracket), known - inner):
        raise refusal(query, bracket, "compare with properties taken before: WITH *, u.fid AS fid")
    own = [i for i in query.within(bracket) if query.parent[i] == bracket]
    where = next((i for i in own if query.is_word(i, "WHERE")), closing)
    brace = next((i for i in own if i < where and query.is_sign(i, "{") and not query.is_sign(i - 1, ")")), None)
    if brace is None:
        return
    moved = [p for p in query.parts(brace) if len(p) > 2 and _mentions(query, p[2:], known)]
    if not moved:
        return
    if any(query.is_sign(i, "*") for i in own if i < brace):
        raise refusal(query, bracket, "write the condition in WHERE with all(r IN … WHERE …)")
    name = query.tokens[bracket + 1].text if query.name(bracket + 1) is not None else ""
    if not name:
        if _has_star(query):
            raise refusal(query, bracket, "give this element a name and compare in WHERE")
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


def _mentions(query: Query, span: range, names: set[str]) -> bool:
    return any(
        query.name(i) in names and not query.is_sign(i - 1, ".") and not query.is_sign(i + 1, ":", "(") for i in span
    )


def _has_star(query: Query) -> bool:
    return any(
        query.is_sign(i, "*") and query.is_word(i - 1, "RETURN", "WITH", "DISTINCT") for i in range(len(query.tokens))
    )
