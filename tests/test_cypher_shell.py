"""The Cypher export is replayed by Neo4j's own cypher-shell, twice, and the database equals the dataset."""

import os
import subprocess
from pathlib import Path

from laborgraph_test_servers import Server, shell
from neo4j import Driver

from laborgraph import exports
from laborgraph.dataset import Dataset
from laborgraph.lpg.pull import pull
from laborgraph.lpg.sync import sync
from laborgraph.lpg.verify import verify


def test_cypher_shell_replays_the_script(
    sample_dataset: Dataset, neo4j_server: Server, neo4j_driver: Driver, tmp_path: Path
) -> None:
    script = tmp_path / "graph.cypher"
    exports.export(sample_dataset, "cypher", script)
    login = {"NEO4J_USERNAME": neo4j_server.user, "NEO4J_PASSWORD": neo4j_server.password}
    for _ in range(2):
        command = [*shell(neo4j_server), "--file", str(script)]
        done = subprocess.run(command, env={**os.environ, **login}, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    verdict = verify(sample_dataset, neo4j_driver)
    assert verdict.equal, str(verdict)
    assert list(pull(neo4j_driver)) == list(sample_dataset.quads())
    assert sync(sample_dataset, neo4j_driver).total == 0
