"""Time one `laborgraph cypher` in a process of its own on a store that is built, against Python's bare start.

usage: python bench/cypher.py [ROUNDS]

Prints medians of wall time and their difference.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUERY = "MATCH (s:Studio)-[u:USES]->(t:Tool) MATCH (c:Claim {fid: u.fid}) RETURN s.name, t.name, c.quote"


def seconds(*arguments: str, folder: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=folder)
    return time.perf_counter() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        seconds("-m", "laborgraph", "demo", folder=folder)
        data = str(Path("demo") / "laborgraph-data")
        asked = [seconds("-m", "laborgraph", "--data", data, "cypher", QUERY, folder=folder) for _ in range(rounds)]
        bare = [seconds("-c", "pass", folder=folder) for _ in range(rounds)]
    median = statistics.median(asked)
    print(f"laborgraph cypher on a built store {median:.2f} s, python -c pass {statistics.median(bare):.3f} s")


if __name__ == "__main__":
    main()
