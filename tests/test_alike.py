"""One question, two engines: the embedded store answers as Neo4j does, or says that it cannot and what to write."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from laborgraph.errors import QueryError
from laborgraph.table import Table, jsonable

maker = sys.modules["laborgraph_test_cypher_maker"]

pytestmark = pytest.mark.neo4j

NAMES = ["Lumora Pictures", "generative AI", "nobody", None]
PARAMETERS = {"names": NAMES, "name": NAMES[0], "n": 2, "m": {"a": [1, 2]}}
#: Every clause of read Cypher that users write.
BATTERY = [
    line
    for line in Path(__file__).with_name("data").joinpath("battery.cypher").read_text(encoding="utf-8").splitlines()
    if not line.startswith("//")
]
#: How many queries are made up, and from which seed.
MADE, SEED = 250, 20251125


def rows(table: Table, ordered: bool) -> list[str]:
    """Write each row as text: lists within it sorted, as no engine promises their order, and numbers to ten digits."""
    found = [json.dumps(even(jsonable(row)), sort_keys=True) for row in table.rows]
    return found if ordered else sorted(found)


def even(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(even, value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {key: even(item) for key, item in value.items()}
    return float(f"{value:.10g}") if isinstance(value, float) else value


@pytest.mark.parametrize("question", BATTERY)
def test_both_engines_answer_alike(engines: Any, question: str) -> None:
    server, embedded = engines.neo4j(question, PARAMETERS), engines.embedded(question, PARAMETERS)
    assert server.rows
    assert server.columns == embedded.columns
    ordered = "ORDER BY" in question.rpartition("RETURN")[2]
    assert rows(embedded, ordered) == rows(server, ordered)


def test_queries_made_up_from_the_schema_are_answered_alike(engines: Any) -> None:
    made = maker.Maker(Random(SEED), maker.survey(engines.neo4j))
    seen: Counter[str] = Counter()
    for _ in range(MADE):
        question = made.make()
        try:
            server = engines.neo4j(question.text, question.parameters)
        except QueryError:
            seen["no Cypher"] += 1
            continue
        try:
            embedded = engines.embedded(question.text, question.parameters)
        except QueryError:
            seen["refused"] += 1
            continue
        assert embedded.columns == server.columns, question
        assert rows(embedded, question.ordered) == rows(server, question.ordered), question
        seen["rows" if server.rows else "no rows"] += 1
    print(dict(seen))
    assert seen["rows"] > MADE / 3, "queries that find nothing prove little"
    assert seen["no Cypher"] + seen["refused"] < MADE / 10


@pytest.mark.parametrize("question", ["MATCH (n:Nope) RETURN n.name AS x, count(*)", "MATCH (n:Nope) RETURN n {.name}"])
def test_an_empty_answer_has_its_columns(engines: Any, question: str) -> None:
    assert engines.neo4j(question) == engines.embedded(question)


def test_every_node_is_a_resource_with_an_iri(engines: Any) -> None:
    question = "MATCH (n) WHERE NOT n:Resource OR n.iri IS NULL RETURN count(n)"
    for ask in (engines.neo4j, engines.embedded):
        assert ask(question).rows == [(0,)]


def test_nodes_relationships_and_paths_read_as_cypher(engines: Any) -> None:
    path = "MATCH p = (t:Tool {name: 'generative AI'})<-[u:USES]-(:Studio {name: 'Lumora Pictures'}) RETURN t, u, p"
    for ask in (engines.neo4j, engines.embedded):
        out = io.StringIO()
        table = ask(path)
        table.write(out)
        tool, studio = '(:Tool {name: "generative AI"})', '(:Studio {name: "Lumora Pictures"})'
        assert f"{tool}<-[:USES]-{studio}" in out.getvalue()
        assert " [:USES {claims: " in out.getvalue()
        held = dict(zip(table.columns, table.rows[0], strict=True))
        assert held["p"] == {"nodes": [held["t"], held["p"]["nodes"][1]], "relationships": [held["u"]]}
        assert held["u"]["properties"]["fid"].startswith("f")


@pytest.mark.parametrize(
    ("question", "line", "column"),
    [
        ("MATCH (s)-[u:USES]->(t)\nWHERE t.generic OR u.x = s.y\nRETRUN 1", "RETRUN 1", 0),
        ("MATCH ()-[u:USES]->() MATCH (c:Claim {fid: u.fid})\nRETURN nosuch.name", "RETURN nosuch.name", 7),
        ("MATCH ()-[u:USES]->() MATCH (c:Claim {fid: u.fid})\nRETURN c.iri,\n  foo(c)", "  foo(c)", 2),
    ],
)
def test_an_error_marks_the_place_in_the_users_own_words(engines: Any, question: str, line: str, column: int) -> None:
    for ask in (engines.neo4j, engines.embedded):
        with pytest.raises(QueryError) as error:
            ask(question)
        assert str(error.value).splitlines()[1:] == ["  " + line, "  " + " " * column + "^"]


def test_dates_are_dates_on_both(engines: Any) -> None:
    question = "MATCH (:Studio)-[u:USES]->(:Tool) RETURN u.first_seen, u.first_seen IS :: DATE AS is"
    for ask in (engines.neo4j, engines.embedded):
        assert ask(question).rows == [(dt.date(2025, 7, 18), True)]
