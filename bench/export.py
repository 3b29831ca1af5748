"""Time the export in each RDF format beside pyoxigraph's own dump of the same triples, and rdflib's of a tenth of them.

usage: python bench/export.py [CLAIMS] [ROUNDS] [DATA]

CLAIMS is 18,000 if not told, about a million quads; ROUNDS 3. What is compared writes to files: our writers, sorted
and without duplicates; `Store.dump` from the same store on disk (triples: from one that holds their union), unsorted;
`rdflib.Dataset.serialize` of a tenth of the claims, ten times its seconds, with those that it takes to read N-Quads.
Prints medians and ratios of processor seconds, which other work on the machine changes little.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made import load, stored, varied
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from laborgraph import exports
from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import PREFIXES

QUADS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
TRIPLES = {"ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE, "rdfxml": RdfFormat.RDF_XML}
RDFLIB = {
    "nquads": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "ntriples": "nt",
    "turtle": "turtle",
    "rdfxml": "xml",
}
TENTH = 10


def timed(work: Callable[[], Any]) -> float:
    """Return the processor seconds that some work takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median(work: Callable[[], Any], rounds: int) -> float:
    return statistics.median(timed(work) for _ in range(rounds))


def rdflib_copies(dataset: Dataset) -> tuple[Any, Any]:
    import rdflib

    data = b"".join(dataset.quads())
    quads, triples = rdflib.Dataset(), rdflib.Graph()
    quads.parse(data=data, format="nquads")
    for subject, predicate, object_, _ in quads.quads():
        triples.add((subject, predicate, object_))
    for copy in (quads, triples):
        for prefix, iri in PREFIXES.items():
            copy.bind(prefix, iri)
    return quads, triples


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 18_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(sys.argv[3] if len(sys.argv) > 3 else temporary)
        with Dataset.open(stored(data, claims // TENTH, varied), read_only=True) as small:
            reading = TENTH * timed(lambda: small.to_rdflib())
            quads, triples = rdflib_copies(small)
        with Dataset.open(stored(data, claims, varied), read_only=True) as dataset:
            lines = list(dataset.quads())
            whole, union = Store(str(Path(temporary, "whole"))), Store(str(Path(temporary, "union")))
            whole.bulk_extend(parse(b"".join(lines), RdfFormat.N_QUADS))
            union.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in whole)
            print(f"{len(lines)} quads, {len(union)} in their union", flush=True)
            print(f"{'format':10} {'ours s':>8} {'dump s':>8} {'rdflib s':>9} {'ours/dump':>10} {'ours/rdflib':>12}")
            for name, fmt in (QUADS | TRIPLES).items():
                file = Path(temporary, "out")
                ours = median(lambda: exports.export(dataset, name, file), rounds)  # noqa: B023
                graph = {} if name in QUADS else {"from_graph": DefaultGraph()}
                prefixes = {} if fmt in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES) else {"prefixes": PREFIXES}
                source = whole if name in QUADS else union
                dump = median(lambda: source.dump(str(file), fmt, **graph, **prefixes), rounds)  # noqa: B023
                held = quads if name in QUADS else triples
                slow = reading + TENTH * timed(lambda: held.serialize(file, format=RDFLIB[name]))  # noqa: B023
                line = f"{name:10} {ours:8.2f} {dump:8.2f} {slow:9.1f} {ours / dump:10.2f} {ours / slow:12.3f}"
                print(line, flush=True)
    print(load())


if __name__ == "__main__":
    main()
