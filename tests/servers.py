"""Start the Neo4j server for the tests: the one that the environment names, one assembled by Maven, or one in Docker.

Maven fetches the jars of Neo4j Community once into the user's cache (123 MB); no later run needs the network. In CI a
missing server is a failure, elsewhere it skips. Neo4j is a separate program here, nothing of it is shipped.
"""

from __future__ import annotations

import os
import re
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

START_SECONDS = 120


@dataclass(frozen=True)
class Line:
    """A line of Neo4j: which Java runs it, and the class that starts it (the later one was renamed)."""

    version: str
    javas: tuple[int, ...]
    main: str
    options: tuple[str, ...] = ()

    def pom(self, artifact: str) -> str:
        """Write what tells Maven to fetch it, or another program of the same version."""
        return f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>laborgraph.tests</groupId><artifactId>neo4j-runner</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>{artifact}</artifactId><version>{self.version}</version>
</dependency></dependencies></project>"""


SHELL = "5.26.30"
LTS = Line("5.26.31", (17, 21), "org.neo4j.server.CommunityEntryPoint")
LATEST = Line(
    "2026.08.1",
    (25, 21),
    "org.neo4j.server.Neo4jCommunity",
    ("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"),
)
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


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
        wait_until_empty(server)
        yield server


@pytest.fixture(scope="session")
def latest_server() -> Iterator[Server]:
    """A running, empty Neo4j of the newest line; skips where its Java is not installed."""
    runner = find_runner(LATEST)
    if runner is None:
        pytest.skip(f"Neo4j {LATEST.version} needs Maven and Java {' or '.join(map(str, LATEST.javas))}")
    with runner as server:
        wait_until_empty(server)
        yield server


@pytest.fixture(params=["lts", "latest"])
def either_driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """A driver to an empty database, on each line of Neo4j in turn."""
    server = request.getfixturevalue("neo4j_server" if request.param == "lts" else "latest_server")
    yield from _emptied(server)


@contextmanager
def _find() -> Iterator[Server]:
    if uri := os.environ.get("LABORGRAPH_TEST_NEO4J_URI"):
        yield Server(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
    elif runner := find_runner(LTS):
        with runner as server:
            yield server
    elif shutil.which("docker") and not subprocess.run(["docker", "info"], capture_output=True).returncode:
        with _docker_server() as server:
            yield server
    else:
        reason = "no Neo4j: set LABORGRAPH_TEST_NEO4J_URI, or install Maven and Java 17, or start Docker"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def find_runner(line: Line, heap: str = "1g", **settings: str) -> Runner | None:
    """Prepare a server of that line that is not started yet; None where Maven or its Java is missing."""
    java = _java(line.javas)
    jars = _jars(line) if java else None
    return Runner(line, java, jars, heap, settings) if java and jars else None


def _java(versions: tuple[int, ...]) -> Path | None:
    """Find a Java of one of these versions among the usual homes, by what its `release` file says."""
    on_path = shutil.which("java")
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [Path(on_path).resolve().parents[1]] if on_path else []
    for folder in (Path("/usr/lib/jvm"), Path.home() / ".sdkman/candidates/java", Path("/opt/java")):
        homes += sorted(folder.glob("*"))
    homes += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    found: dict[int, Path] = {}
    for home in homes:
        if (home / "bin" / "java").exists() and (home / "release").exists():
            text = (home / "release").read_text(encoding="utf-8")
            if version := re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE):
                found.setdefault(int(version[1]), home / "bin" / "java")
    return next((found[version] for version in versions if version in found), None)


def shell(server: Server) -> list[str]:
    """Write the command that starts cypher-shell, which finds the login in the environment; skip without it."""
    java, jars = _java(LTS.javas), _jars(Line(SHELL, LTS.javas, ""), "cypher-shell")
    if not (java and jars):
        pytest.skip("cypher-shell needs Maven and Java 17")
    return [str(java), "-cp", f"{jars}/*", "org.neo4j.shell.Main", "--address", server.uri, "--format", "plain"]


def _jars(line: Line, artifact: str = "neo4j") -> Path | None:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborgraph"
    cache = folder / f"{artifact}-{line.version}"
    if cache.is_dir():
        return cache
    if not shutil.which("mvn"):
        return None
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as temporary:
        pom = Path(temporary, "pom.xml")
        pom.write_text(line.pom(artifact), encoding="utf-8")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={temporary}/lib"]
        maven = subprocess.run(["mvn", "-q", "-B", "-f", str(pom), *goal], capture_output=True, text=True)
        if maven.returncode:
            print(f"Maven could not fetch {artifact}:\n{maven.stdout[-2000:]}{maven.stderr[-2000:]}", file=sys.stderr)
            return None
        Path(temporary, "lib").rename(cache)
    return cache


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Runner:
    """A Neo4j made of Maven's jars, in a temporary home: may be started, killed and started again.

    As a context manager it is started with a password of its own and at the end killed, its data thrown away.
    """

    def __init__(self, line: Line, java: Path, jars: Path, heap: str, settings: dict[str, str]) -> None:
        self._line = line
        self._folder = tempfile.TemporaryDirectory(prefix="laborgraph-neo4j-")
        self.home, self.conf = Path(self._folder.name, "home"), Path(self._folder.name, "conf")
        self.home.mkdir()
        self.conf.mkdir()
        self.server = Server(f"bolt://127.0.0.1:{(port := free_port())}", "neo4j", secrets.token_hex(16))
        home = self.home
        held = {
            **{f"server.directories.{part}": home / part for part in ("data", "logs", "run", "plugins", "import")},
            "server.directories.transaction.logs.root": home / "transactions",
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.bolt.advertised_address": f"127.0.0.1:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "dbms.usage_report.enabled": "false",
        } | {name.replace("__", "."): value for name, value in settings.items()}
        text = "".join(f"{name}={value}\n" for name, value in held.items())
        self.conf.joinpath("neo4j.conf").write_text(text, encoding="utf-8")
        opened = (f"--add-opens=java.base/{part}=ALL-UNNAMED" for part in OPENED)
        # Tests want a quick start, benchmarks the compiler that runs in production.
        quick = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1") if heap == "1g" else (f"-Xmx{heap}",)
        self._java = [str(java), *quick, *line.options, *opened, "-cp", f"{jars}/*"]
        self._process: subprocess.Popen[bytes] | None = None

    def admin(self, *arguments: str) -> str:
        """Run neo4j-admin while the server is down."""
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.conf)}
        command = [*self._java, "org.neo4j.cli.AdminTool", *arguments]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, cwd=self.home
        ).stdout

    def start(self) -> None:
        """Start the server; it answers some seconds later."""
        # setpriv: the server goes down with a test run that is killed and cannot stop it.
        guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        entry = [self._line.main, f"--home-dir={self.home}", f"--config-dir={self.conf}", "--console-mode"]
        with open(Path(self._folder.name, "console.log"), "ab") as log:
            command = [*guard, *self._java, *entry]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def kill(self) -> None:
        """Kill the server, as a power cut would."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def restart(self, **settings: str) -> None:
        """Stop the server as its administrator would, and start it with more settings."""
        if self._process:
            self._process.terminate()
            self._process.wait()
        with open(self.conf / "neo4j.conf", "a", encoding="utf-8") as conf:
            conf.writelines(f"{name.replace('__', '.')}={value}\n" for name, value in settings.items())
        self.start()

    def __enter__(self) -> Server:
        # The password reaches the tool as an argument: other users of the machine could see it for that moment.
        self.admin("dbms", "set-initial-password", self.server.password)
        self.start()
        return self.server

    def __exit__(self, *_: object) -> None:
        began = time.monotonic()
        self.kill()  # its data is thrown away: no need to wait for a clean end
        self._folder.cleanup()
        print(f"Neo4j {self._line.version} stopped in {time.monotonic() - began:.1f} s", file=sys.stderr)


@contextmanager
def _docker_server() -> Iterator[Server]:
    server = Server(f"bolt://127.0.0.1:{(port := free_port())}", "neo4j", secrets.token_hex(16))
    options = [
        "--rm",
        "--detach",
        "--publish",
        f"127.0.0.1:{port}:7687",
        "--env",
        f"NEO4J_AUTH=neo4j/{server.password}",
    ]
    run = ["docker", "run", *options, f"neo4j:{LTS.version}-community"]
    container = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
    try:
        yield server
    finally:
        subprocess.run(["docker", "stop", container], check=True, capture_output=True)


def wait_for(server: Server) -> int:
    """Wait until a server answers; return how many nodes it holds."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import DatabaseUnavailable, ServiceUnavailable

    began = time.monotonic()
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        while True:
            try:
                nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="neo4j").records[0]["n"]
                break
            except (ServiceUnavailable, DatabaseUnavailable):
                if time.monotonic() - began > START_SECONDS:
                    raise
                time.sleep(0.2)
    print(f"Neo4j at {server.uri} answered after {time.monotonic() - began:.1f} s", file=sys.stderr)
    return int(nodes)


def wait_until_empty(server: Server) -> None:
    if nodes := wait_for(server):  # the tests empty the database: never one that somebody uses
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
    yield from _emptied(neo4j_server)


def _emptied(server: Server) -> Iterator[Driver]:
    with neo4j.connect(server.uri, (server.user, server.password)) as driver:
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
