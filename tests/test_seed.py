"""The seed story, asked as its readers would: the same answers in embedded Cypher, on Neo4j and in SPARQL.

The article stands outside the project, in ../shared; without it these tests skip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from laborgraph import pipeline
from laborgraph.dataset import Dataset
from laborgraph.loaders.readers import read
from laborgraph.lpg import embedded, neo4j, query, sync
from laborgraph.table import Table

SEED = Path(__file__).resolve().parents[2] / "shared" / "eval" / "dev" / "text" / "fr-seed.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"no seed article at ../shared ({SEED.name})")

Rows = set[tuple[Any, ...]]
Ask = Callable[[str, str], Rows]


@pytest.fixture(scope="module")
def ask(neo4j_server: Any) -> Iterator[Ask]:
    """Ask one question in Cypher and in SPARQL on three engines, see that they agree, and give the rows."""
    credentials = (neo4j_server.user, neo4j_server.password)
    with Dataset.open() as dataset, neo4j.connect(neo4j_server.uri, credentials) as driver:
        pipeline.build(dataset, read([str(SEED)], lambda issue: None), lambda issue: None)
        sync.sync(dataset, driver)
        with embedded.open_store(dataset) as store:

            def answers(cypher: str, sparql: str) -> Rows:
                rows = rows_of(dataset.select(sparql))
                assert rows_of(query.run_embedded(store, cypher)) == rows
                assert rows_of(query.run(driver, cypher)) == rows
                return rows

            yield answers
        driver.execute_query("MATCH (n) DETACH DELETE n")


def rows_of(table: Table) -> Rows:
    return {tuple(str(value) if value is not None else None for value in row) for row in table.rows}


def test_which_tool_netflix_uses_on_el_eternauta_and_who_said_so(ask: Ask) -> None:
    rows = ask(
        """MATCH (s {name: 'Netflix'})-[u:USES]->(t:Tool) MATCH (c:Claim {fid: u.fid})-[:IN_PRODUCTION]->(p)
        OPTIONAL MATCH (c)-[:SAID_BY]->(who) RETURN t.name, p.name, c.modality, who.name, u.asserted""",
        """SELECT ?tool ?work ?modality ?who ?asserted {
        ?c a lg:Claim ; lg:subject id:netflix ; lg:predicate lg:uses ; lg:object/lg:name ?tool ; lg:modality ?m ;
           lg:inProduction/lg:name ?work ; lg:states/lg:isAsserted ?asserted .
        OPTIONAL { ?c lg:saidBy/lg:name ?who } BIND (STRAFTER(STR(?m), '#') AS ?modality) }""",
    )
    assert rows == {("generative AI", "El Eternauta", "asserted", "Ted Sarandos", "True")}


def test_whose_studio_eyeline_is(ask: Ask) -> None:
    rows = ask(
        "MATCH (s:Studio)-[f:PART_OF]->(o) WHERE s.name STARTS WITH 'Eyeline' AND f.asserted RETURN o.name",
        "SELECT ?owner { ?s lg:partOf ?o ; lg:name ?name . ?o lg:name ?owner FILTER (STRSTARTS(?name, 'Eyeline')) }",
    )
    assert rows == {("Netflix",)}


def test_what_is_only_reported_and_by_whom(ask: Ask) -> None:
    rows = ask(
        """MATCH (s)-[f]->(o) WHERE f.fid IS NOT NULL AND f.modalities = ['reported']
        MATCH (c:Claim {fid: f.fid})-[:SAID_BY]->(who) RETURN s.name, c.predicate, o.name, who.name, f.asserted""",
        """SELECT ?s ?predicate ?o ?who ?asserted {
        ?c a lg:Claim ; lg:modality lg:reported ; lg:subject/lg:name ?s ; lg:predicate ?p ; lg:object/lg:name ?o ;
           lg:saidBy/lg:name ?who ; lg:states/lg:isAsserted ?asserted BIND (STRAFTER(STR(?p), '#') AS ?predicate) }""",
    )
    assert rows == {("Netflix", "tests", "generative AI", "Reuters", "False")}


def test_who_fears_what_for_which_roles(ask: Ask) -> None:
    rows = ask(
        """MATCH (t)<-[:SUBJECT]-(c:Claim {modality: 'feared'})-[:OBJECT]->(r:Role)
        MATCH (c)-[:SAID_BY]->(who) RETURN who.name, t.name, c.impact, r.name""",
        """SELECT ?who ?tool ?impact ?role {
        ?c a lg:Claim ; lg:modality lg:feared ; lg:saidBy/lg:name ?who ; lg:subject/lg:name ?tool ; lg:impact ?i ;
           lg:object/lg:name ?role BIND (STRAFTER(STR(?i), '#impact-') AS ?impact) }""",
    )
    assert rows == {
        ("unions", "generative AI", "displacement", "screenwriters"),
        ("unions", "generative AI", "displacement", "actors"),
    }


def test_what_is_feared_is_not_told_as_fact(ask: Ask) -> None:
    rows = ask(
        "MATCH (:Tool)-[f:AFFECTS|REPLACES]->(r:Role) WHERE f.asserted RETURN r.name",
        "SELECT ?role { VALUES ?p { lg:affects lg:replaces } ?t ?p ?r . ?t a lg:Tool . ?r lg:name ?role }",
    )
    assert rows == set()


def test_what_the_studio_answers(ask: Ask) -> None:
    rows = ask(
        "MATCH (s:Studio)-[f:SUPPORTS]->(t:Tool) RETURN s.name, t.name, f.asserted",
        "SELECT ?who ?tool (true AS ?so) { ?s lg:supports ?t ; lg:name ?who ; a lg:Studio . ?t lg:name ?tool }",
    )
    assert rows == {("Netflix", "generative AI", "True")}


def test_how_much_faster_and_cheaper(ask: Ask) -> None:
    rows = ask(
        """MATCH (c:Claim {predicate: 'uses'})-[:SUBJECT]->(s {name: 'Netflix'})
        UNWIND range(0, size(c.impacts) - 1) AS i
        RETURN s.name, c.impacts[i] AS impact, c.magnitudes[i] AS printed""",
        """SELECT ?who ?impact ?printed {
        ?c a lg:Claim ; lg:predicate lg:uses ; lg:subject id:netflix ; lg:subject/lg:name ?who ; lg:effect ?e .
        ?e lg:impact ?i ; lg:magnitude ?printed BIND (STRAFTER(STR(?i), '#impact-') AS ?impact) }""",
    )
    assert {impact for _, impact, _ in rows} == {"speedup", "costReduction"}
    assert ("Netflix", "speedup", "10 fois plus rapidement") in rows
    assert any("fraction du coût" in printed for _, impact, printed in rows if impact == "costReduction")
