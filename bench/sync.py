"""Time the sync with Neo4j beside the raw driver that creates the same rows, on one server in one run.

usage: python bench/sync.py [CLAIMS] [ROUNDS] [DATA]

CLAIMS is 10,000 if not told; ten to an article. First the raw driver runs once, uncounted: a server that has just
started compiles for minutes. Then each round, on an emptied database: the same rows by the raw driver (UNWIND CREATE,
rows as lists, made beforehand, with the same constraints); a first sync, a second one, `verify`, `pull`, one after an
article changed. At last the files for neo4j-admin and their import. Prints medians and ratios. DATA is a folder that
keeps the generated dataset for the next run.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
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
    seconds: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        folder = stored(Path(sys.argv[3] if len(sys.argv) > 3 else temporary), claims, articles)
        with Dataset.open(folder) as dataset:
            print(f"{sum(1 for _ in dataset.reader()())} quads", flush=True)
            with servers.find_runner(servers.LTS, heap="2g") as server:
                servers.wait_until_empty(server)
                with neo4j.connect(server.uri, (server.user, server.password)) as driver:
                    for round_ in range(rounds):
                        measure(dataset, driver, seconds, round_)
            for round_ in range(rounds):
                files = Path(temporary, f"bulk{round_}")
                seconds["bulk files"].append(timed(lambda: bulk.write_files(dataset, files)))  # noqa: B023
                runner = servers.find_runner(servers.LTS, heap="2g")
                arguments = ("database", "import", "full", "neo4j", f"@{files / bulk.ARGUMENTS}")
                seconds["neo4j-admin import"].append(timed(lambda: runner.admin(*arguments)))  # noqa: B023
    for name, took in seconds.items():
        print(f"{name:22} {statistics.median(took):8.2f} s   ({', '.join(f'{one:.2f}' for one in took)})")
    median = {name: statistics.median(took) for name, took in seconds.items()}
    for name, base in (("first sync", "raw driver"), ("second sync", "first sync"), ("verify", "first sync")):
        print(f"{name} / {base} = {median[name] / median[base]:.3f}")
    print(f"bulk files and import / import = {1 + median['bulk files'] / median['neo4j-admin import']:.2f}")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; {load()}")


def measure(dataset: Dataset, driver: Driver, seconds: dict[str, list[float]], round_: int) -> None:
    rows = raw_rows(dataset)
    if not round_:
        raw(driver, rows)
    empty(driver)
    seconds["raw driver"].append(timed(lambda: raw(driver, rows)))
    rows.clear()
    empty(driver)
    seconds["first sync"].append(timed(lambda: print(sync(dataset, driver), flush=True)))
    seconds["second sync"].append(timed(lambda: print(sync(dataset, driver), flush=True)))
    seconds["verify"].append(timed(lambda: print(verify(dataset, driver), flush=True)))
    seconds["pull"].append(timed(lambda: sum(1 for _ in pull(driver))))
    dataset.add(article(0, random.Random(time.time_ns() + round_), "said"))
    dataset.derive()
    seconds["one article changed"].append(timed(lambda: print(sync(dataset, driver), flush=True)))


if __name__ == "__main__":
    main()
