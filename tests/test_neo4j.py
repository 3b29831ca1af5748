"""Sync with a real Neo4j, and the queries that users write, asked of both engines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from laborgraph_test_servers import Server
from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError, StoreError, UsageError
from laborgraph.lpg import mapping, neo4j, query
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import sync
from laborgraph.ontology.terms import ID
from laborgraph.table import jsonable

pytestmark = pytest.mark.neo4j


def graph(driver: Driver) -> tuple[list[str], list[str]]:
    """Read the whole database: nodes and relationships with all they hold, but for the server's own ids."""
    nodes = query.run(driver, "MATCH (n:!_Laborgraph) RETURN n").rows
    links = query.run(driver, "MATCH (a)-[r]->(b) RETURN a.iri, a.own, r, b.iri, b.own").rows
    return sorted(map(text, nodes)), sorted(map(text, links))


def text(row: Any) -> str:
    return json.dumps(jsonable(row), sort_keys=True)


def expected(dataset: Dataset) -> tuple[set[str], int]:
    iris, links = set(), 0
    for kind, row in Source(dataset).everything():
        iris |= {row[0]} if kind.labels else set()
        ends = row[len(kind.columns) :] if kind is mapping.CLAIM else []
        links += sum(end is not None for end in ends) if kind.labels else 1
    return iris, links


# -- sync


def test_a_synced_database_holds_the_rows(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    done = sync(sample_dataset, neo4j_driver)
    iris, links = expected(sample_dataset)
    held = graph(neo4j_driver)
    assert (len(held[0]), len(held[1])) == (len(iris), links)
    assert str(done) == f"{done.created} created, 0 changed, 0 removed"
    for kind, row in Source(sample_dataset).everything():
        if kind.labels:
            found = query.run(neo4j_driver, "MATCH (n:Resource {iri: $iri}) RETURN n", {"iri": row[0]}).rows
            values = {key: value for key, value in zip(kind.columns, row, strict=False) if value is not None}
            assert found == [({"labels": sorted(kind.labels), "properties": values},)]


def test_a_second_sync_changes_nothing(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    before = graph(neo4j_driver)
    again = sync(sample_dataset, neo4j_driver)
    assert again.total == 0
    assert graph(neo4j_driver) == before


def test_what_the_dataset_lost_goes(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    sample_dataset.remove(sample_dataset.find_article("Stonefield answers"))
    sample_dataset.derive()
    assert sync(sample_dataset, neo4j_driver, allow_mass_delete=True).removed > 0
    after = graph(neo4j_driver)
    iris, links = expected(sample_dataset)
    assert (len(after[0]), len(after[1])) == (len(iris), links)
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    sync(sample_dataset, neo4j_driver)
    assert graph(neo4j_driver) == after, "removing by sync ends where a first sync would"


def test_repair_puts_right_what_users_changed_of_ours(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    before = graph(neo4j_driver)
    neo4j_driver.execute_query("MATCH (n:Studio) SET n.name = 'X', n:Person REMOVE n.generic")
    neo4j_driver.execute_query("MATCH (a:Claim)-[r:SUBJECT]->() DELETE r")
    neo4j_driver.execute_query("MATCH ()-[r:USES]->() SET r.claims = 99 REMOVE r.quote")
    neo4j_driver.execute_query("MATCH (n:Article) WITH n LIMIT 1 DETACH DELETE n")
    sync(sample_dataset, neo4j_driver, repair=True)
    assert graph(neo4j_driver) == before


def test_what_users_added_stays(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query(
        "MATCH (s:Studio {name: 'Lumora Pictures'}), (t:Tool {name: 'generative AI'}) "
        "MATCH (p:Person {name: 'Rex Stonefield'}) "
        "CREATE (note:Note {own: 'note'})-[:ABOUT]->(s), (mine:Studio {own: 'mine', name: 'My studio'})-[:USES]->(t), "
        "(other:Resource {own: 'other', iri: 'https://example.org/thing'})-[:SUBJECT]->(s), "
        "(s)-[:USES {own: true}]->(t), (p)-[:KNOWS {since: date('2020-01-01')}]->(note) "
        "SET s.own = 'watched', s:Watched, p.own = 'keep'"
    )
    sample_dataset.remove(sample_dataset.find_article("Stonefield answers"))
    sample_dataset.derive()
    for _ in range(2):
        sync(sample_dataset, neo4j_driver, allow_mass_delete=True)
        ask = {
            "MATCH (:Note)-[:ABOUT]->(s:Studio:Watched {own: 'watched'}) RETURN s.name": "Lumora Pictures",
            "MATCH (m:Studio {own: 'mine'})-[:USES]->(t) RETURN t.name": "generative AI",
            "MATCH (:Resource {own: 'other'})-[:SUBJECT]->(s) RETURN s.name": "Lumora Pictures",
            "MATCH (s:Studio)-[:USES {own: true}]->(:Tool) RETURN s.name": "Lumora Pictures",
            "MATCH (p {own: 'keep'})-[:KNOWS]->(:Note) RETURN p.iri": ID + "x-rex-stonefield-",
            "MATCH (s)-[u:USES {claims: 1}]->(t) RETURN t.name": "generative AI",
        }
        for question, answer in ask.items():
            ((value,),) = query.run(neo4j_driver, question).rows
            assert value.startswith(answer), question
        stripped = query.run(neo4j_driver, "MATCH (p {own: 'keep'}) RETURN labels(p), keys(p)").rows
        assert [(labels, sorted(keys)) for labels, keys in stripped] == [(["Resource"], ["iri", "own"])]


def test_a_type_that_changed_replaces_the_label(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query("MATCH (n:Vendor) SET n:Studio REMOVE n:Vendor")
    sync(sample_dataset, neo4j_driver, repair=True)
    assert query.run(neo4j_driver, "MATCH (n {name: 'Voxelline'}) RETURN n:Vendor, n:Studio").rows == [(True, False)]


# -- refusals


def test_a_wrong_password_is_told(neo4j_server: Any) -> None:
    with pytest.raises(StoreError, match="refuses the user or password; set NEO4J_USERNAME") as error:
        neo4j.connect(neo4j_server.uri, ("neo4j", "wrong-password-x"))
    assert "wrong-password-x" not in str(error.value)


def test_no_server_is_told() -> None:
    with pytest.raises(StoreError, match=r"no Neo4j answers at bolt://127\.0\.0\.1:1"):
        neo4j.connect("bolt://127.0.0.1:1", ("neo4j", "x"))


@pytest.mark.parametrize(
    "uri", ["localhost:7687", "http://localhost:7474", "bolt://", "", "bolt://me:secret@localhost"]
)
def test_an_address_that_is_none_is_told(uri: str) -> None:
    with pytest.raises(UsageError) as error:
        neo4j.connect(uri)
    assert "secret" not in str(error.value)


def test_a_database_that_is_not_there_is_told(neo4j_server: Any) -> None:
    login = (neo4j_server.user, neo4j_server.password)
    with pytest.raises((StoreError, QueryError), match="nowhere"):
        query.ask_server(neo4j_server.uri, "RETURN 1", None, login, database="nowhere")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n)",
        "MATCH (n) SET n.x = 1",
        "MERGE (n:A)",
        "CREATE INDEX x FOR (n:A) ON (n.b)",
        "CREATE USER x SET PASSWORD 'abcdefgh'",
    ],
)
def test_no_query_writes(neo4j_driver: Driver, statement: str) -> None:
    with pytest.raises(QueryError, match="only read"):
        query.run(neo4j_driver, statement)
    assert graph(neo4j_driver) == ([], [])


def test_a_mistake_is_marked(neo4j_driver: Driver) -> None:
    with pytest.raises(QueryError) as error:
        query.run(neo4j_driver, "MATCH (n RETURN n")
    assert str(error.value).splitlines()[-1].strip() == "^"


def test_a_query_that_takes_too_long_is_stopped(neo4j_driver: Driver) -> None:
    with pytest.raises(QueryError, match="took too long"):
        query.run(
            neo4j_driver,
            "UNWIND range(1, 30000) AS i UNWIND range(1, 30000) AS j WITH i WHERE i % 7 = 3 RETURN count(i)",
            timeout=0.5,
        )


def test_what_the_server_remarks_is_a_warning(neo4j_driver: Driver, caplog: pytest.LogCaptureFixture) -> None:
    assert query.run(neo4j_driver, "MATCH (n:Nope) RETURN n").rows == []
    assert "Nope" in caplog.text


def test_a_remark_is_told_to_who_asks_at_the_terminal(neo4j_driver: Driver, neo4j_server: Server) -> None:
    login = {"NEO4J_USERNAME": neo4j_server.user, "NEO4J_PASSWORD": neo4j_server.password}
    command = [sys.executable, "-m", "laborgraph", "cypher", "--neo4j", neo4j_server.uri, "MATCH (n:Nope) RETURN n"]
    for more, told in (([], "warning: label does not exist. The label `Nope`"), (["-q"], "")):
        done = subprocess.run([*command, *more], capture_output=True, text=True, env=os.environ | login, timeout=60)
        assert done.returncode == 0
        assert done.stderr.startswith(told)
        assert bool(done.stderr) == bool(told)
