"""Start the Neo4j server for the tests: the one that the environment names, one assembled by Maven, or one in Docker.

Maven fetches the jars of Neo4j Community once into the user's cache (123 MB); no later run needs the network. In CI a
missing server is a failure, elsewhere it skips. Neo4j is a separate program here, nothing of it is shipped.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.lpg import embedded, neo4j, query, sync
from laborgraph.lpg.embedded import DATABASE, Embedded
from laborgraph.model import Extraction
from laborgraph.table import Table

VERSION = "5.26.31"
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>laborgraph.tests</groupId><artifactId>neo4j-runner</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version>
</dependency></dependencies></project>"""
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """Where a server answers and who may enter."""

    uri: str
    user: str
    password: str


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """A running, empty Neo4j."""
    with _find() as server:
        _wait_until_empty_answer(server)
        yield server


@contextmanager
def _find() -> Iterator[Server]:
    if uri := os.environ.get("LABORGRAPH_TEST_NEO4J_URI"):
        yield Server(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
    elif shutil.which("java") and (jars := _jars()):
        with _maven_server(jars) as server:
            yield server
    elif shutil.which("docker") and not subprocess.run(["docker", "info"], capture_output=True).returncode:
        with _docker_server() as server:
            yield server
    else:
        reason = "no Neo4j: set LABORGRAPH_TEST_NEO4J_URI, or install Maven and Java 17, or start Docker"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def _jars() -> Path | None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborgraph" / f"neo4j-{VERSION}"
    if cache.is_dir():
        return cache
    if not shutil.which("mvn"):
        return None
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as temporary:
        pom = Path(temporary, "pom.xml")
        pom.write_text(POM, encoding="utf-8")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={temporary}/lib"]
        maven = subprocess.run(["mvn", "-q", "-B", "-f", str(pom), *goal], capture_output=True, text=True)
        if maven.returncode:
            print(f"Maven could not fetch Neo4j:\n{maven.stdout[-2000:]}{maven.stderr[-2000:]}", file=sys.stderr)
            return None
        Path(temporary, "lib").rename(cache)
    return cache


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _maven_server(jars: Path) -> Iterator[Server]:
    server = Server(f"bolt://127.0.0.1:{(port := free_port())}", "neo4j", secrets.token_urlsafe(16))
    with tempfile.TemporaryDirectory(prefix="laborgraph-neo4j-") as folder:
        home, conf = Path(folder, "home"), Path(folder, "conf")
        conf.mkdir()
        home.mkdir()
        settings = {
            **{f"server.directories.{part}": home / part for part in ("data", "logs", "run", "plugins", "import")},
            "server.directories.transaction.logs.root": home / "transactions",
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.bolt.advertised_address": f"127.0.0.1:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "dbms.usage_report.enabled": "false",
        }
        conf.joinpath("neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in settings.items()), encoding="utf-8")
        java = [
            "java",
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            *(f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in OPENED),
            "-cp",
            f"{jars}/*",
        ]
        # The password reaches the tool as an argument: other users of the machine could see it for that moment.
        admin = [*java, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", server.password]
        environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)}
        subprocess.run(admin, env=environment, check=True, capture_output=True)
        # setpriv: the server goes down with a test run that is killed and cannot stop it.
        guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        entry = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={conf}", "--console-mode"]
        with open(Path(folder, "console.log"), "wb") as log:
            process = subprocess.Popen([*guard, *java, *entry], stdout=log, stderr=log, start_new_session=True)
        try:
            yield server
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # its data is thrown away: no need to wait for a clean end
            process.wait()


@contextmanager
def _docker_server() -> Iterator[Server]:
    server = Server(f"bolt://127.0.0.1:{(port := free_port())}", "neo4j", secrets.token_urlsafe(16))
    options = [
        "--rm",
        "--detach",
        "--publish",
        f"127.0.0.1:{port}:7687",
        "--env",
        f"NEO4J_AUTH=neo4j/{server.password}",
    ]
    run = ["docker", "run", *options, f"neo4j:{VERSION}-community"]
    container = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
    try:
        yield server
    finally:
        subprocess.run(["docker", "stop", container], check=True, capture_output=True)


def _wait_until_empty_answer(server: Server) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import ServiceUnavailable

    began = time.monotonic()
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        while True:
            try:
                nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="neo4j").records[0]["n"]
                break
            except ServiceUnavailable:
                if time.monotonic() - began > START_SECONDS:
                    raise
                time.sleep(0.2)
    print(f"Neo4j at {server.uri} answered after {time.monotonic() - began:.1f} s", file=sys.stderr)
    if nodes:  # the tests empty the database: never one that somebody uses
        pytest.fail(f"the Neo4j at {server.uri} holds {nodes} nodes; the tests need an empty one")


@dataclass(frozen=True)
class Engines:
    """The sample dataset in both engines; each call answers with a table."""

    driver: Driver
    store: Embedded

    def neo4j(self, text: str, parameters: dict[str, Any] | None = None) -> Table:
        return query.run(self.driver, text, parameters)

    def embedded(self, text: str, parameters: dict[str, Any] | None = None) -> Table:
        return query.run_embedded(self.store, text, parameters)

    def raw(self, text: str) -> Table:
        """Ask the embedded engine with nothing rewritten or refused."""
        return query.run(self.store.driver, text, database=DATABASE)


@pytest.fixture
def neo4j_driver(neo4j_server: Server) -> Iterator[Driver]:
    """A driver to the server, with nothing in its database before and after."""
    with neo4j.connect(neo4j_server.uri, (neo4j_server.user, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        yield driver
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="module")
def engines(neo4j_server: Server, sample_extractions: tuple[Extraction, ...]) -> Iterator[Engines]:
    """The sample dataset in Neo4j and in the embedded store."""
    credentials = (neo4j_server.user, neo4j_server.password)
    with Dataset.open() as dataset, neo4j.connect(neo4j_server.uri, credentials) as driver:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
        sync.sync(dataset, driver)
        with embedded.open_store(dataset) as store:
            yield Engines(driver, store)
        driver.execute_query("MATCH (n) DETACH DELETE n")
