"""The thirty questions: what a hand works out, and the same rows from every engine in both languages."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from laborgraph_test_field import EXTRACTIONS, PARAMETERS, ROWS
from laborgraph_test_stores import Store

from laborgraph import questions
from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError, StoreError, UnknownName, UsageError
from laborgraph.lpg import embedded, query, sync
from laborgraph.lpg.literal import literal
from laborgraph.questions import Question
from laborgraph.remote import Remote
from laborgraph.table import Table

NAMES = list(questions.load())
HOSTILE = ("x'} ) DETACH DELETE n //", 'x") } DROP ALL #', "\\", "\\'", "\\u0027", "\n'\u2028\x00🎬", '"')


@pytest.fixture(scope="module")
def dataset() -> Iterator[Dataset]:
    with Dataset.open() as dataset:
        for extraction in EXTRACTIONS:
            dataset.add(extraction)
        dataset.derive()
        yield dataset


def rows(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in table.rows]


def test_there_are_thirty_and_each_has_an_answer_that_was_worked_out() -> None:
    assert len(NAMES) == 30
    assert [question.number for question in questions.load().values()] == list(range(1, 31))
    assert ROWS.keys() == set(NAMES)
    assert all(ROWS.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_is_told_in_two_languages_and_uses_its_parameters(name: str) -> None:
    question = questions.find(name)
    assert set(question.title) == set(question.help) == {"en", "fr"}
    assert question.title["en"].endswith("?")
    assert set(re.findall(r"\$(\w+)", question.cypher)) == set(question.parameters)
    assert all(re.search(rf"\?{parameter}\b", question.sparql) for parameter in question.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_sparql_answers_what_was_worked_out(dataset: Dataset, name: str) -> None:
    assert rows(questions.ask(dataset, name, PARAMETERS.get(name))) == ROWS[name]


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Iterator[embedded.Embedded]:
    with embedded.open_store(dataset) as store:
        yield store


@pytest.mark.parametrize("name", NAMES)
def test_embedded_cypher_answers_alike(store: embedded.Embedded, name: str) -> None:
    question = questions.find(name)
    answer = questions.ask_cypher(question, PARAMETERS.get(name), lambda text, p: query.run_embedded(store, text, p))
    assert rows(answer) == ROWS[name]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_answers_alike(dataset: Dataset, store: embedded.Embedded, name: str) -> None:
    question = questions.find(name)
    assert rows(query.run_embedded(store, question.text("cypher", PARAMETERS.get(name)))) == ROWS[name]
    assert rows(dataset.select(question.text("sparql", PARAMETERS.get(name)))) == ROWS[name]


@pytest.mark.neo4j
def test_neo4j_answers_alike(dataset: Dataset, neo4j_driver: Any) -> None:
    sync.sync(dataset, neo4j_driver)
    for name, expected in ROWS.items():
        question = questions.find(name)
        answer = questions.ask_cypher(question, PARAMETERS.get(name), lambda text, p: query.run(neo4j_driver, text, p))
        assert rows(answer) == expected, name
    for text in HOSTILE:
        assert rows(query.run(neo4j_driver, f"RETURN {literal(text)} AS x")) == [(text,)]


@pytest.mark.parametrize("server", ["fuseki", "oxigraph_server"])
def test_other_sparql_servers_answer_alike(dataset: Dataset, server: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(server)
    store.load(b"".join(dataset.quads()))
    remote = Remote(store.union)
    for name, expected in ROWS.items():
        assert rows(questions.ask_remote(remote, questions.find(name), PARAMETERS.get(name))) == expected, name
    with pytest.raises(QueryError, match=r"answers 400"):
        remote.select("SELECT nothing")


def test_an_empty_answer_has_its_columns() -> None:
    with Dataset.open() as empty:
        for language in ("cypher", "sparql"):
            answer = questions.ask(empty, "denials", language=language)  # type: ignore[arg-type]
            assert (answer.columns, rows(answer)) == (questions.find("denials").columns, [])


def test_parameters_take_the_kind_of_their_default() -> None:
    question = questions.find("new-facts")
    assert question.bound({"since": "2025-02-03"}) == {"since": dt.date(2025, 2, 3)}
    assert questions.find("tools").bound({"studio": 1899}) == {"studio": "1899"}
    with pytest.raises(UsageError, match="since"):
        question.bound({"since": "spring"})
    with pytest.raises(UnknownName, match="did you mean 'since'"):
        question.bound({"sinc": "2025-02-03"})
    with pytest.raises(UnknownName, match="did you mean 'tools'"):
        questions.find("tool")
    assert questions.find("2") == questions.find("tools")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_parameter_leaves_its_place(dataset: Dataset, store: embedded.Embedded, hostile: str) -> None:
    question = questions.find("tools")
    assert rows(dataset.select(question.text("sparql", {"studio": hostile}))) == []
    assert rows(query.run_embedded(store, question.text("cypher", {"studio": hostile}))) == []
    assert rows(query.run_embedded(store, f"RETURN {literal(hostile)} AS x")) == [(hostile,)]


def test_a_server_that_is_not_there_or_is_none() -> None:
    with pytest.raises(StoreError, match="no answer"):
        Remote("http://127.0.0.1:9/", backoff=0).select("ASK {}")
    for url in ("ftp://example.org/x", "bolt://localhost", "http:///x"):
        with pytest.raises(UsageError, match="no address of HTTP"):
            Remote(url)
    with pytest.raises(UsageError, match="LABORGRAPH_PASSWORD"):
        Remote("http://me:secret@example.org/sparql")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_lists_answers_and_shows(tmp_path: Any) -> None:
    folder = str(tmp_path / "data")
    with Dataset.open(tmp_path / "data") as dataset:
        for extraction in EXTRACTIONS:
            dataset.add(extraction)
        dataset.derive()
    listed = json.loads(run("ask", "--format", "json"))
    assert [question["name"] for question in listed] == NAMES
    assert listed[1]["parameters"] == {"studio": "Netflix"}
    assert listed[1]["columns"] == ["tool", "relation", "told_as", "claims"]
    assert "Quels outils" in run("ask", "--ui-language", "fr")
    asked = ["--data", folder, "ask", "tools", "--param", "studio=Orbital Pictures", "--format", "json"]
    expected = [dict(zip(listed[1]["columns"], row, strict=True)) for row in ROWS["tools"]]
    assert json.loads(run(*asked)) == json.loads(run(*asked, "--in", "cypher")) == expected
    shown = run("ask", "tools", "--show", "--param", "studio=Orbital Pictures", "--in", "cypher")
    assert json.loads(run("--data", folder, "cypher", shown, "--format", "json")) == expected
    assert run("ask", "tools", "--show").startswith("SELECT")


def test_a_changed_query_with_other_columns_is_refused(dataset: Dataset) -> None:
    question = questions.find("tools")
    with pytest.raises(QueryError, match="columns"):
        questions.checked(question, Table(("x",), [(1,)]))
    assert isinstance(question, Question)
    out = io.StringIO()
    questions.ask(dataset, "tools").write(out, "csv")
    assert out.getvalue() == "tool,relation,told_as,claims\r\n"
