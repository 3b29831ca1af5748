"""Start SPARQL servers for the tests: Apache Jena Fuseki from Maven Central, and Oxigraph's own from PyPI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from laborgraph_test_servers import free_port

FUSEKI = "5.5.0"
START_SECONDS = 60


@dataclass(frozen=True)
class Store:
    """Where a SPARQL server takes queries, updates and graphs; `union` asks for the union of all graphs."""

    name: str
    query: str
    update: str
    graphs: str
    union: str

    def clear(self) -> None:
        self.post(self.update, b"DROP ALL", "application/sparql-update")

    def load(self, nquads: bytes) -> None:
        self.clear()
        self.post(self.graphs, nquads, "application/n-quads")

    def post(self, url: str, body: bytes, kind: str) -> None:
        request = urllib.request.Request(url, data=body, headers={"Content-Type": kind}, method="POST")
        with urllib.request.urlopen(request, timeout=60):
            pass


@contextmanager
def _running(command: list[str], ready: str) -> Iterator[None]:
    guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    with tempfile.TemporaryDirectory(prefix="laborgraph-store-") as folder:
        with open(Path(folder, "log"), "wb") as log:
            process = subprocess.Popen([*guard, *command], stdout=log, stderr=log, cwd=folder)
        try:
            began = time.monotonic()
            while not _answers(ready):
                if process.poll() is not None or time.monotonic() - began > START_SECONDS:
                    pytest.fail(f"{command[0]} did not start: {Path(folder, 'log').read_text()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _fuseki_jar() -> Path | None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborgraph" / f"fuseki-{FUSEKI}"
    jar = cache / f"jena-fuseki-server-{FUSEKI}.jar"
    if not jar.exists() and shutil.which("mvn"):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache.parent) as temporary:
            artifact = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
            maven = ["mvn", "-q", "-B", "dependency:copy", artifact, f"-DoutputDirectory={temporary}/lib"]
            if not subprocess.run(maven, cwd=temporary, capture_output=True).returncode:
                Path(temporary, "lib").rename(cache)
    return jar if jar.exists() and shutil.which("java") else None


@pytest.fixture(scope="session")
def fuseki() -> Iterator[Store]:
    """A running, empty Fuseki in memory."""
    jar = _fuseki_jar()
    if jar is None:
        reason = "no Fuseki: install Maven and Java 17"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    base = f"http://127.0.0.1:{(port := free_port())}"
    options = ["--localhost", "--port", str(port), "--update", "--mem", "--ping", "/ds"]
    with _running(["java", "-Xmx768m", "-XX:+UseSerialGC", "-jar", str(jar), *options], f"{base}/$/ping"):
        union = f"{base}/ds/sparql?default-graph-uri=urn:x-arq:UnionGraph"
        yield Store("fuseki", f"{base}/ds/sparql", f"{base}/ds/update", f"{base}/ds/data", union)


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[Store]:
    """A running, empty Oxigraph server."""
    base = f"http://127.0.0.1:{(port := free_port())}"
    command = str(Path(sys.executable).with_name("oxigraph"))
    options = ["serve", "--location", "data", "--bind", f"127.0.0.1:{port}"]
    with _running([command, *options], base):
        yield Store("oxigraph", f"{base}/query", f"{base}/update", f"{base}/store", f"{base}/query?union-default-graph")
