"""Kill syncs, kill the server, and start two at once; count after how many the database is the dataset all the same.

usage: python bench/mortality.py [TIMES] [CLAIMS] [DATA]

TIMES is 20 (a quarter of it for the server) and CLAIMS 2,000 if not told. Each time, on an emptied database: a sync is
killed (kill -9) at a random moment, or two syncs start together, or the server is killed and comes back; then a plain
sync, `pull` and `verify` tell what is there. Prints the counts; exits with 1 where one fell short. DATA is a folder
that keeps the made-up dataset.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from made import articles, load, stored, timed
from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.lpg import neo4j
from laborgraph.lpg.pull import pull
from laborgraph.lpg.sync import sync
from laborgraph.lpg.verify import verify

_spec = spec_from_file_location("laborgraph_test_servers", Path(__file__).parents[1] / "tests" / "servers.py")
assert _spec
assert _spec.loader
servers = sys.modules[_spec.name] = module_from_spec(_spec)
_spec.loader.exec_module(servers)


class Trial:
    """A server, a dataset in a folder, and what the dataset says."""

    def __init__(self, runner: servers.Runner, folder: Path) -> None:
        self.runner, self.server, self.folder = runner, runner.server, folder
        with Dataset.open(folder, read_only=True) as dataset:
            self.lines = list(dataset.quads())

    def start(self) -> subprocess.Popen[str]:
        login = os.environ | {"NEO4J_USERNAME": self.server.user, "NEO4J_PASSWORD": self.server.password}
        command = [sys.executable, "-m", "laborgraph", "--data", str(self.folder), "sync", "--neo4j", self.server.uri]
        return subprocess.Popen(command, env=login, stderr=subprocess.PIPE, text=True)

    def connect(self) -> Driver:
        return neo4j.connect(self.server.uri, (self.server.user, self.server.password))

    def empty(self) -> None:
        with self.connect() as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")

    def is_whole(self, *, again: bool = True) -> bool:
        """Sync once more, if wanted, then see whether all is there, once, and nothing else."""
        with Dataset.open(self.folder, read_only=True) as dataset, self.connect() as driver:
            if again:
                sync(dataset, driver)
            held = driver.execute_query("MATCH (n:Resource) RETURN count(n) AS n, count(DISTINCT n.iri) AS iris")
            single = held.records[0]["n"] == held.records[0]["iris"]
            return single and list(pull(driver)) == self.lines and verify(dataset, driver).equal


def killed_sync(trial: Trial, wait: float) -> tuple[bool, bool]:
    process = trial.start()
    time.sleep(wait)
    process.kill()
    process.communicate()
    return process.returncode < 0, trial.is_whole()


def killed_server(trial: Trial, wait: float) -> tuple[bool, bool]:
    process = trial.start()
    time.sleep(wait)
    trial.runner.kill()
    trial.runner.start()
    told = process.communicate()[1]
    servers.wait_for(trial.server)
    assert "Traceback" not in told, told
    return process.returncode != 0, trial.is_whole()


def two_at_once(trial: Trial, _: float) -> tuple[bool, bool]:
    processes = [trial.start() for _ in range(2)]
    told = [process.communicate()[1] for process in processes]
    codes = sorted(process.returncode for process in processes)
    said = any("another sync writes to this database" in text for text in told)
    assert codes == [0, 0] or said, told
    return codes == [0, 1] and said, 0 in codes and trial.is_whole(again=False)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    claims = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    dice = random.Random(5)
    whole = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = stored(Path(sys.argv[3] if len(sys.argv) > 3 else temporary), claims, articles)
        runner = servers.find_runner(servers.LTS)
        with runner as server:
            servers.wait_until_empty(server)
            trial = Trial(runner, folder)
            trial.start().communicate()  # the first one warms the server
            trial.empty()
            process = trial.start()
            took = timed(process.communicate)
            for name, happened, work, count in (
                ("killed syncs", "cut off", killed_sync, times),
                ("killed servers", "cut off", killed_server, max(1, times // 4)),
                ("two at once", "one refused, naming the other", two_at_once, times),
            ):
                results: list[tuple[bool, bool]] = []
                longest = took
                # What came to its end before it was cut off is no trial of this; nor is a second sync that came late.
                while sum(cut for cut, _ in results) < count and len(results) < 3 * count:
                    trial.empty()
                    results.append(work(trial, dice.uniform(0.2, longest)))
                    longest *= 1 if results[-1][0] else 0.9
                    print(f"  {name} {len(results)}: {results[-1]}; {load()}", flush=True)
                cut, good = (sum(column) for column in zip(*results, strict=True))
                whole &= good == len(results) and cut >= count
                print(f"{name}: {len(results)}, {happened}: {cut}, equal to the dataset afterwards: {good}", flush=True)
    print(f"{claims} claims, a whole sync takes {took:.1f} s; {load()}")
    raise SystemExit(not whole)


if __name__ == "__main__":
    main()
