"""SPARQL on the dataset: read-only, over all graphs, and nothing leaves the machine."""

import datetime as dt
import io
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode

from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError, UnknownName
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID, NS
from laborgraph.sparql import Triples


def test_values_are_plain(sample_dataset: Dataset) -> None:
    table = sample_dataset.select(
        "SELECT ?p ?said ?confidence ?start ?day ?negative ?none { ?c a lg:Claim ; lg:predicate ?p ; lg:saidAs ?said ; "
        "lg:confidence ?confidence ; lg:start ?start ; lg:fromArticle/lg:published ?day . "
        "BIND(EXISTS { ?c lg:polarity lg:negative } AS ?negative) OPTIONAL { ?c lg:nothing ?none } } ORDER BY ?said"
    )
    assert table.columns == ("p", "said", "confidence", "start", "day", "negative", "none")
    guild, morel, stone = table.rows
    assert morel == (NS + "uses", "Odile Morel", 0.83, morel[3], dt.date(2025, 7, 18), False, None)
    assert isinstance(morel[3], int)
    assert (stone[1], stone[2], stone[5]) == ("Rex Stonefield", 1, True)
    assert guild[1] == "La GIP"


def test_ask_answers_with_one_row(sample_dataset: Dataset) -> None:
    assert sample_dataset.select("ASK { ?s lg:uses id:generative-ai }").rows == [(True,)]


def test_each_graph_alone_and_all_together(sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?c a lg:Claim }}"
    article = sample_extractions[0].article.id
    assert sample_dataset.select(count.format("")).rows == [(14,)]
    assert sample_dataset.select(count.format(f"FROM id:{article}")).rows == [(5,)]
    assert sample_dataset.select("SELECT ?from { ?from a lg:Article ; lg:title ?t }").rows
    inside = sample_dataset.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a lg:Claim } } GROUP BY ?g").rows
    assert sorted(n for _, n in inside) == [2, 3, 4, 5]


def test_own_prefixes_win(sample_dataset: Dataset) -> None:
    assert sample_dataset.select("PREFIX lg: <https://other.example/> ASK { ?s a lg:Claim }").rows == [(False,)]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's parsers at themselves
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?f a lg:Fact ; lg:bestQuote ?q }", "DESCRIBE id:generative-ai"])
def test_graphs_are_sorted_and_readable(sample_dataset: Dataset, query: str) -> None:
    answer = sample_dataset.query(query)
    assert isinstance(answer, Triples)
    assert len(set(answer.triples)) == len(answer.triples) > 0
    parsers = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    for fmt, parser in parsers.items():
        out = io.StringIO()
        answer.write(out, fmt)
        assert len(rdflib.Graph().parse(data=out.getvalue(), format=parser)) == len(answer.triples)
    with pytest.raises(UnknownName, match="turtle"):
        answer.write(io.StringIO(), "turtel")
    with pytest.raises(QueryError, match="SELECT or ASK"):
        sample_dataset.select(query)


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("SELECT ?x\nWHERE { ?x lg:uses ?y \n FILTRE(?x) }", "line 3, column 10", "OPTIONAL"),
        ("SELECT ?x { ?x foo:a 2 }", "line 1, column 21", "known without declaring: id:, lg:"),
        ("", "line 1, column 1", "expected"),
        ("SELECT (1 AS ?x", "line 1", "expected"),
        ("PREFIX : <a:>\nSELECT * { \ud83d }", "", ""),
    ],
)
def test_the_place_of_an_error_is_marked(sample_dataset: Dataset, query: str, place: str, words: str) -> None:
    with pytest.raises(QueryError) as error:
        sample_dataset.query(query)
    assert place in str(error.value)
    assert words in str(error.value)
    if place.endswith("10"):
        assert str(error.value).splitlines()[1:] == ["   FILTRE(?x) }", "           ^"]


@pytest.mark.parametrize(
    "update",
    [
        "DROP ALL",
        "DELETE WHERE { ?s ?p ?o }",
        "insert data { <a:b> <a:b> <a:b> }",
        "PREFIX a: <a:>\nLOAD <http://127.0.0.1/x>",
        "CLEAR GRAPH id:graph-facts",
    ],
)
def test_updates_are_refused(sample_dataset: Dataset, update: str) -> None:
    before = sample_dataset.digest()
    with pytest.raises(QueryError, match="is refused: queries only read"):
        sample_dataset.query(update)
    assert sample_dataset.digest() == before


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Any]]]:
    """A server that notes whoever calls it."""
    callers: list[Any] = []

    class Note(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            callers.append(self.client_address)

    with socketserver.TCPServer(("127.0.0.1", 0), Note) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", callers
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
        "SELECT * { ?s ?p trueSERVICE <URL> { ?a ?b ?c } }",
        "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
        "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE#c>\n<URL>{ ?s ?p ?o } }",
        "SELECT * { OPTIONAL { <a:b> <a:b)#> 1 } SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { BIND(lg:a\\' AS ?x) SERVICE <URL> { ?s ?p ?o } BIND(lg:a\\' AS ?y) }",
        'SELECT * { BIND("""a\\"""" AS ?x) SERVICE <URL> { ?s ?p ?o } BIND("" AS ?y) }',
        "SELECT * { BIND('a\\\\' AS ?x) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?y) }",
        "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "ASK FROM <URL> { ?s ?p ?o }",
        "ASK { GRAPH <URL> { ?s ?p ?o } }",
    ],
)
def test_no_query_calls_out(sample_dataset: Dataset, listener: tuple[str, list[Any]], query: str) -> None:
    url, callers = listener
    if "SERVICE" in query.upper():
        with pytest.raises(QueryError, match="SERVICE is refused"):
            sample_dataset.query(query.replace("URL", url))
    else:
        sample_dataset.query(query.replace("URL", url))
    assert callers == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service lg:quote ?q FILTER(CONTAINS(?q, 'self-service')) } # no service",
        'SELECT * { ?s <https://a.example/service> "SERVICE <http://a.example/>" ; lg:service """a "SERVICE" b""" }',
        "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 2) }",
    ],
)
def test_the_word_service_is_no_call(sample_dataset: Dataset, query: str) -> None:
    sample_dataset.query(query)


def test_parameters_bind_variables_and_cannot_break_out(sample_dataset: Dataset) -> None:
    query = "SELECT ?f { ?f a lg:Fact ; rdf:object ?object ; lg:bestQuote ?q FILTER(STR(?q) = ?quote) }"
    tool = NamedNode(ID + "generative-ai")
    found = sample_dataset.select(query, {"object": tool, "quote": "Lumora uses generative AI on the series"})
    assert len(found.rows) == 1
    for text in ('" } } DROP ALL #', "a\\", "\n\r\t'\"\\u0022", "{{}}", "?f", "\u0000"):
        assert sample_dataset.select(query, {"object": tool, "quote": text}).rows == []
        echoed = sample_dataset.select("SELECT ?x { FILTER(true) }", {"x": text}).rows
        assert echoed == [(text,)]
    grouped = "SELECT (COUNT(?c) AS ?n) { ?c a lg:Claim ; lg:modality ?m } GROUP BY ?m"
    assert sample_dataset.select(grouped, {"m": NamedNode(NS + "feared")}).rows == [(2,)]
    with pytest.raises(QueryError, match="SELECT and ASK"):
        sample_dataset.query("CONSTRUCT WHERE { ?s ?p ?o }", {"s": tool})
    with pytest.raises(QueryError, match="variable"):
        sample_dataset.select(query, {"a b": 1})


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def folder(tmp_path: Path, sample_extractions: tuple[Extraction, ...]) -> Path:
    with Dataset.open(tmp_path) as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
    return tmp_path


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "laborgraph", "--data", str(folder), "sparql", *arguments]


def test_a_query_that_takes_too_long_is_stopped(folder: Path) -> None:
    done = subprocess.run(command(folder, ENDLESS, "--timeout", "0.5"), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert "stopped after 0.5 s" in done.stderr


def test_ctrl_c_ends_a_query(folder: Path) -> None:
    process = subprocess.Popen(command(folder, ENDLESS), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (worker := children.read_text().split()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "stopped")
    assert not Path("/proc", worker[0]).exists(), "nothing works on"


def test_errors_and_answers_come_through(folder: Path) -> None:
    wrong = subprocess.run(command(folder, "SELEC"), capture_output=True, text=True)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "not a SPARQL query, line 1" in wrong.stderr
    right = subprocess.run(command(folder, "SELECT ('é' AS ?x) {}", "--format", "csv"), capture_output=True)
    assert (right.returncode, right.stdout, right.stderr) == (0, "x\r\né\r\n".encode(), b"")
