"""Each class of query that the embedded engine answers wrongly: rewritten to Neo4j's answer, or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from laborgraph.errors import QueryError
from laborgraph.lpg.dialect import translate
from laborgraph.table import Table, jsonable

pytestmark = pytest.mark.neo4j

USES = "MATCH (s)-[u:USES]->(t) "
FACTS = "MATCH (s:Entity)-[u:USES|TESTS|REPLACES]->(t) "
MAYBE = "MATCH (t:Entity) OPTIONAL MATCH (s)-[u:USES|TESTS]->(t) "

SOLD = "MATCH p = (s:Studio)-[u:USES]->(t:Tool) "
BETWEEN = "MATCH (a:Article) WITH duration.between(a.published, date('2025-09-01')) AS d "

WRONG_UNLESS_REWRITTEN = [
    # an inline map that refers to a relationship
    USES + "MATCH (c:Claim {fid: u.fid}) RETURN c.iri",
    "MATCH (s:Studio {name: 'Lumora Pictures'})-[u:USES]->(t:Tool) "
    "MATCH (c:Claim {fid: u.fid})-[:FROM_ARTICLE]->(a) RETURN t.name, c.quote, a.url",
    USES + ", (c:Claim {fid: u.fid}) RETURN c.iri",
    USES + "OPTIONAL MATCH (c:Claim {fid: u.fid}) RETURN c.iri",
    USES + "WITH * MATCH (c:Claim {fid: u.fid}) RETURN c.iri",
    USES + "MATCH (:Claim {fid: u.fid})-[:FROM_ARTICLE]->(a) RETURN a.url",
    USES + "MATCH (c:Claim {fid: u.fid, polarity: 'positive'}) RETURN c.iri",
    USES + "MATCH (c:Claim {polarity: 'positive', fid: u.fid, modality: 'asserted'}) RETURN c.iri",
    USES + "MATCH (c:Claim {fid: u['fid']}) RETURN c.iri",
    USES + "MATCH (c:Claim {`fid`: `u`.`fid`}) RETURN c.iri",
    USES + "MATCH (c:Claim {fid: u.fid} WHERE c.confidence > 0.85 OR false) RETURN c.iri",
    USES + "MATCH (c:Claim {fid: u.fid}) WHERE c.confidence > 0.85 OR c.confidence < 0.1 RETURN c.iri",
    USES + "MATCH (x)-[w {fid: u.fid}]->(y) RETURN x.name",
    USES + "MATCH (x)-[w:USES|TESTS {fid: u.fid}]->(y) RETURN x.name",
    USES + "MATCH (x)-[:USES|TESTS {fid: u.fid}]->(y) RETURN x.name",
    USES + "MATCH (x:Studio {name: startNode(u).name}) RETURN x.name",
    USES + "MATCH (c:Claim {predicate: toLower(type(u))}) RETURN c.iri",
    USES + "MATCH p = shortestPath((c:Claim {fid: u.fid})-[*..3]-(x:Tool {name: t.name})) RETURN length(p)",
    USES + ", (s)-[v:TESTS]->(x) MATCH (c:Claim {fid: u.fid}), (d:Claim {fid: v.fid}) RETURN c.iri, d.iri",
    USES + "MATCH (c:Claim {fid: u.fid}) // count(c) AND {x: n {.a}}\nRETURN c.iri, '{x: n {.a}} count(x) AND y' AS s",
    # a condition on several names of a MATCH, which is tried before all are found
    *(
        SOLD + f"WHERE {condition} OPTIONAL MATCH (t)<-[:TESTS]-(m) RETURN s.name, t.name, m.name"
        for condition in (
            "t.generic OR s.name = 'a'",
            "s.name = 'a' XOR t.generic",
            "NOT (s.name = 'a') AND (t['generic'] OR s.name = 'a')",
            "CASE WHEN t.generic THEN true END OR s.name = 'a'",
            "s.name <> t['name']",
            "s.name = 'a' OR {a: t.generic}.a",
            "(any(x IN labels(t) WHERE x = 'Tool') OR s.name = 'a')",
            "toBoolean(t.generic) OR s.name = 'a'",
            "s.name = 'a' OR any(x IN nodes(p) WHERE x.generic)",
            "s:Tool|Vendor OR s.name = 'a' OR t['generic']",
        )
    ),
    "MATCH (s:Studio) WHERE EXISTS { MATCH (x)-[:USES]->(t) WHERE t.generic OR x.name = 'a' } RETURN s.name",
    # a WHERE after LIMIT filters what is left
    "MATCH (n:Entity) WITH n ORDER BY n.iri LIMIT 2 WHERE NOT n.generic RETURN n.iri",
    # a map projection within a map
    MAYBE + "RETURN {w: u.claims, x: s {.name}} AS m",
    MAYBE + "RETURN {w: u.claims, x: coalesce(s {.name}, 1)} AS m",
    MAYBE + "RETURN {w: u.claims, x: [s {.name, .generic}]} AS m",
    MAYBE + "RETURN {w: 1, x: CASE WHEN s IS NULL THEN null ELSE s {.name} END} AS m",
    "MATCH (a:Studio) RETURN a.name, [p = (a)-->()<--(x) WHERE length(p) = 2|nodes(p)[1].name] AS l",
    "MATCH (a:Studio) RETURN a.name, size([p = (a)-[*1..2]-(x) WHERE all(n IN nodes(p) WHERE n:Entity) | x]) AS n",
    "MATCH (a:Studio) RETURN a.name, [(a)-->(t) | [p = (t)<--(x) WHERE length(p) > 0 AND x.name < t.name | 1]] AS l",
    MAYBE + "RETURN t {.name, z: {w: s {.name}}} AS m",
    MAYBE + "RETURN {a: 1, b: t {.name, c: s {.name}, d: 2}} AS m",
    MAYBE + "RETURN collect({n: s.name, k: u {.claims}}) AS m",
    MAYBE + "RETURN {a: 1, x: u {.*}} AS m",
    MAYBE + "WITH s, t, 1 AS one RETURN {x: s {one, .name}} AS m",
]

REFUSED = [
    (FACTS + f"RETURN s.name, {condition} AS b", "WITH")
    for condition in (
        "count(t) > 1 AND true", "true OR count(t) > 1", "count(t) > 1 XOR true", "NOT count(t) > 1",
        "collect(t) IS NOT NULL", "collect(t.name)[0] IS NULL", "count(t) IN [1, 2]", "'x' IN collect(t.name)",
        "max(t.name) STARTS WITH 'g'", "max(t.name) ENDS WITH 'g'", "max(t.name) CONTAINS 'e'", "max(t.name) =~ 'g.*'",
        "CASE WHEN count(t) > 1 AND true THEN 'many' ELSE 'one' END", "CASE WHEN count(t) > 1 THEN 1 END IS NULL",
        "[count(t) > 1 AND true, 1]", "{a: count(t) > 1 AND true}", "{a: NOT count(t) > 1}",
        "toString(count(t) > 1 OR false)", "(count(t) > 1) AND (true)", "size(collect(t)) >= 1 AND true",
        "NOT any(x IN collect(t.name) WHERE x STARTS WITH 'g')", "stDev(u.claims) IS NULL", "`count`(t) > 1 AND true",
    )
] + [
    (FACTS + "WITH s, count(t) > 1 AND true AS b RETURN s.name, b", "WITH"),
    (FACTS + "RETURN count(*) > 3 AND true AS b", "WITH"),
    (USES + "CALL (*) { MATCH (c:Claim) WHERE c.fid = u.fid RETURN c } RETURN c.iri", "CALL (a, b)"),
    (USES + "MATCH ((a:Claim {fid: u.fid})-[:SUBJECT]->(b)){1,2} RETURN size(a) AS n", "WITH *"),
    (USES + "MATCH ((a:Claim WHERE a.fid = u.fid)-[:SUBJECT]->(b))+ RETURN size(a) AS n", "WITH *"),
    (USES + "MATCH (x)-[w:USES*1..2 {fid: u.fid}]->(y) RETURN x.name", "all("),
    (USES + "MATCH (:Claim {fid: u.fid})-[:FROM_ARTICLE]->(a) RETURN *", "name"),
    (MAYBE + "RETURN {a: 1, x: s {.*, extra: 1}} AS m", "WITH s"),
    (USES + "RETURN *, s.name AS name", "WITH *"),
    ("MATCH (s)-[u:USES WHERE t.generic]->(t) RETURN s.name", "after the pattern"),
    ("MATCH (s)-[u:USES {claims: v.claims}]->(t)<-[v:USES]-() RETURN count(s)", "after the pattern"),
    *((f"MATCH (s:Studio), (x:Role) MATCH p = {search} RETURN x.name", "keep the shortest") for search in (
        "shortestPath((s)-[*..4]-(x)) WHERE length(p) > 1",
        "shortestPath((s)-[rs*..4]-(x)) WHERE all(r IN rs WHERE r.fid IS NOT NULL)",
        "allShortestPaths((s)-[*..4]-(x)) WHERE s.name > 'A' AND none(n IN nodes(p) WHERE n:Article)",
    )),
    ("MATCH ()-[r:$('USES')]->() RETURN count(r) AS n", "type(r) = $type"),
    ("MATCH (n:$any(['Studio', 'Tool'])) RETURN n.name", "labels(n)"),
    (USES + "RETURN valueType(u.modalities) AS v", "IS ::"),
    ("RETURN '\\U0001F3AC' AS s", "character itself"),
    *((BETWEEN + end, "durations have no order") for end in (
        "RETURN d ORDER BY d", "RETURN max(d) AS d", "WITH d AS e RETURN e > duration('P31D') AS long",
        "RETURN d >= duration('P1M') AS long",
    )),
    ("MATCH (a:Article) RETURN a {.published} AS m ORDER BY m", "by a value"),
    *((f"OPTIONAL MATCH (x:Nope)-[r]->() {rest}", "IS NOT NULL") for rest in (
        "RETURN EXISTS { MATCH (x) } AS e", "RETURN COUNT { (x) } AS n", "RETURN [(x)-[:USES*1..2]->(y) | 1] AS l",
        "OPTIONAL MATCH (:Studio)-[r]->(b) RETURN b.name", "RETURN [(x)-->(y) | y.name] AS l",
        "MATCH (m:Studio)-->(x) RETURN count(m)", "MATCH (m:Studio) WHERE EXISTS { (m)-->(x) } RETURN count(m)",
        "WITH x WHERE (x)-->() RETURN count(x)", "WITH x AS y MATCH (y) RETURN count(y)",
        "WITH head(collect(x)) AS y MATCH (y) RETURN count(y)",
        "WITH CASE WHEN true THEN x END AS y MATCH (y) RETURN count(y)",
        "CALL (x) { RETURN x AS y } RETURN [(y)-->(z) | z.name] AS l",
    )),
    ("WITH null AS x MATCH (x) RETURN count(x)", "IS NOT NULL"),
    ("MATCH (a:Article) RETURN {a: 1} < {a: 2} AS m", "by a value"),
    ("MATCH (a:Article) UNWIND keys(a) AS k RETURN k, a[k] AS v ORDER BY k, v", "toStringOrNull"),
]  # fmt: skip

RIGHT_AS_THEY_ARE = [
    USES + "MATCH (x)-[w:TESTS WHERE w.claims >= u.claims]->(y) RETURN x.name",
    USES + "WITH u MATCH (c:Claim {fid: u.fid}) RETURN c.iri",
    USES + "WITH u AS v WITH * MATCH (c:Claim {fid: v.fid}) RETURN c.iri",
    USES + "WITH u.fid AS f MATCH (c:Claim {fid: f}) RETURN c.iri",
    USES + "CALL (u) { MATCH (c:Claim {fid: u.fid}) RETURN c } RETURN c.iri",
    USES + "WHERE EXISTS { MATCH (c:Claim {fid: u.fid})-[:SAID_BY]->(x) } RETURN s.name",
    USES + "RETURN COUNT { (c:Claim {fid: u.fid}) } AS n, [(t)<-[:OBJECT]-(c:Claim {fid: u.fid}) | c.iri] = [] AS b",
    "MATCH p = (s)-[:USES]->(t) MATCH (c:Claim {fid: relationships(p)[0].fid}) RETURN c.iri",
    "MATCH (s)-[us:USES*1..2]->(t) UNWIND us AS u MATCH (c:Claim {fid: u.fid}) RETURN c.iri",
    "MATCH (c:Claim) MATCH (s)-[u {fid: c.fid}]->(o) RETURN u.fid, c.iri",
    FACTS + "RETURN s.name, count(t) > 1 AS b, 1 < count(t) <= 2 AS d, CASE WHEN count(t) > 1 THEN 1 ELSE 0 END AS e",
    FACTS + "RETURN s.name, size([x IN collect(t.name) WHERE x IS NOT NULL | x]) AS b",
    FACTS + "RETURN s.name, any(x IN collect(t.name) WHERE x STARTS WITH 'g') AS b",
    FACTS + "RETURN s.name, reduce(n = 0, x IN collect(t.name) | n + size(x)) AS b",
    FACTS + "RETURN s.name, count(CASE WHEN t.name IS NOT NULL AND true THEN 1 END) AS b",
    FACTS + "WITH s, count(t) AS n WHERE n > 1 AND true RETURN s.name, n",
    FACTS + "RETURN s.name, exists { (s)-[:TESTS]->() } AND true AS b, count(t) AS n",
    FACTS + "RETURN s.name IS NULL AS x, count(t) AS n",
    MAYBE + "OPTIONAL MATCH (s)<-[:PART_OF]-(p) RETURN s.name, p.name, EXISTS { (s)--() } AS e",
    MAYBE + "OPTIONAL MATCH (s)-->(z) RETURN s.name, z.name, COUNT { (s)--() } AS n, EXISTS { MATCH (s)--() } AS e",
    MAYBE + "WITH s AS x WHERE x IS NOT NULL RETURN x.name, size([(x)-->(y) | y.name]) AS n",
    MAYBE + "WITH t, count(s) AS n MATCH (s:Studio) RETURN t.name, n, s.name",
    BETWEEN + "WHERE d.months < 3 RETURN d, d.days AS days ORDER BY d.months, days",
    "MATCH (a:Article) WHERE a.published + duration('P1M') > date('2025-08-01') - duration('P1D') RETURN a.title",
    "MATCH (a:Article) UNWIND keys(a) AS k RETURN k, a[k] AS v ORDER BY k, a.iri",
    "MATCH (a:Article) RETURN a['title'] AS v, a {.title, n: 1} AS m ORDER BY v, m.title, a {.iri}.iri",
    "MATCH (c:Claim) UNWIND range(0, 1) AS i RETURN c.impacts[i] AS impact ORDER BY impact, c.iri",
    "MATCH (n:Vendor|Tool {generic: true} WHERE ('x' = 'y' OR (EXISTS { MATCH (n)<-[r]-(:Entity) }))) RETURN n.name",
    "MATCH (s:Studio), (x:Role) MATCH p = shortestPath((s)-[*..4]-(x)) WHERE x.generic IS NOT NULL RETURN length(p)",
    "MATCH (s:Studio), (x:Role) MATCH p = shortestPath((s)-[*..4]-(x)) WITH p WHERE length(p) > 1 RETURN length(p)",
    MAYBE + "RETURN t {.name, z: s {.name}} AS m, [s {.name}] AS l",
    MAYBE + "WITH s {.name} AS p, t RETURN {x: p, y: t.name} AS m",
    "MATCH (c:Claim) RETURN c.predicate, max(c.end) AS end, {start: min(c.start), end: max(c.end)} AS span",
]  # fmt: skip


def rows(table: Table) -> list[str]:
    return sorted(json.dumps(in_order(jsonable(row)), sort_keys=True) for row in table.rows)


def in_order(value: Any) -> Any:
    """Sort lists: neither engine promises the order in which it collects."""
    if isinstance(value, list):
        return sorted(map(in_order, value), key=lambda item: json.dumps(item, sort_keys=True))
    return {key: in_order(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("query", WRONG_UNLESS_REWRITTEN)
def test_is_rewritten_to_what_neo4j_answers(engines: Any, query: str) -> None:
    expected = rows(engines.neo4j(query))
    assert expected, "a query without an answer proves nothing"
    assert rows(engines.embedded(query)) == expected
    assert rows(engines.neo4j(translate(query))) == expected, "the rewritten query means the same"


@pytest.mark.parametrize("query", WRONG_UNLESS_REWRITTEN)
def test_is_still_wrong_without(engines: Any, query: str) -> None:
    """Tells when a new engine has put a class right, so that its rewriting can go."""
    assert rows(engines.raw(query)) != rows(engines.neo4j(query))


@pytest.mark.parametrize(("query", "advice"), REFUSED)
def test_is_refused_with_advice(engines: Any, query: str, advice: str) -> None:
    assert engines.neo4j(query).rows
    with pytest.raises(QueryError) as error:
        engines.embedded(query)
    message = str(error.value)
    assert "embedded store" in message
    assert advice in message
    assert message.splitlines()[-1].strip() == "^"


@pytest.mark.parametrize("query", RIGHT_AS_THEY_ARE)
def test_is_answered_alike(engines: Any, query: str) -> None:
    expected = rows(engines.neo4j(query))
    assert expected
    assert rows(engines.embedded(query)) == expected


@pytest.mark.parametrize("prefix", ["SHORTEST 1", "ANY SHORTEST", "ALL SHORTEST"])
def test_what_the_engine_lacks_is_an_error(engines: Any, prefix: str) -> None:
    with pytest.raises(QueryError, match="shortestPath"):
        engines.embedded(f"MATCH p = {prefix} (a:Studio)-[]-+(b:Tool) RETURN length(p)")


@pytest.mark.parametrize("query", ["RETURN (", "RETURN ')'", "RETURN 'a", "", "RETURN 1 END", "}", "CASE", "MATCH ((("])
def test_broken_queries_are_left_to_the_engine(query: str) -> None:
    assert translate(query) == query
