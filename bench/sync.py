"""Time the sync with Neo4j beside the raw driver that creates the same rows, on one server in one run.

usage: python bench/sync.py [CLAIMS] [ROUNDS] [DATA]

CLAIMS is 10,000 if not told; ten to an article. Each round, on an emptied database: a first sync, a second one, one
after an article changed, `verify`, `pull`; the same rows by the raw driver (UNWIND CREATE, rows as maps, made
beforehand, with the same constraints); the files for neo4j-admin and their import. Prints medians and ratios. DATA is a
folder that keeps the generated dataset for the next run.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
from collections import defaultdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from made import article, articles, stored, timed
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


def raw_rows(dataset: Dataset) -> dict[mapping.Kind, list[dict[str, Any]]]:
    rows: dict[mapping.Kind, list[dict[str, Any]]] = defaultdict(list)
    for kind, row in Source(dataset).everything():
        held = dict(zip(kind.columns, row[kind.key :], strict=False))
        size = len(kind.columns)
        links = dict(zip(mapping.LINKS, row[size:], strict=True)) if kind is mapping.CLAIM else {}
        rows[kind].append({"p": held, **({"a": row[0], "b": row[1]} if not kind.labels else {}), **links})
    return rows


def raw(driver: Driver, rows: dict[mapping.Kind, list[dict[str, Any]]]) -> None:
    """Do what a strong engineer would by hand: constraints, then UNWIND, CREATE with named keys."""
    with driver.session() as session:
        for statement in (*write.constraints(), *write.indexes()):
            session.run(statement).consume()
    for kind in sorted(rows, key=lambda kind: not kind.labels):
        keys = ", ".join(f"{key}: row.p.{key}" for key in kind.columns)
        if kind.labels:
            query = f"UNWIND $rows AS row CREATE (n:{':'.join(kind.labels)} {{{keys}}})"
        else:
            query = (
                "UNWIND $rows AS row MATCH (a:Resource {iri: row.a}) MATCH (b:Resource {iri: row.b}) "
                f"CREATE (a)-[:{kind.name} {{{keys}}}]->(b)"
            )
        send(driver, query, rows[kind])
    for type_ in mapping.LINKS:
        linked = [{"a": row["p"]["iri"], "b": row[type_]} for row in rows[mapping.CLAIM] if row[type_]]
        ends = "UNWIND $rows AS row MATCH (a:Resource {iri: row.a}) MATCH (b:Resource {iri: row.b})"
        send(driver, f"{ends} CREATE (a)-[:{type_}]->(b)", linked)


def send(driver: Driver, query: str, rows: list[dict[str, Any]]) -> None:
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
                runner = servers.find_runner(servers.LTS)
                arguments = ("database", "import", "full", "neo4j", f"@{files / bulk.ARGUMENTS}")
                seconds["neo4j-admin import"].append(timed(lambda: runner.admin(*arguments)))  # noqa: B023
    for name, took in seconds.items():
        print(f"{name:22} {statistics.median(took):8.2f} s   ({', '.join(f'{one:.2f}' for one in took)})")
    median = {name: statistics.median(took) for name, took in seconds.items()}
    for name, base in (("first sync", "raw driver"), ("second sync", "first sync"), ("verify", "first sync")):
        print(f"{name} / {base} = {median[name] / median[base]:.3f}")
    print(f"bulk files and import / import = {1 + median['bulk files'] / median['neo4j-admin import']:.2f}")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def measure(dataset: Dataset, driver: Driver, seconds: dict[str, list[float]], round_: int) -> None:
    empty(driver)
    seconds["first sync"].append(timed(lambda: print(sync(dataset, driver), flush=True)))
    seconds["second sync"].append(timed(lambda: print(sync(dataset, driver), flush=True)))
    dataset.add(article(0, random.Random(100 + round_), "said"))
    dataset.derive()
    seconds["one article changed"].append(timed(lambda: print(sync(dataset, driver), flush=True)))
    seconds["verify"].append(timed(lambda: print(verify(dataset, driver), flush=True)))
    seconds["pull"].append(timed(lambda: sum(1 for _ in pull(driver))))
    empty(driver)
    rows = raw_rows(dataset)
    seconds["raw driver"].append(timed(lambda: raw(driver, rows)))


if __name__ == "__main__":
    main()
