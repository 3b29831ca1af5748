"""Time the sync with Neo4j beside the raw driver that creates the same rows, on one server in one run.

usage: python bench/sync.py [CLAIMS] [ROUNDS] [DATA]

CLAIMS is 10,000 if not told; ten to an article. First the raw driver runs once, uncounted: a server that has just
started compiles for minutes. Then each round, on an emptied database: the same rows by the raw driver (UNWIND CREATE,
rows as lists, made beforehand, with the same constraints); a first sync, a second one, `verify`, three after an
article changed, `pull`; the files for neo4j-admin and their import. Prints medians; ratios are of the same round.
DATA is a folder that keeps the generated dataset for the next run.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from made import article, articles, load, stored, timed
from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.lpg import bulk, mapping, neo4j, write
from laborgraph.lpg.pull import pull
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import sync
from laborgraph.lpg.verify import verify

_spec = spec_from_file_location("laborgraph_test_servers", Path(__file__).parents[1] / "tests" / "servers.py")
assert _spec
assert _spec.loader
servers = sys.modules[_spec.name] = module_from_spec(_spec)
_spec.loader.exec_module(servers)


#: How often one article is changed and synced in each round.
CHANGES = 3


def empty(driver: Driver) -> None:
    with driver.session() as session:
        for what in ("()-[r]->() CALL (r) { DELETE r }", "(n) CALL (n) { DELETE n }"):
            session.run(f"MATCH {what} IN TRANSACTIONS OF 20000 ROWS").consume()


def raw_rows(dataset: Dataset) -> dict[mapping.Kind, list[list[Any]]]:
    rows: dict[mapping.Kind, list[list[Any]]] = defaultdict(list)
    for kind, row in Source(dataset).everything():
        rows[kind].append(row)
    return rows


def raw(driver: Driver, rows: dict[mapping.Kind, list[list[Any]]]) -> None:
    """Do what a strong engineer would by hand: constraints, then UNWIND, CREATE with named keys, rows as lists."""
    with driver.session() as session:
        for statement in (*write.constraints(), *write.indexes()):
            session.run(statement).consume()
    ends = "UNWIND $rows AS row MATCH (a:Resource {iri: row[0]}) MATCH (b:Resource {iri: row[1]})"
    for kind in sorted(rows, key=lambda kind: not kind.labels):
        keys = ", ".join(f"{key}: row[{place}]" for place, key in enumerate(kind.columns, kind.key))
        size = kind.key + len(kind.columns)
        made = f"(n:{':'.join(kind.labels)} {{{keys}}})" if kind.labels else f"(a)-[:{kind.name} {{{keys}}}]->(b)"
        query = f"UNWIND $rows AS row CREATE {made}" if kind.labels else f"{ends} CREATE {made}"
        send(driver, query, [row[:size] for row in rows[kind]])
    for place, type_ in enumerate(mapping.LINKS, len(mapping.CLAIM.columns)):
        linked = [[row[0], row[place]] for row in rows[mapping.CLAIM] if row[place]]
        send(driver, f"{ends} CREATE (a)-[:{type_}]->(b)", linked)


def send(driver: Driver, query: str, rows: list[list[Any]]) -> None:
    for start in range(0, len(rows), 5000):
        driver.execute_query(query, rows=rows[start : start + 5000], database_="neo4j")


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    clock = Clock()
    with tempfile.TemporaryDirectory() as temporary:
        folder = stored(Path(sys.argv[3] if len(sys.argv) > 3 else temporary), claims, articles)
        with Dataset.open(folder, read_only=True) as dataset:
            print(f"{sum(1 for _ in dataset.reader()())} quads", flush=True)
        with servers.find_runner(servers.LTS, heap="2g") as server:
            servers.wait_until_empty(server)
            with neo4j.connect(server.uri, (server.user, server.password)) as driver:
                for round_ in range(rounds):
                    measure(folder, driver, clock, warm=not round_)
                    imported(folder, Path(temporary, f"bulk{round_}"), clock)
    median = {name: statistics.median(took) for name, took in clock.seconds.items()}
    for name, took in clock.seconds.items():
        print(f"{name:22} {median[name]:8.2f} s   ({', '.join(f'{one:.2f}' for one in took)})")
    for name, base in (("first sync", "raw driver"), ("second sync", "first sync"), ("verify", "first sync")):
        ratios = [one / other for one, other in zip(clock.seconds[name], clock.seconds[base], strict=True)]
        print(f"{name} / {base} = {statistics.median(ratios):.3f}   ({', '.join(f'{one:.3f}' for one in ratios)})")
    print(f"bulk files and import / import = {1 + median['bulk files'] / median['neo4j-admin import']:.2f}")
    print(load())


class Clock:
    """Seconds by what they went into, told at once."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def time(self, name: str, work: Callable[[], Any]) -> None:
        told: list[Any] = []
        self.seconds[name].append(timed(lambda: told.append(work())))
        print(f"{name}: {self.seconds[name][-1]:.2f} s; {load()}; {told[0] or ''}", flush=True)


def measure(folder: Path, driver: Driver, clock: Clock, *, warm: bool) -> None:
    with Dataset.open(folder, read_only=True) as dataset:
        rows = raw_rows(dataset)
        if warm:
            raw(driver, rows)
        empty(driver)
        clock.time("raw driver", lambda: raw(driver, rows))
        rows.clear()
        empty(driver)
        clock.time("first sync", lambda: sync(dataset, driver))
        clock.time("second sync", lambda: sync(dataset, driver))
        clock.time("verify", lambda: verify(dataset, driver))
    for number in range(CHANGES):
        with Dataset.open(folder) as dataset:
            dataset.add(article(number, random.Random(time.time_ns()), "said"))
            dataset.derive()
        with Dataset.open(folder, read_only=True) as dataset:
            clock.time("one article changed", lambda: sync(dataset, driver))
    clock.time("pull", lambda: sum(1 for _ in pull(driver)))


def imported(folder: Path, files: Path, clock: Clock) -> None:
    with Dataset.open(folder, read_only=True) as dataset:
        clock.time("bulk files", lambda: bulk.write_files(dataset, files))
    runner = servers.find_runner(servers.LTS, heap="2g")
    arguments = ("database", "import", "full", "neo4j", f"@{files / bulk.ARGUMENTS}")
    clock.time("neo4j-admin import", lambda: runner.admin(*arguments) and None)


if __name__ == "__main__":
    main()
