"""Hold the property graph in process: ArcadeDB, spoken to by the `neo4j` driver over loopback.

`FOLDER/<revision>` holds the store of one revision of the dataset. It is built under another name and renamed when it
is whole, and from then on only read: each opening makes a folder of links to its files with a configuration of its
own, so that any number of terminals can ask at once and none can write. The engine's server (Bolt, and HTTP, which it
cannot leave out) listens on 127.0.0.1 only, for a password made anew each time.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laborgraph.dataset import Dataset
from laborgraph.errors import MissingExtra, StoreError
from laborgraph.ids import digest

if TYPE_CHECKING:
    from neo4j import Driver

DATABASE = "laborgraph"
_BOLT = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
_PORT_TRIES = 5


@dataclass(frozen=True, slots=True)
class Embedded:
    """An open store: `driver` answers its queries, `explain` says why the engine refused one."""

    driver: Driver
    explain: Callable[[str, Mapping[str, Any]], str]
    http_port: int


@contextmanager
def open_store(dataset: Dataset, folder: Path | None = None, *, timeout: float = 60.0) -> Iterator[Embedded]:
    """Open the store of a dataset for reading, built first if there is none of this revision.

    `folder` is ``cypher`` in the dataset's folder; a dataset in memory, or one in a folder that cannot be written,
    has its store in a temporary one. `timeout` is how many seconds a query may take. Raises `MissingExtra` without
    ArcadeDB and `StoreError` when the store cannot be built or opened.
    """
    engine = _engine()
    home = folder or (dataset.folder and dataset.folder / "cypher")
    with tempfile.TemporaryDirectory(prefix="laborgraph-") as temporary:
        if home is None or not os.access(home if home.exists() else home.parent, os.W_OK):
            home = Path(temporary, "store")
        built = _built(engine, dataset, home)
        view = Path(temporary, "databases", DATABASE)
        view.mkdir(parents=True)
        for file in built.iterdir():
            if file.name != "configuration.json":
                view.joinpath(file.name).symlink_to(file.absolute())
        _configure(view, timeout)
        with _serve(engine, Path(temporary), "READ_ONLY") as embedded:
            yield embedded


def _engine() -> Any:
    """Import ArcadeDB with its log in a folder that goes away with the process."""
    if "ARCADEDB_LOG_DIR" not in os.environ:
        os.environ["ARCADEDB_LOG_DIR"] = log = tempfile.mkdtemp(prefix="laborgraph-log-")
        atexit.register(shutil.rmtree, log, ignore_errors=True)
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    try:
        import arcadedb
    except ImportError as error:
        raise MissingExtra("Cypher without a Neo4j server", "cypher") from error
    return arcadedb


def _built(engine: Any, dataset: Dataset, home: Path) -> Path:
    """Return the folder of this revision's store; build it, one process at a time, if it is not there."""
    from laborgraph.lpg.sync import revision

    store = home / digest(revision(dataset), engine.__version__)
    if store.is_dir():
        return store
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _locked(home):
            if not store.is_dir():
                for old in home.iterdir():
                    shutil.rmtree(old, ignore_errors=True)
                _build(engine, dataset, home / "building")
                os.replace(home / "building" / "databases" / DATABASE, store)
                shutil.rmtree(home / "building", ignore_errors=True)
    except OSError as error:
        raise StoreError(f"the Cypher store in {home} cannot be built: {error.strerror or error}") from error
    return store


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _build(engine: Any, dataset: Dataset, root: Path) -> None:
    from laborgraph.lpg.sync import fill

    root.joinpath("databases").mkdir(parents=True)
    with _serve(engine, root, "READ_WRITE") as embedded:
        fill(embedded.driver, dataset, DATABASE)


def _configure(database: Path, timeout: float) -> None:
    settings = {
        "command.timeout": max(1, round(timeout * 1000)),
        "opencypher.loadCsv.allowFileUrls": False,
        "opencypher.loadCsv.allowRemoteUrls": False,
    }
    database.joinpath("configuration.json").write_text(json.dumps({"configuration": settings}), encoding="utf-8")


@contextmanager
def _serve(engine: Any, root: Path, mode: str) -> Iterator[Embedded]:
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    password = secrets.token_urlsafe(32)
    server, bolt, http = _start(engine, root, mode, password)
    try:
        database = server.create_database(DATABASE) if mode == "READ_WRITE" else server.get_database(DATABASE)

        def explain(query: str, parameters: Mapping[str, Any]) -> str:
            try:
                for _ in database.query("opencypher", query, dict(parameters)):
                    pass
            except engine.ArcadeDBError as error:
                return str(error)
            return ""

        address = f"bolt://127.0.0.1:{bolt}"
        with GraphDatabase.driver(address, auth=("root", password), notifications_min_severity="OFF") as driver:
            yield Embedded(driver, explain, http)
    except (engine.ArcadeDBError, DriverError, Neo4jError, OSError) as error:
        raise _unusable(error) from error
    finally:
        with suppress(engine.ArcadeDBError):
            server.stop()


def _unusable(error: Exception) -> StoreError:
    """Say in one line what the engine, its driver or the system refused, and what to do."""
    said = " ".join(str(error).split())
    return StoreError(
        f"the Cypher store cannot be used: {said}; it needs ports of its own on 127.0.0.1, memory and room in its "
        "folder; run again, or ask a Neo4j server with --neo4j"
    )


def _start(engine: Any, root: Path, mode: str, password: str) -> tuple[Any, int, int]:
    """Start the engine's server on free ports; another process may take one of them first, so try again."""
    for left in reversed(range(_PORT_TRIES)):
        bolt, http = _free_ports(2)
        settings = {
            "mode": "production",
            "host": "127.0.0.1",
            "http_port": str(http),
            "server_plugins": _BOLT,
            "bolt_port": bolt,
            "bolt.host": "127.0.0.1",
            "server.databaseDirectory": str(root / "databases"),
            "server.defaultDatabaseMode": mode,
        }
        server = engine.create_server(str(root), password, config=settings)
        try:
            server.start()
            break
        except engine.ArcadeDBError as error:
            if not left:
                raise _unusable(error) from error
    return server, bolt, http


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    except OSError as error:
        raise _unusable(error) from error
    finally:
        for probe in probes:
            probe.close()
