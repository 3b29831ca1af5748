"""Push to real graph stores, Fuseki and Oxigraph's: equal afterwards, little sent again, nothing lost when killed."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from laborgraph_test_field import EXTRACTIONS
from laborgraph_test_stores import Store

from laborgraph import push
from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.ontology.terms import ID
from laborgraph.push import MANIFEST
from laborgraph.remote import Remote

FACTS, ENTITIES = ID + "graph-facts", ID + "graph-entities"
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
    remote = Remote(store.graphs)
    assert set(actions(push.changes(dataset, remote)).values()) == {"put"}
    assert held(store) == 0
    told: list[push.Change] = []
    push.push(dataset, remote, sent=told.append)
    assert {change.graph for change in told} == {*ARTICLES[:5], FACTS, ENTITIES}
    assert held(store) == sum(1 for _ in dataset.quads()) == sum(change.triples for change in told)
    assert push.differences(dataset, remote) == []
    assert set(actions(push.push(dataset, remote)).values()) == {"keep"}

    dataset.remove(EXTRACTIONS[0].article.id)
    dataset.add(EXTRACTIONS[5])
    dataset.derive()
    done = actions(push.push(dataset, remote))
    assert done == {
        ARTICLES[0]: "delete", ARTICLES[5]: "put", FACTS: "put", ENTITIES: "put",
        **dict.fromkeys(ARTICLES[1:5], "keep"),
    }  # fmt: skip
    assert held(store) == sum(1 for _ in dataset.quads())
    assert push.differences(dataset, remote) == []


def test_what_others_changed_is_found_and_their_graphs_stay(store: Store, dataset: Dataset) -> None:
    remote = Remote(store.graphs)
    store.post(
        store.update,
        b"INSERT DATA { GRAPH <http://example.org/theirs> { <a:b> <a:c> 1 } }",
        "application/sparql-update",
    )
    push.push(dataset, remote)
    edit = f"INSERT DATA {{ GRAPH <{ARTICLES[1]}> {{ <a:b> <a:c> 1 }} }} ; DROP GRAPH <{ARTICLES[2]}>"
    store.post(store.update, edit.encode(), "application/sparql-update")
    assert push.differences(dataset, remote) == sorted([ARTICLES[1], ARTICLES[2]])
    assert remote.send("GET", {"graph": "http://example.org/theirs"}, headers={}).status == 200


def test_a_large_graph_goes_in_parts(store: Store, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "_CHUNK", 50)
    push.push(dataset, Remote(store.graphs))
    assert push.differences(dataset, Remote(store.graphs)) == []


def test_a_push_that_was_killed_is_made_good_by_the_next(store: Store, dataset: Dataset) -> None:
    remote = Remote(store.graphs)
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
    remote = Remote(store.graphs)
    push.push(dataset, remote)
    with Dataset.open() as other:
        with pytest.raises(UsageError, match=r"7 of the 7 graphs .* --force"):
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
            push.push(dataset, Remote(url, backoff=0.01))
        assert _Refusing.seen == [None] * 3
        monkeypatch.setenv("LABORGRAPH_USERNAME", "ada")
        monkeypatch.setenv("LABORGRAPH_PASSWORD", "pass word")
        with pytest.raises(StoreError, match=r"405.*does not take graphs"):
            push.push(dataset, Remote(url, backoff=0.01))
        assert _Refusing.seen[-1] == "Basic YWRhOnBhc3Mgd29yZA=="
        monkeypatch.setenv("LABORGRAPH_TOKEN", "abc")
        with pytest.raises(StoreError, match="405"):
            push.push(dataset, Remote(url, backoff=0.01))
        assert _Refusing.seen[-1] == "Bearer abc"
