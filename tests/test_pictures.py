"""SVG and GEXF of a selection, and the options of `view` and `export` that choose one."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from laborgraph.dataset import Dataset
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID
from laborgraph.viz import gexf, page, select, svg
from laborgraph.viz.model import Fact, Node, ViewGraph

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def folder(tmp_path: Path, sample_extractions: tuple[Extraction, ...]) -> Path:
    """The sample dataset on disk."""
    with Dataset.open(str(tmp_path / "data")) as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
    return tmp_path / "data"


def run(folder: Path, *words: str) -> tuple[int, str, bytes]:
    """Run a command on the dataset; return exit code, stderr and stdout."""
    command, *rest = words
    program = [sys.executable, "-m", "laborgraph", command, "--data", str(folder), *rest]
    done = subprocess.run(program, capture_output=True, check=False)
    return done.returncode, done.stderr.decode(), done.stdout


def read_gexf(data: bytes) -> nx.MultiDiGraph[str]:
    return nx.read_gexf(io.BytesIO(data))  # type: ignore[no-any-return]


def test_gexf_comes_back_with_dates(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset)
    out = io.BytesIO()
    gexf.gexf(sample_dataset, out)
    graph = read_gexf(out.getvalue())
    assert graph.graph["mode"] == "dynamic"
    assert b'timeformat="date"' in out.getvalue()
    assert set(graph) == {node.id for node in view.drawn}
    edges = {key: (s, o, data) for s, o, key, data in graph.edges(keys=True, data=True)}
    assert edges.keys() == {fact.id for fact in view.facts}
    for fact in view.facts:
        subject, object_, data = edges[fact.id]
        assert (subject, data["label"], object_) == (fact.subject, fact.predicate, fact.object)
        assert (data.get("start", ""), data.get("end", "")) == (fact.first_seen, fact.last_seen)
        assert (data["asserted"], data["contested"], data["sources"]) == (fact.asserted, fact.contested, fact.sources)
        assert data["modalities"] == "|".join(fact.modalities)
    names = {node.id: node.name for node in view.nodes}
    assert all(data["label"] == names[node] for node, data in graph.nodes(data=True))


def test_gexf_and_svg_are_the_same_bytes_again(sample_dataset: Dataset) -> None:
    for write in (gexf.gexf, svg.svg):
        first, second = io.BytesIO(), io.BytesIO()
        write(sample_dataset, first)
        write(sample_dataset, second)
        assert first.getvalue() == second.getvalue()
        assert b"202" not in b"".join(first.getvalue().partition(b"<meta")[1:])  # no clock time of a run


def test_svg_draws_each_fact_and_names_each_entity(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset)
    out = io.BytesIO()
    svg.svg(sample_dataset, out)
    root = ElementTree.fromstring(out.getvalue())
    assert {group.get("id") for group in root.iter(SVG + "g")} - {None} == {fact.id for fact in view.facts}
    assert {desc.text for desc in root.iter(SVG + "desc")} == {ID + node.id for node in view.drawn}
    texts = {text.text for text in root.iter(SVG + "text")}
    assert {page.label(node.name) for node in view.drawn} <= texts
    titles = {title.text for title in root.iter(SVG + "title")}
    assert "generative AI replaces voice actors" in titles
    assert "±" in texts  # contested, without a click and without colour
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for text in root.iter(SVG + "text"):
        assert left <= float(text.attrib["x"]) <= left + width
        assert top <= float(text.attrib["y"]) <= top + height


@pytest.mark.parametrize(
    "text", ["</svg><script>1</script>", "]]>&<>\"'", "\x00\x1b\ud800\ufffe", "\u202eabc", "W" * 10_000, ""]
)
def test_hostile_text_stays_text(text: str) -> None:
    view = ViewGraph(
        nodes=(Node(id="a", type="Studio", name=text, names=(("en", text),), aliases=(text,)),
               Node(id="b", type="Tool", name=text)),
        facts=(Fact(id="f", subject="a", predicate="uses", object="b", modalities=("feared",)),),
        centre=("a",),
    )  # fmt: skip
    for write in (svg.write, gexf.write):
        out = io.BytesIO()
        write(view, out)
        root = ElementTree.fromstring(out.getvalue())
        assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert set(read_gexf(out.getvalue())) == {"a", "b"}


def test_an_empty_selection_is_an_empty_picture() -> None:
    for write in (svg.write, gexf.write):
        out = io.BytesIO()
        write(ViewGraph(), out)
        ElementTree.fromstring(out.getvalue())


def test_export_takes_a_selection(folder: Path) -> None:
    code, _, data = run(folder, "export", "--format", "gexf", "-o", "-", "Voxelline", "--hops", "1")
    assert code == 0
    assert {"Voxelline", "Mirage Studio 2"} <= set(nx.get_node_attributes(read_gexf(data), "label").values())
    whole = run(folder, "export", "--format", "gexf", "-o", "-")[2]
    assert len(read_gexf(whole)) > len(read_gexf(data))
    assert run(folder, "export", "--format", "svg", "-o", "-", "Voxeline")[0] == 2


def test_view_writes_a_page_or_a_fragment(folder: Path, tmp_path: Path) -> None:
    code, told, data = run(folder, "view", "Voxelline", "-o", "-")
    assert code == 0
    assert data.startswith(b"<!DOCTYPE html>")
    code, told, data = run(folder, "view", "--fragment", "--limit", "3", "-o", str(tmp_path / "new" / "f.html"))
    assert (code, data) == (0, b"")
    assert "--limit" in told
    fragment = (tmp_path / "new" / "f.html").read_text(encoding="utf-8")
    assert fragment.startswith("<iframe ")
    assert fragment.count("<") == 2  # the page within is escaped
    assert "allow-same-origin" not in fragment


def test_view_offers_the_nearest_name_and_asks_which(folder: Path, sample_extractions: tuple[Extraction, ...]) -> None:
    code, told, _ = run(folder, "view", "Voxeline", "-o", "-")
    assert code == 2
    assert "did you mean 'Voxelline'?" in told
    with Dataset.open(folder) as dataset:
        first = sample_extractions[0]
        twin = dataclasses.replace(first.entities[0], id="x-twin", type="Vendor")
        claim = dataclasses.replace(first.claims[0], subject="x-twin")
        article = dataclasses.replace(first.article, url="https://courrier.example/twin")
        claim = dataclasses.replace(claim, article=article.id)
        dataset.add(
            dataclasses.replace(first, article=article, entities=(*first.entities, twin), claims=(claim,), mentions=())
        )
        dataset.derive()
    code, told, _ = run(folder, "view", "Lumora Pictures", "-o", "-")
    assert code == 2
    assert "names 2 entities; ask for one by its id" in told
    assert "Lumora Pictures (Vendor, x-twin)" in told
    assert run(folder, "view", "x-twin", "-o", "-")[0] == 0
