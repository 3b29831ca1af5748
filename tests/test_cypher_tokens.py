"""Whatever is typed, the dialect either leaves it, rewrites it, or refuses it; and it cuts nothing apart wrongly."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborgraph.errors import QueryError
from laborgraph.lpg.dialect import translate
from laborgraph.lpg.tokens import Query

PIECES = [
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "*", "CALL", "CASE", "WHEN", "THEN", "END", "AS", "AND",
    "NOT", "IN", "IS NULL", "count", "collect", "(", ")", "[", "]", "{", "}", "-", "->", ",", ":", ".", "|", "n", "u",
    "fid",
    "Claim", "`a``b`", "'it''s {'", '"\\"]"', "/* ( */", "// x\n", "$p", "1", "..", "=~", "u.fid",
    "(c:Claim {fid: u.fid})", "-[u:USES]->", "{x: n {.a}}", "`", "'", ";",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_only_query_errors_are_raised(text: str) -> None:
    with suppress(QueryError):
        assert translate(text) is not None


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_tokens_are_the_text_but_for_space_and_comments(text: str) -> None:
    query = Query(text)
    for token in query.tokens:
        assert text[token.start : token.end] == token.text
    assert [token.start for token in query.tokens] == sorted(token.start for token in query.tokens)
    assert len(query.parent) == len(query.tokens) or not query.balanced


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (c:Claim) WHERE c.end > 1 RETURN c.start AS start, c.end AS end, count(*) AS count",
        "MATCH (n:Match)-[r:IN]->(m:`Where`) RETURN n.case, m.not, {and: 1, in: count(n)} AS x",
        "MATCH (s)-[u:USES]->(t {name: 'u.fid'}) RETURN '{x: n {.a}}', \"count(u) AND 1\" // count(u) IS NULL",
        "MATCH (s)-[u:USES]->(t) /* MATCH (c {fid: u.fid}) */ RETURN u.fid",
        "MATCH (s)-[u:USES]->(t {u: 1}) MATCH (c {fid: t.u}) RETURN c",
        "CALL db.labels() YIELD label RETURN label",
        "SHOW CONSTRAINTS",
    ],
)
def test_words_that_only_look_like_it_change_nothing(query: str) -> None:
    assert translate(query) == query


@pytest.mark.parametrize(
    "query",
    [
        "CALL db.propertyKeys()",
        "call db.schema.visualization",
        "CALL apoc.meta.schema()",
        "SHOW FUNCTIONS",
        "CALL db.index.fulltext.queryNodes('quotes', 'AI') YIELD node RETURN node.iri",
        "EXPLAIN MATCH (n) RETURN n",
    ],
)
def test_what_the_engine_does_not_know_of_itself_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="embedded store"):
        translate(query)
