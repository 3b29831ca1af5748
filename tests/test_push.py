"""Push to real graph stores, Fuseki and Oxigraph's: equal afterwards, little sent again, nothing lost when killed."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

import pytest
from click.testing import CliRunner
from laborgraph_test_field import EXTRACTIONS
from laborgraph_test_stores import Store

from laborgraph import graphstore, push
from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UnknownName, UsageError
from laborgraph.graphstore import GraphStore
from laborgraph.ontology.terms import ID
from laborgraph.push import MANIFEST
from laborgraph.remote import Remote

DERIVED = {ID + "graph-entities", ID + "graph-facts", ID + "graph-origins"}
ARTICLES = [ID + extraction.article.id for extraction in EXTRACTIONS]


@pytest.fixture(params=["fuseki", "oxigraph_server"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store: Store = request.getfixturevalue(request.param)
    store.clear()
    yield store
    store.clear()


@pytest.fixture
def dataset() -> Iterator[Dataset]:
    with Dataset.open() as dataset:
        for extraction in EXTRACTIONS[:5]:
            dataset.add(extraction)
        dataset.derive()
        yield dataset


def actions(changes: list[push.Change]) -> dict[str, str]:
    return {change.graph: change.action for change in changes}


def held(store: Store) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != <{MANIFEST}>) }}"
    ((count,),) = Remote(store.query).select(query).rows
    return int(count)


def test_the_store_equals_the_dataset_and_only_changes_travel(store: Store, dataset: Dataset) -> None:
    remote = GraphStore(store.graphs)
    assert set(actions(push.changes(dataset, remote)).values()) == {"put"}
    assert held(store) == 0
    told: list[push.Change] = []
    push.push(dataset, remote, sent=told.append)
    assert {change.graph for change in told} == {*ARTICLES[:5], *DERIVED}
    assert held(store) == sum(1 for _ in dataset.quads()) == sum(change.triples for change in told)
    assert push.differences(dataset, remote) == []
    assert set(actions(push.push(dataset, remote)).values()) == {"keep"}

    dataset.remove(EXTRACTIONS[0].article.id)
    dataset.add(EXTRACTIONS[5])
    dataset.derive()
    done = actions(push.push(dataset, remote))
    assert done == {
        ARTICLES[0]: "delete", ARTICLES[5]: "put", **dict.fromkeys(DERIVED, "put"),
        **dict.fromkeys(ARTICLES[1:5], "keep"),
    }  # fmt: skip
    assert held(store) == sum(1 for _ in dataset.quads())
    assert push.differences(dataset, remote) == []


def test_what_others_changed_is_found_and_their_graphs_stay(store: Store, dataset: Dataset) -> None:
    remote = GraphStore(store.graphs)
    store.post(
        store.update,
        b"INSERT DATA { GRAPH <http://example.org/theirs> { <a:b> <a:c> 1 } }",
        "application/sparql-update",
    )
    push.push(dataset, remote)
    edit = f"INSERT DATA {{ GRAPH <{ARTICLES[1]}> {{ <a:b> <a:c> 1 }} }} ; DROP GRAPH <{ARTICLES[2]}>"
    store.post(store.update, edit.encode(), "application/sparql-update")
    assert push.differences(dataset, remote) == sorted([ARTICLES[1], ARTICLES[2]])
    assert b"<a:b>" in remote.read("http://example.org/theirs")


def test_a_large_graph_goes_in_parts(store: Store, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphstore, "_CHUNK", 50)
    push.push(dataset, GraphStore(store.graphs))
    assert push.differences(dataset, GraphStore(store.graphs)) == []


def test_a_push_that_was_killed_is_made_good_by_the_next(store: Store, dataset: Dataset) -> None:
    remote = GraphStore(store.graphs)
    push.push(dataset, remote)
    before = EXTRACTIONS[1]
    dataset.add(dataclasses.replace(before, claims=before.claims[:1]))
    dataset.derive()

    def killed(change: push.Change) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push.push(dataset, remote, sent=killed)
    dataset.add(before)  # back to what the store's list would have said
    dataset.derive()
    push.push(dataset, remote)
    assert push.differences(dataset, remote) == []


def test_another_dataset_is_not_wiped_out_by_mistake(store: Store, dataset: Dataset) -> None:
    remote = GraphStore(store.graphs)
    push.push(dataset, remote)
    with Dataset.open() as other:
        with pytest.raises(UsageError, match=r"8 of the 8 graphs .* --force"):
            push.push(other, remote)
        assert held(store) > 0
        push.push(other, remote, force=True)
    assert held(store) == 0


def test_the_command(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Dataset.open(folder) as dataset:
        dataset.add(EXTRACTIONS[0])
        dataset.derive()

    def run(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["--data", str(folder), "push", store.graphs, *options])
        return result.exit_code, result.stdout

    code, told = run("--dry-run")
    assert code == 0
    assert f"put\t{ARTICLES[0]}\t" in told
    assert run("--verify")[0] == 1
    assert run() == (0, told)
    assert run() == (0, "")
    assert run("--verify") == (0, "")


class _Refusing(BaseHTTPRequestHandler):
    """A server that is busy at first, and wants a password."""

    busy = 2
    seen: list[str | None]

    def do_GET(self) -> None:
        self.seen.append(self.headers["Authorization"])
        _Refusing.busy -= 1
        self.send_response(503 if _Refusing.busy >= 0 else 404 if self.headers["Authorization"] else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(405)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def refusing() -> Iterator[str]:
    _Refusing.busy, _Refusing.seen = 2, []
    server = HTTPServer(("127.0.0.1", 0), _Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/data"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_busy_server_is_asked_again_and_refusals_are_told(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing() as url:
        with pytest.raises(StoreError, match=r"401.*LABORGRAPH_USERNAME"):
            push.push(dataset, GraphStore(url, backoff=0.01))
        assert _Refusing.seen == [None] * 3
        monkeypatch.setenv("LABORGRAPH_USERNAME", "ada")
        monkeypatch.setenv("LABORGRAPH_PASSWORD", "pass word")
        with pytest.raises(StoreError, match=r"405.*does not take graphs"):
            push.push(dataset, GraphStore(url, backoff=0.01))
        assert _Refusing.seen[-1] == "Basic YWRhOnBhc3Mgd29yZA=="
        monkeypatch.setenv("LABORGRAPH_TOKEN", "abc")
        with pytest.raises(StoreError, match="405"):
            push.push(dataset, GraphStore(url, backoff=0.01))
        assert _Refusing.seen[-1] == "Bearer abc"


class _Product(BaseHTTPRequestHandler):
    """A store as a product's documentation describes its addresses, parameters and authentication; graphs in a dict."""

    server: _Products

    def _named(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        return parts.path, dict(parse_qsl(parts.query))

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> set[bytes]:
        return set(self.rfile.read(int(self.headers.get("Content-Length", 0))).splitlines(keepends=True))

    def log_message(self, *args: object) -> None:
        pass


class _Standard(_Product):
    """The Graph Store Protocol at the paths of GraphDB and RDF4J; an absent graph is an empty one there."""

    home, parameter = "/repositories/labor/rdf-graphs/service", "graph"

    def _allowed(self) -> bool:
        return True

    def _graph(self) -> str | None:
        path, named = self._named()
        return named.get(self.parameter) if path == self.home and set(named) == {self.parameter} else None

    def _do(self, method: str) -> None:
        graph, lines, held = self._graph(), self._body(), self.server.graphs
        if graph is None:
            self._answer(400, b"MALFORMED")
        elif not self._allowed():
            self._answer(
                401, WWW_Authenticate='Digest realm="SPARQL", nonce="n1", qop="auth", algorithm=MD5, opaque="o"'
            )
        elif method == "GET":
            self._answer(200, b"".join(held.get(graph, ())), Content_Type="application/n-triples")
        elif method == "DELETE":
            held.pop(graph, None)
            self._answer(204)
        else:
            held[graph] = lines | (held.get(graph, set()) if method == "POST" else set())
            self._answer(204 if method == "POST" else 201)

    def do_GET(self) -> None:
        self._do("GET")

    def do_PUT(self) -> None:
        self._do("PUT")

    def do_POST(self) -> None:
        self._do("POST")

    def do_DELETE(self) -> None:
        self._do("DELETE")


class _Virtuoso(_Standard):
    """The path with authentication, which is by digest, and the name of the graph's parameter."""

    home, parameter = "/sparql-graph-crud-auth", "graph-uri"

    def _allowed(self) -> bool:
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Digest":
            return False
        told = parse_keqv_list(parse_http_list(given))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        one, other = md5("dba:SPARQL:pass word"), md5(f"{self.command}:{self.path}")
        expected = md5(f"{one}:n1:{told['nc']}:{told['cnonce']}:{told['qop']}:{other}")
        return told["response"] == expected and told["uri"] == self.path


class _Blazegraph(_Product):
    """Its REST interface: POST to a context, DELETE by access path, and queries to read."""

    home = "/blazegraph/namespace/kb/sparql"

    def do_GET(self) -> None:
        path, named = self._named()
        graph = re.search(r"GRAPH <([^>]+)>", named["query"])
        assert path == self.home
        assert graph
        held = b"".join(self.server.graphs.get(graph[1], ()))
        self._answer(200, held, Content_Type="application/n-triples")

    def do_POST(self) -> None:
        path, named = self._named()
        assert path == self.home
        self.server.graphs.setdefault(named["context-uri"], set()).update(self._body())
        self._answer(200, b'<data modified="1"/>')

    def do_DELETE(self) -> None:
        path, named = self._named()
        assert path == self.home
        self.server.graphs.pop(named["c"].removeprefix("<").removesuffix(">"), None)
        self._answer(200, b'<data modified="1"/>')


class _Products(HTTPServer):
    def __init__(self, product: type[_Product]) -> None:
        super().__init__(("127.0.0.1", 0), product)
        self.graphs: dict[str, set[bytes]] = {}


@pytest.mark.parametrize(
    ("profile", "product", "address"),
    [
        ("graphdb", _Standard, "/repositories/labor"),
        ("virtuoso", _Virtuoso, ""),
        ("blazegraph", _Blazegraph, "/blazegraph/namespace/kb"),
    ],
)
def test_what_products_document(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, profile: str, product: type[_Product], address: str
) -> None:
    monkeypatch.setattr(graphstore, "_CHUNK", 100)
    monkeypatch.setenv("LABORGRAPH_USERNAME", "dba")
    monkeypatch.setenv("LABORGRAPH_PASSWORD", "pass word")
    server = _Products(product)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        store = GraphStore(f"http://127.0.0.1:{server.server_port}{address}", profile, backoff=0.01)
        done = push.push(dataset, store)
        held = {name: lines for name, lines in server.graphs.items() if name != MANIFEST}
        assert {change.graph: change.triples for change in done} == {name: len(lines) for name, lines in held.items()}
        assert push.differences(dataset, store) == []
        assert set(actions(push.push(dataset, store)).values()) == {"keep"}
        dataset.remove(EXTRACTIONS[0].article.id)
        dataset.derive()
        assert actions(push.push(dataset, store))[ARTICLES[0]] == "delete"
        assert ARTICLES[0] not in server.graphs
        assert push.differences(dataset, store) == []
        server.graphs[ARTICLES[1]].pop()
        assert push.differences(dataset, store) == [ARTICLES[1]]
        if profile == "virtuoso":
            monkeypatch.setenv("LABORGRAPH_PASSWORD", "wrong")
            with pytest.raises(StoreError, match="401"):
                store.read(MANIFEST)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_products_are_known_by_their_usual_addresses(store: Store, dataset: Dataset) -> None:
    kind = "fuseki" if store.name == "fuseki" else "oxigraph"
    usual = GraphStore(store.graphs.rpartition("/")[0], kind)
    assert usual.url == GraphStore(store.graphs, kind).url == store.graphs
    push.push(dataset, usual)
    assert push.differences(dataset, GraphStore(store.graphs)) == []
    with pytest.raises(UnknownName, match="did you mean 'virtuoso'"):
        GraphStore(store.graphs, "virtuso")
