"""Count the requests that `laborgraph serve` answers a second beside `oxigraph serve`, and time answers under attack.

usage: python bench/serve.py [CLAIMS] [REQUESTS] [DATA]

CLAIMS is 3,000 if not told, REQUESTS 2,000 in each of five rounds, the two servers in turn, eight clients, one small
query. Then eight clients send malicious queries one after the other while a ninth asks the small one: its times.
Prints medians and their ratio.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import urllib3
from made import load, stored, timed, varied

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import PREFIXES

CLIENTS, ROUNDS, SECONDS = 8, 5, 20.0
SMALL = "SELECT ?who { ?s lg:uses ?o ; lg:name ?who } ORDER BY ?who LIMIT 20"
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 1",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } OFFSET 99999999999",
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(STR(?a), "(a+)+(b+)+$") }',
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
)
HTTP = urllib3.PoolManager(maxsize=64, retries=False)


def asked(url: str, query: str) -> int:
    headers = {"Accept": "application/sparql-results+json"}
    return HTTP.request("GET", f"{url}?{urlencode({'query': query})}", headers=headers, timeout=120).status


@contextmanager
def running(command: list[str], url: str) -> Iterator[str]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                if asked(url, "ASK {}") == 200:
                    break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def rate(url: str, query: str, requests: int) -> float:
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers: list[int] = []
        seconds = timed(lambda: answers.extend(clients.map(lambda _: asked(url, query), range(requests))))
    assert set(answers) == {200}
    return requests / seconds


def under_attack(url: str) -> list[float]:
    stop = threading.Event()

    def attack(number: int) -> None:
        while not stop.is_set():
            asked(url, SLOW[number % len(SLOW)])
            number += 1

    attackers = [threading.Thread(target=attack, args=(n,)) for n in range(CLIENTS)]
    for attacker in attackers:
        attacker.start()
    took = []
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        took.append(timed(lambda: asked(url, SMALL)))
        time.sleep(0.05)
    stop.set()
    for attacker in attackers:
        attacker.join()
    return sorted(took)


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    with tempfile.TemporaryDirectory() as temporary:
        folder = stored(Path(sys.argv[3] if len(sys.argv) > 3 else temporary), claims, varied)
        with Dataset.open(folder) as dataset:
            dataset.backup(str(Path(temporary, "copy")))
        oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
        theirs = [oxigraph, "serve-read-only", "--location", str(Path(temporary, "copy")), "--bind", "127.0.0.1:7601"]
        theirs.append("--union-default-graph")
        ours = [sys.executable, "-m", "laborgraph", "--data", str(folder), "serve", "--port", "7602"]
        rates: dict[str, list[float]] = {"laborgraph": [], "oxigraph": []}
        with (
            running(theirs, "http://127.0.0.1:7601/query") as one,
            running(ours, "http://127.0.0.1:7602/sparql") as two,
        ):
            for _ in range(ROUNDS):
                rates["oxigraph"].append(rate(one, prologue + SMALL, requests))
                rates["laborgraph"].append(rate(two, SMALL, requests))
            for name, each in rates.items():
                print(f"{name:10} {statistics.median(each):8.0f} requests/s   ({', '.join(f'{n:.0f}' for n in each)})")
            ratio = statistics.median(rates["laborgraph"]) / statistics.median(rates["oxigraph"])
            print(f"laborgraph / oxigraph = {ratio:.2f}", flush=True)
            took = under_attack(two)
        far = took[int(0.95 * len(took))]
        print(
            f"under attack: {len(took)} answers, median {statistics.median(took):.3f} s, 95 % within {far:.3f} s, ",
            end="",
        )
        print(f"slowest {took[-1]:.3f} s; {load()}")


if __name__ == "__main__":
    main()
