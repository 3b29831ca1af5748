"""The endpoint over HTTP: the W3C's own protocol tests, formats, limits under load, pages, a clean stop."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import urllib3
import uvicorn
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laborgraph_test_field import EXTRACTIONS, PARAMETERS, ROWS
from laborgraph_test_pages import READY, Visit
from laborgraph_test_servers import free_port
from rdflib.collection import Collection
from urllib3 import BaseHTTPResponse

from laborgraph import questions
from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.ontology.terms import ID, NS
from laborgraph.remote import Remote
from laborgraph.table import jsonable
from laborgraph.web import pages
from laborgraph.web.app import application, snapshot
from laborgraph.web.pool import Limits

W3C = Path(__file__).resolve().parents[2] / "shared" / "w3c" / "sparql" / "sparql11"
HTTP = urllib3.PoolManager(maxsize=64, retries=False)
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def serving(store: str, counts: dict[str, object], **limits: float) -> Iterator[str]:
    """Serve a store in a thread; gives the site's address."""
    app = application(store, counts, Limits(**limits), ("https://notebook.example",))  # type: ignore[arg-type]
    config = uvicorn.Config(app, host="127.0.0.1", port=free_port(), log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{config.port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def graphs(folder: Path, data: dict[str, Path]) -> Iterator[str]:
    """Serve plain files, each as a named graph."""
    store = ox.Store(str(folder))
    for name, file in data.items():
        store.load(path=str(file), base_iri="http://example.org/", to_graph=ox.NamedNode(name))
    store.flush()
    del store
    counts = {"triples": 0, "subjects": 0, "classes": [], "properties": [], "revision": ""}
    with serving(str(folder), counts) as site:
        yield site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dataclasses import replace

    path = tmp_path_factory.mktemp("serve") / "data"
    with Dataset.open(path) as dataset:
        for number, extraction in enumerate(EXTRACTIONS):
            title = HOSTILE if number == 2 else extraction.article.title
            dataset.add(replace(extraction, article=replace(extraction.article, title=title)))
        dataset.derive()
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with Dataset.open(folder, read_only=True) as dataset, snapshot(dataset) as (store, counts):
        with Dataset.open(folder) as writing:  # the dataset is free while its snapshot is served
            assert writing.status()["articles"] == len(EXTRACTIONS)
        with serving(store, counts, seconds=3, size=1, workers=6) as address:
            yield address
    assert [path.name for path in folder.iterdir()] == ["store"]


def get(url: str, accept: str = "", method: str = "GET") -> BaseHTTPResponse:
    return HTTP.request(method, url, headers={"Accept": accept} if accept else {})


def asked(site: str, query: str, accept: str = "") -> BaseHTTPResponse:
    return get(f"{site}/sparql?{urlencode({'query': query})}", accept)


# The W3C's tests


def manifest(path: str) -> rdflib.Graph:
    file = W3C / path
    return rdflib.Graph().parse(file, format="turtle", publicID=file.as_uri())


def names(path: str) -> list[str]:
    if not (W3C / path).exists():
        return []
    tests = manifest(path)
    entries = tests.value(predicate=MF.entries, object=None, any=True) or next(tests.objects(None, MF.entries))
    return [str(entry) for entry in Collection(tests, entries)]


needs_w3c = pytest.mark.skipif(not W3C.exists(), reason="no W3C tests at ../shared/w3c")
PROTOCOL, DIRECT, INDIRECT = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
)


def requests(
    tests: rdflib.Graph, name: str
) -> Iterator[tuple[rdflib.term.Node, str, str, dict[str, str], bytes | None]]:
    action = tests.value(rdflib.URIRef(name), MF.action)
    for request in Collection(tests, tests.value(action, HT.requests)):
        listed = tests.value(request, HT.headers)
        headers = {
            str(tests.value(h, HT.fieldName)): str(tests.value(h, HT.fieldValue))
            for h in (Collection(tests, listed) if listed else ())
        }
        body = tests.value(request, HT.body)
        encoding = str(tests.value(body, CNT.characterEncoding, default="UTF-8")) if body else "UTF-8"
        data = str(tests.value(body, CNT.chars)).encode(encoding) if body else None
        yield (
            request,
            str(tests.value(request, HT.methodName)),
            str(tests.value(request, HT.absolutePath)),
            headers,
            data,
        )


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = {f"http://kasei.us/2009/09/sparql/data/data{n}.rdf": W3C / "protocol" / f"data{n}.nt" for n in (1, 2, 3)}
    with graphs(tmp_path_factory.mktemp("w3c") / "store", data) as address:
        yield address


@needs_w3c
@pytest.mark.parametrize("name", names(PROTOCOL), ids=lambda name: name.partition("#")[2])
def test_protocol_of_the_w3c(w3c: str, name: str) -> None:
    tests = manifest(PROTOCOL)
    for request, method, path, headers, body in requests(tests, name):
        answer = HTTP.request(method, w3c + path.replace("/sparql/", "/sparql", 1), headers=headers, body=body)
        response = tests.value(request, HT.resp)
        if "#update_" in name:
            assert answer.status == 403, answer.data
            assert b"only reads" in answer.data
            return  # what the manifest asks next is whether the update was done
        expected = {str(status).rpartition("#")[2] for status in tests.objects(response, MF.expectedStatus)}
        assert any(f"StatusCode{answer.status // 100}xx" == status for status in expected), (answer.status, expected)
        kind = answer.headers["Content-Type"]
        match str(tests.value(response, MF.expectedFormat)):
            case "boolean":
                wanted = tests.value(response, MF.expectedBoolean)
                assert wanted is None or answer.json()["boolean"] == wanted.toPython()
            case "tabular":
                assert re.match(r"application/sparql-results\+|text/csv|text/tab", kind)
            case "RDF":
                assert kind.startswith("text/turtle")


@needs_w3c
@pytest.mark.parametrize("name", names(DIRECT) + names(INDIRECT), ids=lambda name: name.partition("#")[2])
def test_graph_store_writes_of_the_w3c_are_refused(w3c: str, name: str) -> None:
    tests = manifest(DIRECT if name in names(DIRECT) else INDIRECT)
    for _, method, path, headers, body in requests(tests, name):
        answer = HTTP.request(
            method, w3c + "/store?" + (path.partition("?")[2] or "default"), headers=headers, body=body
        )
        if method in ("GET", "HEAD"):
            if "$LOCATION$" in path:  # of the graph that was not made
                continue
            assert answer.status in (200, 404)
        else:
            assert answer.status == 405
            assert "GET" in answer.headers["Allow"]


RESULTS = [*names("csv-tsv-res/manifest.ttl"), *names("json-res/manifest.ttl")]


# Oxigraph's store writes numbers in its own form, 1.0E6 as 1000000; laborgraph's literals have that form to begin with.
REWRITTEN = ("csv03", "tsv03")


@needs_w3c
@pytest.mark.parametrize(
    "name", [name for name in RESULTS if not name.endswith(REWRITTEN)], ids=lambda name: name.partition("#")[2]
)
def test_results_of_the_w3c(tmp_path: Path, name: str) -> None:
    tests = manifest("csv-tsv-res/manifest.ttl" if "csv-tsv" in name else "json-res/manifest.ttl")
    node = rdflib.URIRef(name)
    action = tests.value(node, MF.action)
    query, data, result = (
        Path(unquote(str(iri)).removeprefix("file://"))
        for iri in (tests.value(action, QT.query), tests.value(action, QT.data), tests.value(node, MF.result))
    )
    kind = {
        ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/sparql-results+json"
    }[result.suffix]  # fmt: skip
    with graphs(tmp_path / "store", {"http://example.org/g": data}) as address:
        answer = asked(address, query.read_text(encoding="utf-8"), kind)
    assert answer.status == 200, answer.data
    assert answer.headers["Content-Type"].startswith(kind)
    assert rows_in(answer.data, kind) == rows_in(result.read_bytes(), kind)


def rows_in(data: bytes, kind: str) -> list[list[tuple[str, str]]]:
    """Read rows as sorted pairs of column and value: SELECT * has no order of columns, nor have the rows."""
    if kind == "text/csv":
        rows = [list(row.items()) for row in csv.DictReader(io.StringIO(data.decode()))]
    else:
        fmt = ox.QueryResultsFormat.from_media_type(kind)
        assert fmt
        read = ox.parse_query_results(data, format=fmt)
        if isinstance(read, ox.QueryBoolean):
            return [[("", str(bool(read)))]]
        assert isinstance(read, ox.QuerySolutions)
        columns = [variable.value for variable in read.variables]
        rows = [list(zip(columns, map(str, row), strict=True)) for row in read]
    return sorted(sorted((name, unnamed(value)) for name, value in row) for row in rows)


def unnamed(value: str) -> str:
    """Blank nodes may bear any name."""
    return re.sub(r"^_:.*", "_:", value)


def test_service_description(site: str) -> None:
    answer = get(f"{site}/sparql")
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    service = graph.value(predicate=rdflib.RDF.type, object=SD.Service)
    assert graph.value(service, SD.endpoint) == rdflib.URIRef(f"{site}/sparql")
    assert graph.value(graph.value(service, SD.defaultDataset), SD.defaultGraph)
    void = rdflib.Graph().parse(data=get(f"{site}/.well-known/void", "application/rdf+xml").data, format="xml")
    assert set(void) == set(graph)
    dataset = graph.value(predicate=rdflib.RDF.type, object=VOID.Dataset)
    counted = int(asked(site, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").data.split()[1])
    assert graph.value(dataset, VOID.triples).toPython() == counted
    assert get(f"{site}/sparql", "image/png").status == 406


# Formats


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.3, text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/*;q=0.9, text/csv;q=0.8, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("image/png", None),
    ],
)
def test_rows_in_the_format_that_is_liked_best(site: str, accept: str, kind: str | None) -> None:
    answer = asked(site, "SELECT ?who { ?s lg:uses ?o ; lg:name ?who } ORDER BY ?who", accept)
    if kind is None:
        assert answer.status == 406
    else:
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        assert b"Lantern Games" in answer.data


@pytest.mark.parametrize("fmt", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json",
                                 "application/trig", "application/n-quads"])  # fmt: skip
def test_graphs_in_every_format(site: str, fmt: str) -> None:
    answer = asked(site, "CONSTRUCT { ?s lg:uses ?o } WHERE { ?s lg:uses ?o }", fmt)
    assert answer.headers["Content-Type"].startswith(fmt)
    parsed = ox.RdfFormat.from_media_type(fmt)
    assert parsed
    found = {(quad.subject, quad.object) for quad in ox.parse(answer.data, parsed)}
    described = ox.parse(asked(site, "DESCRIBE ?s { ?s lg:uses ?o }").data, ox.RdfFormat.TURTLE)
    assert found == {(q.subject, q.object) for q in described if q.predicate.value.endswith("#uses")}


def test_graph_store_reads(site: str) -> None:
    article = ID + EXTRACTIONS[0].article.id
    answer = get(f"{site}/store?graph={quote(article, safe='')}", "application/n-triples")
    with Dataset.open() as dataset:
        dataset.add(EXTRACTIONS[0])
        held = {line.rpartition(b" <")[0] for line in dataset.quads() if f"<{article}> .".encode() in line}
    assert {line.rpartition(b" .")[0] for line in answer.data.splitlines()} == held
    twice = "".join(f"%{byte:02X}" for byte in article.encode())
    assert get(f"{site}/store?graph={twice}", "application/n-triples").data == answer.data
    assert get(f"{site}/store?graph={quote(article)}", method="HEAD").status == 200
    assert get(f"{site}/store?graph=http://example.org/none", method="HEAD").status == 404
    assert len(get(f"{site}/store?default", "application/n-triples").data) > len(answer.data)
    for bad in ("", "?graph=x", "?default&graph=http://example.org/a", "?graph=http://example.org/a%20b", "?graph=%FF"):
        assert get(f"{site}/store{bad}").status == 400, bad


def test_the_questions_through_the_endpoint(site: str) -> None:
    remote = Remote(f"{site}/sparql")
    answer = questions.ask_remote(remote, questions.find("trend"))
    assert [tuple(row) for row in answer.rows] == ROWS["trend"]
    listed = get(f"{site}/questions.json").json()
    assert len(listed) == 30
    for question in listed:
        assert asked(site, question["sparql"]).status == 200, question["name"]


def test_the_command_asks_an_endpoint_each_of_them(site: str, folder: Path) -> None:
    with Dataset.open(folder, read_only=True) as dataset:
        answers = {name: questions.ask(dataset, name, PARAMETERS.get(name)) for name in ROWS}
    for name, expected in answers.items():
        given = [f"--param={key}={value}" for key, value in PARAMETERS.get(name, {}).items()]
        command = ["ask", name, *given, "--endpoint", f"{site}/sparql", "--format", "json"]
        result = CliRunner().invoke(cli, command, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        assert expected.rows, name
        assert json.loads(result.stdout) == jsonable(list(expected)), name
    with pytest.raises(UsageError, match="in SPARQL"):
        CliRunner().invoke(
            cli, ["ask", "tools", "--endpoint", f"{site}/sparql", "--in", "cypher"], catch_exceptions=False
        )


# Refusals and limits


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * {", 400, "line 1"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("SELECT * { ?s ?p ?o } OFFSET 99999999999999999999999", 400, ""),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 413, "larger than 1 MB"),
        (CARTESIAN, 503, "stopped"),
        (
            'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(CONCAT(STR(?a), STR(?d)), "(a+)+(b+)+$") }',
            503,
            "stopped",
        ),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 1", 503, "stopped"),
    ],
)
def test_what_is_refused_or_stopped(site: str, query: str, status: int, words: str) -> None:
    answer = asked(site, query)
    assert answer.status == status, answer.data
    assert words in answer.data.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("kind", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                                  "text/tab-separated-values"])  # fmt: skip
def test_rows_are_limited(folder: Path, kind: str) -> None:
    with (
        Dataset.open(folder, read_only=True) as dataset,
        snapshot(dataset) as (store, counts),
        serving(store, counts, rows=10) as address,
    ):
        for rows, status in ((10, 200), (11, 413)):
            answer = asked(address, f"SELECT ?s ?o {{ ?s a ?o }} LIMIT {rows}", kind)
            assert answer.status == status, rows
        assert b"too many rows" in answer.data
        assert asked(address, "ASK {}").status == 200


MALICIOUS = (
    CARTESIAN,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 1",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 99999999999",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(STR(?a), "(a|aa)+$|(.*)+") }',
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (REPLACE(STR(?c), "(.*?)*", "$1$1") = STR(?f)) }',
    "SELECT (COUNT(*) AS ?n) { ?a (!lg:x)* ?d . ?d (!lg:x|^!lg:x)* ?e . ?e (!lg:x)* ?f }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)  # fmt: skip


def test_malicious_queries_are_stopped_and_others_answered_before_them(folder: Path) -> None:
    with (
        Dataset.open(folder, read_only=True) as dataset,
        snapshot(dataset) as (store, counts),
        serving(store, counts, seconds=15, megabytes=200, size=4, workers=4) as address,
        ThreadPoolExecutor(len(MALICIOUS)) as attackers,
    ):
        attacks = [attackers.submit(asked, address, query) for query in MALICIOUS]
        answers = [asked(address, f"ASK {{ ?s lg:uses ?o }} # {number}") for number in range(5)]
        assert [answer.json()["boolean"] for answer in answers] == [True] * 5
        assert not all(attack.done() for attack in attacks)  # they did not have to end by themselves first
        assert {attack.result().status for attack in attacks} <= {413, 503}
        again = asked(address, MALICIOUS[0])
        assert again.status == 503
        assert asked(address, "ASK {}").status == 200


def test_a_query_of_more_than_a_megabyte(site: str) -> None:
    body = b"# " + b"x" * 2**20 + b"\nASK {}"
    answer = HTTP.request("POST", f"{site}/sparql", body=body, headers={"Content-Type": "application/sparql-query"})
    assert answer.status == 413


def test_memory_is_limited(folder: Path) -> None:
    bomb = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        Dataset.open(folder, read_only=True) as dataset,
        snapshot(dataset) as (store, counts),
        serving(store, counts, seconds=30, megabytes=80) as address,
    ):
        answer = asked(address, bomb)
        assert (answer.status, answer.data) == (503, b"stopped: it took more than 80 MB of memory\n")
        assert asked(address, "ASK {}").status == 200


def test_fifty_clients_with_slow_queries_among_them(folder: Path) -> None:
    with (
        Dataset.open(folder, read_only=True) as dataset,
        snapshot(dataset) as (store, counts),
        serving(store, counts, seconds=20, workers=6) as address,
    ):
        _ask_by_fifty(address)


def _ask_by_fifty(site: str) -> None:
    quick = "SELECT ?who { ?s lg:uses ?o ; lg:name ?who } ORDER BY ?who"
    expected = asked(site, quick).data

    def client(number: int) -> list[tuple[int, bytes]]:
        if number % 5 == 0:
            return [(answer.status, b"") for answer in [asked(site, CARTESIAN)]]
        return [(answer.status, answer.data) for answer in (asked(site, quick) for _ in range(3))]

    with ThreadPoolExecutor(50) as clients:
        answers = list(clients.map(client, range(50)))
    for number, got in enumerate(answers):
        wanted = [(503, b"")] if number % 5 == 0 else [(200, expected)] * 3
        assert got == wanted, number


NAMED = ("query", "update", "graph", "default", "default-graph-uri", "x")
TYPED = ("sparql-query", "x-www-form-urlencoded", "sparql-update")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]),
    path=st.sampled_from(["/sparql", "/store", "/id/", "/static/", "/", "/ns", "/questions.json", "/.well-known/void"]),
    tail=st.text(max_size=20),
    names=st.lists(st.tuples(st.sampled_from(NAMED), st.text()), max_size=3),
    kind=st.sampled_from(["", "a/b;charset=x", *(f"application/{name}" for name in TYPED)]),
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    body=st.binary(max_size=60),
)  # fmt: skip
def test_no_request_breaks_it(
    site: str, method: str, path: str, tail: str, names: list[tuple[str, str]], kind: str, accept: str, body: bytes
) -> None:
    tail = quote(tail.encode("utf-8", "surrogatepass"), safe="") if path.endswith("/") else ""
    pairs = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in names)
    headers = {"Accept": accept.strip(), "Content-Type": kind}
    sent = body if method in ("POST", "PUT", "PATCH") else None
    answer = HTTP.request(method, f"{site}{path}{tail}?{pairs}", headers=headers, body=sent)
    assert answer.status < 500, (answer.status, answer.data)


# Pages


def local(name: str) -> str:
    return next(e.id for story in EXTRACTIONS for e in story.entities if e.name == name)


def test_a_resource_is_html_for_people_and_rdf_for_machines(site: str) -> None:
    url = f"{site}/id/{local('Orbital Pictures')}"
    page = get(url, "text/html,application/xhtml+xml,*/*;q=0.8")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<h1>Orbital Pictures</h1>" in page.data.decode()
    assert "Orbital Pictures invests $5 million in Echo Forge." in page.data.decode()
    assert "Accept" in page.headers["Vary"]
    graph = rdflib.Graph().parse(data=get(url).data, format="turtle")
    assert (rdflib.URIRef(ID + local("Orbital Pictures")), rdflib.RDF.type, None) in graph
    fact = next(graph.subjects(rdflib.RDF.object, rdflib.URIRef(ID + local("Echo Forge"))))
    claims = get(f"{site}/id/{fact.removeprefix(ID)}", "text/html").data.decode()
    assert "A long summer" in claims
    for nothing in ("nobody", "a%20b", "%3Cscript%3E", "x/../../y"):
        for accept in ("text/html", "text/turtle"):
            assert get(f"{site}/id/{nothing}", accept).status == 404


@pytest.mark.browser
def test_an_entity_shows_what_lies_around_it(folder: Path, browser: Any) -> None:
    with (
        Dataset.open(folder, read_only=True) as dataset,
        snapshot(dataset) as (store, counts),
        serving(store, counts, seconds=90, megabytes=1024) as address,
    ):
        _see_what_lies_around(address, browser)


def _see_what_lies_around(site: str, browser: Any) -> None:
    page = get(f"{site}/id/{local('Orbital Pictures')}", "text/html").data.decode()
    (address,) = re.findall(r'<iframe src="([^"]+)"', page)
    drawn = get(site + address)
    assert drawn.status == 200
    assert drawn.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert b"Content-Security-Policy" in drawn.data
    assert b"Echo Forge" in drawn.data
    assert get(f"{site}/view/nobody").status == get(f"{site}/view/a%20b").status == 404
    assert "<iframe" not in get(f"{site}/id/{EXTRACTIONS[0].article.id}", "text/html").data.decode()
    tab = browser.new_context(viewport={"width": 1280, "height": 1800}).new_page()
    asked_for: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked_for.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(f"{site}/id/{local('Orbital Pictures')}")
    drawing = tab.wait_for_selector("iframe")
    drawing.scroll_into_view_if_needed()  # it is loaded when it comes into sight
    frame = drawing.content_frame()
    frame.wait_for_url("**/view/**")
    for _ in range(1000):
        if frame.evaluate(READY):
            break
        tab.wait_for_timeout(25)
    assert frame.evaluate("document.documentElement.dataset.nodes") != "0"
    assert {"://".join(urlsplit(url)[:2]) for url in asked_for} == {site}
    assert complaints == []
    tab.context.close()


def test_pages_escape_what_articles_say(site: str) -> None:
    article = EXTRACTIONS[2].article.id
    fact = EXTRACTIONS[2].claims[1].fact
    for name in (article, fact):
        page = get(f"{site}/id/{name}", "text/html")
        text = page.data.decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_query_page_needs_nothing_from_elsewhere(site: str) -> None:
    page = get(f"{site}/").data.decode()
    for source in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert source.startswith(("/", "data:")), source
        if source.startswith("/"):
            assert get(site + source).status == 200
    assert get(f"{site}/static/app.py").status == 404
    known = get(f"{site}/completion.json").json()
    assert known["prefixes"]["lg"] == NS
    assert {NS + "Studio", NS + "Claim"} <= set(known["classes"])
    assert {NS + "uses", NS + "saidBy", NS + "quote"} <= set(known["properties"])


def test_a_query_page_that_was_tampered_with_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pages.YASGUI_SHA256, "yasgui.min.js", "0" * 64)
    pages._static.cache_clear()
    with pytest.raises(StoreError, match="install laborgraph anew"):
        pages._static("yasgui.min.js")
    pages._static.cache_clear()


@pytest.mark.browser
def test_queries_are_written_and_run_in_a_browser(site: str, browser: Any) -> None:
    tab = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
    asked_for: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked_for.append(request.url))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text))
    visit = Visit(tab)
    tab.goto(site)
    visit.wait(READY)
    assert visit.count("#question option") == 31
    tab.select_option("#question", "trend")
    visit.wait("document.querySelectorAll('.yasr table tbody tr').length")
    assert visit.count(".yasr table tbody tr") == len(ROWS["trend"])
    assert "Lantern Games" in visit.text(".yasr table")
    assert visit.text("#help") == questions.find("trend").help["fr"]
    editor = ".yasgui .tabPanel.active .CodeMirror"
    assert f"PREFIX lg: <{NS}>" in tab.evaluate(f"document.querySelector('{editor}').CodeMirror.getValue()")

    # Completion knows the vocabulary and declares its prefix; links of the answer stay on this site.
    tab.evaluate(f"document.querySelector('{editor}').CodeMirror.setValue('')")
    tab.click(f"{editor} .CodeMirror-lines")
    tab.keyboard.type("SELECT ?s WHERE { ?s lg:usedI")
    tab.keyboard.press("Control+Space")
    visit.wait("document.querySelector('.CodeMirror-hints')")
    tab.keyboard.press("Enter")
    written = f"document.querySelector('{editor}').CodeMirror.getValue()"
    assert visit.wait(f"{written}.includes('lg:usedIn') && {written}").startswith(f"PREFIX lg: <{NS}>")
    tab.evaluate(f"document.querySelector('{editor}').CodeMirror.setValue('SELECT ?s {{ ?s a lg:Union }} ORDER BY ?s')")
    tab.click(".yasgui .tabPanel.active .yasqe_queryButton")
    visit.wait("document.querySelector('.tabPanel.active .yasr a.iri')")
    tab.hover(".tabPanel.active .yasr a.iri")
    tab.mouse.down()
    address = tab.evaluate("document.querySelector('.tabPanel.active .yasr a.iri').getAttribute('href')")
    tab.mouse.up()
    assert address.startswith("/id/x-")
    assert {"://".join(urlsplit(url)[:2]) for url in asked_for} <= {site, "data://"}
    assert complaints == []
    tab.context.close()


def test_other_sites_ask_only_where_allowed(site: str) -> None:
    for origin, allowed in (("https://notebook.example", True), ("https://elsewhere.example", False)):
        answer = HTTP.request("GET", f"{site}/sparql?query=ASK%7B%7D", headers={"Origin": origin})
        assert ("Access-Control-Allow-Origin" in answer.headers) is allowed


# Start and stop


def test_the_command_serves_and_stops_cleanly(folder: Path) -> None:
    before = set(folder.iterdir())
    port = free_port()
    command = [sys.executable, "-m", "laborgraph", "--data", str(folder), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert f":{port}/sparql" in process.stderr.readline()
        http = urllib3.PoolManager(retries=urllib3.Retry(connect=40, backoff_factor=0.05, backoff_max=0.3))
        answer = http.request("GET", f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D")
        assert json.loads(answer.data)["boolean"] is True
        taken = subprocess.run(command, capture_output=True, text=True)
        assert taken.returncode == 1
        assert "cannot listen" in taken.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    assert set(folder.iterdir()) == before


def test_what_cannot_be_served(tmp_path: Path) -> None:
    with Dataset.open() as dataset, pytest.raises(UsageError, match="in memory"), snapshot(dataset):
        pass


def test_an_address_of_another_machine_is_not_listened_on(tmp_path: Path) -> None:
    # In a process of its own: other tests of the session may keep an event loop running in this one.
    script = (
        "from laborgraph.errors import StoreError\n"
        "from laborgraph.web.app import application, run\n"
        f"try: run(application({str(tmp_path)!r}, {{}}), '203.0.113.1', 80)\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert "cannot listen" in done.stdout
