"""Time each of the thirty questions in both languages, and the SPARQL ones on rdflib's own engine, too.

usage: python bench/questions.py [CLAIMS] [ROUNDS] [DATA] [CAP]

CLAIMS is 100,000 if not told, ROUNDS 5. Cypher runs on the embedded store, SPARQL on pyoxigraph; both are asked as
`laborgraph ask` asks them, on a store that is open. rdflib holds the same quads in memory and is asked once, in a
process of its own that is ended after CAP seconds (20; 0 leaves rdflib out). Prints medians in ms, each of the clock
and of the processor, and the ratio of the processor's: other work on the machine changes it little.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from made import load, stored, timed, varied

from laborgraph import questions
from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError
from laborgraph.lpg import embedded, query
from laborgraph.ontology.terms import PREFIXES

#: Names of the made-up world in place of the defaults.
STUDIO, UNION, WORK, CRAFT = "Invented studio 0", "Invented union 0", "Invented series 0", "Invented craft 0"
PARAMETERS: dict[str, dict[str, Any]] = {
    "tools": {"studio": STUDIO},
    "who-said": {"production": WORK},
    "evidence": {"subject": STUDIO, "object": "Invented tool 0"},
    "protections": {"craft": CRAFT},
    "chain": {"studio": STUDIO},
    "between": {"one": STUDIO, "other": UNION},
    "production-timeline": {"production": WORK},
    "dispute": {"union": UNION},
    "allies": {"who": UNION},
    "silent-company": {"name": STUDIO},
    "new-facts": {"since": "2024-06-01"},
    "trend": {"since": "2020-01-01"},
}


def rdflib_of(dataset: Dataset) -> Any:
    import rdflib

    copy = rdflib.Dataset(default_union=True)
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        file.writelines(dataset.quads())
        file.flush()
        copy.parse(file.name, format="nquads")
    return copy


def capped(graph: Any, text: str, cap: float) -> float | None:
    """Return a child's processor seconds, which shares the parent's memory; None when it took too long."""
    child = os.fork()
    if not child:
        list(graph.query(text, initNs=PREFIXES))
        os._exit(0)
    start = time.perf_counter()
    while time.perf_counter() - start < cap:
        ended, _, used = os.wait4(child, os.WNOHANG)
        if ended:
            return used.ru_utime + used.ru_stime
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def measured(work: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Return the medians of the seconds by the clock and by the processor, the Java threads' among them."""
    clock, processor = [], []
    for _ in range(rounds):
        start = time.process_time()
        clock.append(timed(work))
        processor.append(time.process_time() - start)
    return statistics.median(clock), statistics.median(processor)


def answered(store: embedded.Embedded, text: str, bound: dict[str, Any]) -> None:
    """Ask in Cypher; what takes longer than the store allows is shown as long as that."""
    with suppress(QueryError):
        query.run_embedded(store, text, bound)


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    cap = float(sys.argv[4]) if len(sys.argv) > 4 else 20.0
    with tempfile.TemporaryDirectory() as temporary:
        folder = stored(Path(sys.argv[3] if len(sys.argv) > 3 else temporary), claims, varied)
        with Dataset.open(folder, read_only=True) as dataset:
            graph = rdflib_of(dataset) if cap else None
            with embedded.open_store(dataset, timeout=10) as store:
                heads = ("Cypher", "cpu", "SPARQL", "cpu", "rdflib", "ratio")
                print(f"{'question':20} {'rows':>6}" + "".join(f" {head:>8}" for head in heads))
                worst, busiest, ratios = 0.0, 0.0, []
                for name, question in questions.load().items():
                    given = PARAMETERS.get(name)
                    bound = question.bound(given)
                    rows = len(questions.ask(dataset, name, given))
                    cypher = measured(lambda: answered(store, question.cypher, bound), rounds)  # noqa: B023
                    sparql = measured(lambda: questions.ask(dataset, name, given), rounds)  # noqa: B023
                    worst, busiest = max(worst, cypher[0], sparql[0]), max(busiest, cypher[1], sparql[1])
                    told, ratio = "", ""
                    if graph is not None:
                        took = capped(graph, question.text("sparql", given), cap)
                        told = f"{took * 1000:.0f}" if took else f"> {cap:.0f} s"
                        ratios.append((took or cap) / sparql[1])
                        ratio = f"{'' if took else '> '}{ratios[-1]:.0f}"
                    shown = "".join(f" {one * 1000:8.0f} {other * 1000:8.0f}" for one, other in (cypher, sparql))
                    print(f"{name:20} {rows:6}{shown} {told:>8} {ratio:>8}", flush=True)
    print(f"slowest median {worst:.2f} s by the clock, {busiest:.2f} s of the processor; {load()}")
    if ratios:
        print(f"median of the ratios rdflib / SPARQL: {statistics.median(ratios):.0f}")


if __name__ == "__main__":
    main()
