"""The embedded store: rebuilt when it must be, shared by many, closed to everybody else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError, StoreError
from laborgraph.lpg import embedded, query
from laborgraph.model import Extraction

PATHS = [
    ("GET", "/", None),
    ("GET", "/api/v1/server", None),
    ("GET", "/api/v1/databases", None),
    ("GET", "/api/v1/exists/laborgraph", None),
    ("GET", "/api/v1/query/laborgraph/sql/select%20from%20Claim", None),
    ("POST", "/api/v1/query/laborgraph", {"language": "opencypher", "command": "MATCH (n) RETURN n"}),
    ("POST", "/api/v1/command/laborgraph", {"language": "sql", "command": "select from Claim"}),
    ("POST", "/api/v1/server", {"command": "list databases"}),
    ("POST", "/api/v1/login", {}),
    ("POST", "/api/v1/mcp", {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}),
    ("POST", "/api/v1/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
    ("GET", "/api/v1/mcp", None),
    ("GET", "/api/v1/mcp/config", None),
    ("GET", "/api/v1/docs", None),
    ("GET", "/api/v1/openapi.json", None),
    ("GET", "/prometheus", None),
    ("GET", "/ws", None),
    ("GET", "/studio/", None),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_extractions: tuple[Extraction, ...]) -> Path:
    """A dataset on disk whose store is built."""
    path = tmp_path_factory.mktemp("data")
    with Dataset.open(path) as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
        with embedded.open_store(dataset):
            pass
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[embedded.Embedded]:
    with Dataset.open(folder, read_only=True) as dataset, embedded.open_store(dataset) as opened:
        yield opened


def stores(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.joinpath("cypher").iterdir()}


def count(store: embedded.Embedded) -> int:
    return int(query.run_embedded(store, "MATCH (n:Claim) RETURN count(n) AS n").rows[0][0])


def test_is_built_once_and_again_only_when_the_dataset_changed(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    subprocess.run(["cp", "-r", str(folder), str(copy)], check=True)
    before = stores(copy)
    with Dataset.open(copy) as dataset:
        with embedded.open_store(dataset) as store:
            claims = count(store)
        assert stores(copy) == before
        dataset.remove(dataset.find_article("Stonefield answers"))
        dataset.derive()
        with embedded.open_store(dataset) as store:
            assert count(store) == claims - 4
        after = stores(copy)
        assert len(after) == 1
        assert after.keys() != before.keys()


def test_a_build_that_was_killed_leaves_nothing_that_counts(
    tmp_path: Path, sample_extractions: tuple[Extraction, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with Dataset.open(tmp_path) as dataset:
        dataset.add(sample_extractions[0])
        dataset.derive()
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", die)
            with pytest.raises(StoreError, match="No space left"), embedded.open_store(dataset):
                pass
        with embedded.open_store(dataset) as store:
            assert count(store) == 5
        assert len(stores(tmp_path)) == 1


def test_two_stores_side_by_side_and_one_twice(
    folder: Path, store: embedded.Embedded, sample_extractions: tuple[Extraction, ...]
) -> None:
    with Dataset.open() as other:
        other.add(sample_extractions[0])
        other.derive()
        with (
            embedded.open_store(other) as second,
            Dataset.open(folder, read_only=True) as dataset,
            embedded.open_store(dataset) as again,
        ):
            assert (count(store), count(second), count(again)) == (14, 5, 14)


def test_two_processes_ask_one_store(folder: Path, store: embedded.Embedded) -> None:
    assert json.loads(cypher(folder, "MATCH (c:Claim) RETURN count(c) AS n")) == [{"n": 14}]
    assert count(store) == 14


def cypher(folder: Path, text: str, **more: Any) -> str:
    command = [sys.executable, "-m", "laborgraph", "--data", str(folder), "cypher", text, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, **more)
    assert done.stderr == ""
    return done.stdout


def test_the_command_answers_and_leaves_the_folder_alone(folder: Path, tmp_path: Path) -> None:
    text = (
        "MATCH (s:Studio {name:'Lumora Pictures'})-[u:USES]->(t:Tool) "
        "MATCH (c:Claim {fid:u.fid})-[:FROM_ARTICLE]->(a) RETURN t.name, c.quote, a.url, a.published ORDER BY a.url"
    )
    rows = json.loads(cypher(folder, text, cwd=tmp_path))
    assert [row["a.published"] for row in rows] == ["2025-07-18", "2025-09-02"]
    assert not list(tmp_path.iterdir()), "no log folder in the working directory"


# -- doors


def listeners() -> dict[int, set[str]]:
    """Read which ports this process listens on, and at which addresses (Linux)."""
    inodes = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            inodes.add(os.readlink(handle).removeprefix("socket:[").removesuffix("]"))
        except FileNotFoundError:
            continue
    found: dict[int, set[str]] = {}
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            address, port = fields[1].split(":")
            if fields[3] == "0A" and fields[9] in inodes:
                found.setdefault(int(port, 16), set()).add(address)
    return found


LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's /proc")
def test_every_door_is_on_loopback(store: embedded.Embedded) -> None:
    doors = listeners()
    assert store.http_port in doors
    assert len(doors) >= 2
    assert {address for addresses in doors.values() for address in addresses} <= LOOPBACK


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
@pytest.mark.parametrize("login", [None, "root:", "root:playwithdata", "admin:admin"])
def test_http_answers_nobody_without_the_password(
    store: embedded.Embedded, method: str, path: str, body: Any, login: str | None
) -> None:
    import base64

    headers = {"Content-Type": "application/json"}
    if login is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
    data = None if body is None else json.dumps(body).encode()
    url = f"http://127.0.0.1:{store.http_port}{path}"
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=10)
    with error.value as answer:
        assert answer.code in (401, 403, 404)
        said = answer.read().decode()
    assert "Lumora" not in said
    assert "laborgraph" not in said


def test_liveness_says_nothing(store: embedded.Embedded) -> None:
    """These two answer anybody on this machine, with no content at all; the engine has no switch for them."""
    for path in ("/api/v1/ready", "/api/v1/health"):
        with urllib.request.urlopen(f"http://127.0.0.1:{store.http_port}{path}", timeout=10) as answer:
            assert (answer.status, answer.read()) == (204, b"")


@pytest.mark.parametrize("login", [None, ("root", ""), ("root", "playwithdata"), ("neo4j", "neo4j"), ("", "")])
def test_bolt_answers_nobody_without_the_password(store: embedded.Embedded, login: Any) -> None:
    (bolt,) = {port for port in listeners() if port != store.http_port and answers_bolt(port)}
    with (
        neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{bolt}", auth=login) as driver,
        pytest.raises(neo4j.exceptions.AuthError),
    ):
        driver.execute_query("MATCH (n) RETURN n", database_=embedded.DATABASE)


def answers_bolt(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(bytes.fromhex("6060B017" + "00000405" + "00" * 12))
        return line.recv(4) == bytes.fromhex("00000405") or line.recv(4)[-1:] in (b"\x04", b"\x05")


# -- queries


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Tool {name: 'x'})",
        "MATCH (n:Tool) SET n.name = 'x'",
        "MATCH (n:Tool) DETACH DELETE n",
        "MATCH (n:Tool) REMOVE n.name RETURN n",
        "MERGE (n:Tool {name: 'generative AI'}) RETURN n",
        "FOREACH (x IN [1] | CREATE (:Tool))",
        "CALL { CREATE (:Tool) } RETURN 1",
        "MATCH (n:Tool) CALL (n) { SET n.x = 1 } IN TRANSACTIONS RETURN 1",
        "CREATE INDEX x FOR (n:Tool) ON (n.kind)",
        "DROP CONSTRAINT lg_resource_iri",
        "CREATE USER x SET PASSWORD 'abcdefgh'",
    ],
)
def test_no_query_writes(store: embedded.Embedded, text: str) -> None:
    before = query.run_embedded(store, "MATCH (n) RETURN count(n), count(n.x), count(n.name)").rows
    with pytest.raises(QueryError, match="only read"):
        query.run_embedded(store, text)
    assert query.run_embedded(store, "MATCH (n) RETURN count(n), count(n.x), count(n.name)").rows == before


@pytest.mark.parametrize("url", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:1/x", "https://example.org/x"])
def test_no_query_reads_files_or_the_network(store: embedded.Embedded, url: str) -> None:
    with pytest.raises(QueryError, match="LOAD CSV is off"):
        query.run_embedded(store, "LOAD CSV FROM $url AS row RETURN row", {"url": url})


def test_a_query_that_takes_too_long_is_stopped(folder: Path) -> None:
    text = "UNWIND range(1, 5000) AS i UNWIND range(1, 5000) AS j WITH i WHERE i % 7 = 3 RETURN count(i)"
    with Dataset.open(folder, read_only=True) as dataset, pytest.raises(QueryError, match="took too long"):
        query.ask_embedded(dataset, text, timeout=0.5)


def test_a_mistake_is_marked(store: embedded.Embedded) -> None:
    with pytest.raises(QueryError) as error:
        query.run_embedded(store, "MATCH (n)\nRETRUN n")
    assert str(error.value).splitlines()[-2:] == ["  RETRUN n", "  ^"]


def test_a_missing_parameter_is_named(store: embedded.Embedded) -> None:
    with pytest.raises(QueryError, match="name"):
        query.run_embedded(store, "MATCH (n {name: $name}) RETURN n")


def test_limit_takes_no_more(store: embedded.Embedded) -> None:
    assert query.run_embedded(store, "UNWIND range(1, 100) AS n RETURN n", limit=3).rows == [(1,), (2,), (3,)]


def test_a_dataset_that_cannot_be_written_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of a read-only dataset that has none yet is a temporary one."""
    before = stores(folder)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Dataset.open(folder, read_only=True) as dataset, embedded.open_store(dataset) as store:
        assert count(store) == 14
    assert stores(folder) == before


def test_an_unknown_procedure_is_told(store: embedded.Embedded) -> None:
    with pytest.raises(QueryError, match="no such procedure"):
        query.run_embedded(store, "CALL gds.pageRank.stream('g')")


def test_an_engine_that_dies_while_it_builds_is_told_in_one_line(
    tmp_path: Path, sample_extractions: tuple[Extraction, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(driver: neo4j.Driver, *_: object) -> None:
        raise neo4j.exceptions.ServiceUnavailable("Couldn't connect to\n  127.0.0.1")

    monkeypatch.setattr("laborgraph.lpg.sync.fill", die)
    with Dataset.open(tmp_path) as dataset:
        dataset.add(sample_extractions[0])
        dataset.derive()
        with pytest.raises(StoreError, match="--neo4j") as error, embedded.open_store(dataset):
            pass
    assert "\n" not in str(error.value)


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare")
def test_no_loopback_device_is_told(folder: Path) -> None:
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this system gives no namespaces")
    command = [*alone, sys.executable, "-m", "laborgraph", "--data", str(folder), "cypher", "RETURN 1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("laborgraph: the ")
    assert done.stderr.count("\n") == 1
    assert "127.0.0.1" in done.stderr
