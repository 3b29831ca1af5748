"""The dataset in Python: rows that pandas takes, a graph for networkx with all attributes, pages in a notebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas
import pytest
from nbclient import NotebookClient

import laborgraph
from laborgraph.errors import UnknownName
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID
from laborgraph.table import Table

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def dataset(
    sample_extractions: tuple[Extraction, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[laborgraph.Dataset]:
    folder = tmp_path_factory.mktemp("api") / "data"
    with laborgraph.Dataset.open(str(folder)) as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
        yield dataset


def test_rows_of_each_kind_of_query_are_what_pandas_takes(dataset: laborgraph.Dataset) -> None:
    by_sparql = dataset.sparql(
        "SELECT ?who ?tool ?first ?n { ?f rdf:predicate lg:uses ; rdf:subject/lg:name ?who ; rdf:object/lg:name ?tool ;"
        " lg:firstSeen ?first ; lg:claimCount ?n }"
    )
    by_cypher = dataset.cypher(
        "MATCH (s)-[u:USES]->(t) RETURN s.name AS who, t.name AS tool, u.first_seen AS first, u.claims AS n"
    )
    assert isinstance(by_sparql, Table)
    for table in (by_sparql, by_cypher):
        frame = pandas.DataFrame(table)
        assert list(frame.columns) == ["who", "tool", "first", "n"]
        assert frame.to_dict("records") == list(table)
        assert frame.n.sum() == 2
    assert list(by_sparql) == list(by_cypher)
    asked = dataset.ask("tools", studio="Lumora Pictures")
    assert pandas.DataFrame(asked).shape == (2, 4)
    assert list(asked) == list(dataset.ask("tools", {"studio": "Lumora Pictures"}, language="cypher"))
    assert dataset.ask("silent-company", name="Lumora Pictures").columns == ("who", "articles")
    with pytest.raises(UnknownName, match="did you mean 'studio'"):
        dataset.ask("tools", studios="Lumora")
    nothing = dataset.ask("tools", studio="Nobody")
    assert list(pandas.DataFrame(nothing, columns=nothing.columns).columns) == list(nothing.columns)


def test_a_notebook_shows_rows_as_text(dataset: laborgraph.Dataset) -> None:
    shown = Table(("<b>",), [("</td><script>alert(1)</script>",), (None,)])._repr_html_()
    assert "<script>" not in shown
    assert shown.count("<tr>") == 3
    assert "&lt;b&gt;" in shown


def test_networkx_has_all_that_the_property_graph_has(dataset: laborgraph.Dataset) -> None:
    graph = dataset.to_networkx()
    ours = {"laborgraph_hash", "laborgraph_rdf"}
    nodes = dataset.cypher("MATCH (n:Entity) RETURN properties(n) AS p, labels(n) AS types").rows
    assert len(nodes) == graph.number_of_nodes()
    for properties, types in nodes:
        held = {key: value for key, value in properties.items() if key not in ours}
        node = graph.nodes[held["iri"].removeprefix(ID)]
        assert node["type"] in types
        assert {key: node.get(key) for key in held} == held
    edges = dataset.cypher("MATCH (s)-[f]->(o) WHERE f.fid IS NOT NULL RETURN s.iri, properties(f), o.iri").rows
    assert len(edges) == graph.number_of_edges()
    for subject, properties, object_ in edges:
        held = {key: value for key, value in properties.items() if key not in ours}
        edge = graph.edges[subject.removeprefix(ID), object_.removeprefix(ID), held["fid"]]
        assert {key: edge.get(key) for key in held} == held
    days = [data["first_seen"] for *_, data in graph.edges(data=True) if "first_seen" in data]
    assert dt.date(2025, 7, 18) in days


def test_a_page_and_a_file_from_python(dataset: laborgraph.Dataset, tmp_path: Path) -> None:
    page = dataset.view("Voxelline", hops=1)
    assert "<iframe" in page._repr_html_()
    assert len(page.nodes) == 2
    dataset.export("nquads", tmp_path / "all.nq")
    assert (tmp_path / "all.nq").read_bytes() == b"".join(dataset.quads())


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_ALLOW_INSECURE_WRITES", "1")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    stored = [cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(stored), "clear the outputs: they are made anew here"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) > 5
