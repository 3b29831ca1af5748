"""The package as users get it: light to import, one copy of each module, a wheel that works elsewhere."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import laborgraph

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("rdflib", "pyoxigraph", "neo4j", "networkx", "pyvis", "IPython", "spacy", "arcadedb", "trafilatura", "click")
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(laborgraph.__path__, "laborgraph.")
    if not module.name.endswith("__main__")
)


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def test_import_is_light() -> None:
    loaded = run(sys.executable, "-c", "import laborgraph, sys; print(*sys.modules)").split()
    assert not set(HEAVY) & set(loaded)


def test_every_public_name_is_there() -> None:
    for name in laborgraph.__all__:
        assert getattr(laborgraph, name) is not None
    assert set(laborgraph._HOME) == set(laborgraph.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = laborgraph.nonsense


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert failed == 0


def test_no_module_is_loaded_under_a_second_name() -> None:
    assert not {"graph", "ontology", "loaders", "viz"} & set(sys.modules)


def test_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    # Nothing of this checkout or of the caller's settings may help.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LABORGRAPH"))}
    run(python, "-m", "pip", "install", "--quiet", f"{wheel}[all]", env=environment)
    out = run(tmp_path / "env" / "bin" / "laborgraph", "demo", "shown", cwd=tmp_path, env=environment)
    assert "El Eternauta" in out
    page = (tmp_path / "shown" / "index.html").read_text(encoding="utf-8")
    assert 'id="evidence"' in page
    answer = run(
        tmp_path / "env" / "bin" / "laborgraph",
        *("--data", "shown/laborgraph-data", "cypher", "--format", "csv"),
        "MATCH (s:Studio {name: 'Netflix'})-[u:USES]->(t:Tool) RETURN t.name AS tool",
        cwd=tmp_path,
        env=environment,
    )
    assert answer.splitlines()[0] == "tool"
    assert len(answer.splitlines()) > 1
