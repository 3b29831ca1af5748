"""Every export is read back by somebody else's reader, is the same each time, and is written whole or not at all."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from laborgraph_test_field import EXTRACTIONS
from laborgraph_test_stores import Store
from neo4j import Driver
from pyld import jsonld

from laborgraph import exports
from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UnknownName, UsageError
from laborgraph.exports.framed import FRAME
from laborgraph.lpg.verify import verify
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID, NS, PREFIXES
from laborgraph.rdf import nquads
from laborgraph.remote import Remote
from laborgraph.subset import subset
from laborgraph.validate import report

QUADS = {
    "trig": ("trig", ox.RdfFormat.TRIG),
    "nquads": ("nquads", ox.RdfFormat.N_QUADS),
    "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
}
TRIPLES = {
    "turtle": ("turtle", ox.RdfFormat.TURTLE),
    "ntriples": ("nt", ox.RdfFormat.N_TRIPLES),
    "rdfxml": ("xml", ox.RdfFormat.RDF_XML),
}


def exported(dataset: Dataset, fmt: str) -> bytes:
    out = io.BytesIO()
    exports.writer(fmt)(dataset, out)
    return out.getvalue()


def triples(lines: list[bytes]) -> list[bytes]:
    return sorted({re.sub(rb" <[^<>]*> \.\n$", b" .\n", line) for line in lines})


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's parsers at themselves
@pytest.mark.parametrize("fmt", QUADS)
def test_quads_come_back(sample_dataset: Dataset, fmt: str) -> None:
    theirs, ours = QUADS[fmt]
    data, lines = exported(sample_dataset, fmt), list(sample_dataset.quads())
    assert sorted(nquads(ox.parse(data, ours))) == lines
    copy = rdflib.Dataset()
    copy.parse(data=data, format=theirs)
    assert sorted(nquads(ox.parse(copy.serialize(format="nquads"), ox.RdfFormat.N_QUADS))) == lines


@pytest.mark.parametrize("fmt", TRIPLES)
def test_triples_come_back(sample_dataset: Dataset, fmt: str) -> None:
    theirs, ours = TRIPLES[fmt]
    data, lines = exported(sample_dataset, fmt), triples(list(sample_dataset.quads()))
    assert sorted(nquads(ox.parse(data, ours))) == lines
    copy = rdflib.Graph().parse(data=data, format=theirs)
    assert sorted(nquads(ox.parse(copy.serialize(format="nt"), ox.RdfFormat.N_TRIPLES))) == lines


def test_shape_of_jsonld(sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]) -> None:
    document = json.loads(exported(sample_dataset, "jsonld"))
    graphs = {graph["@id"]: {node["@id"]: node for node in graph["@graph"]} for graph in document["@graph"]}
    claim = sample_extractions[0].claims[0]
    node = graphs["id:" + claim.article]["id:" + claim.id]
    assert node["predicate"] == "uses"
    assert node["object"] == "id:generative-ai"
    assert node["confidence"] == "0.83"
    assert node["start"] == claim.span.start
    assert node["impact"] == ["impact-costReduction", "impact-speedup"]
    assert node["quote"] == {"@value": claim.quote, "@language": "fr"}


def plainly(value: Any) -> Any:
    """Sort what has no order, so that two expanded trees can be compared; an integer may be typed or JSON's own."""
    if isinstance(value, dict):
        if value.get("@type") == PREFIXES["xsd"] + "integer":
            return {"@value": int(value["@value"])}
        return {key: plainly(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return sorted(map(plainly, value), key=json.dumps)
    return value


def test_framed_jsonld_is_what_a_processor_frames(sample_dataset: Dataset) -> None:
    document = json.loads(exported(sample_dataset, "jsonld-framed"))
    expanded = jsonld.from_rdf(exported(sample_dataset, "ntriples").decode(), {"useNativeTypes": True})
    theirs = jsonld.frame(expanded, {"@context": document["@context"], **FRAME}, {"omitGraph": False})
    assert plainly(jsonld.expand(theirs)) == plainly(jsonld.expand(document))
    tree = next(node for node in document["@graph"] if "effect" in node and node["predicate"] == "uses")
    assert (tree["subject"]["name"], tree["fromArticle"]["title"]) == ("Lumora Pictures", "Les brumes numériques")
    assert {effect["magnitude"]["@value"] for effect in tree["effect"]} >= {"dix fois plus rapidement"}
    held = set(exported(sample_dataset, "ntriples").splitlines())
    stated = jsonld.to_rdf(document, {"format": "application/n-quads"}).encode().splitlines()
    assert stated
    ours = {line for quad in ox.parse(b"\n".join(stated), ox.RdfFormat.N_QUADS) for line in nquads([quad])}
    assert {line.rstrip(b"\n") for line in ours} <= held


def test_csv_has_one_flat_row_a_claim(sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]) -> None:
    rows = {
        row["claim"]: row for row in csv.DictReader(io.StringIO(exported(sample_dataset, "csv").decode(), newline=""))
    }
    claims = {claim.id: claim for extraction in sample_extractions for claim in extraction.claims}
    assert rows.keys() == claims.keys()
    for name, claim in claims.items():
        assert rows[name]["quote"].removeprefix("'") == claim.quote
        assert rows[name]["fact"] == claim.fact
        assert (rows[name]["modality"], rows[name]["polarity"]) == (claim.modality, claim.polarity)
    row = rows[sample_extractions[0].claims[0].id]
    assert (row["subject"], row["subject_type"], row["object_id"]) == ("Lumora Pictures", "Studio", "generative-ai")
    assert (row["said_by"], row["in_production"], row["phase"]) == ("Odile Morel", "L’Île aux brumes", "production")
    assert (row["impacts"], row["values"]) == ("speedup | costReduction", "10 | ")
    assert row["magnitudes"] == "dix fois plus rapidement | à une fraction du coût"
    assert (row["published"], row["language"], row["title"]) == ("2025-07-18", "fr", "Les brumes numériques")
    laid_off = rows[sample_extractions[1].claims[3].id]
    assert (laid_off["count"], laid_off["start"]) == ("120", str(sample_extractions[1].claims[3].span.start))


def test_csv_tells_whose_account_a_claim_is_and_what_is_named_as_its_cause() -> None:
    with Dataset.open() as dataset:
        for extraction in EXTRACTIONS:
            dataset.add(extraction)
        dataset.derive()
        rows = list(csv.DictReader(io.StringIO(exported(dataset, "csv").decode(), newline="")))
        graph = networkx.read_graphml(io.BytesIO(exported(dataset, "graphml")), force_multigraph=True)
    claims = {claim.id: claim for extraction in EXTRACTIONS for claim in extraction.claims}
    assert {row["claim"] for row in rows} == claims.keys()
    for row in rows:
        qualifiers = claims[row["claim"]].qualifiers
        assert (row["cause"], row["cause_said_by_id"]) == (qualifiers.cause, qualifiers.cause_speaker or "")
        assert row["origin"]
        assert row["origin_reason"]
    assert {row["cause_said_by"] for row in rows} == {"", "Scribes Union"}
    denied = Counter(row["fact"] for row in rows if row["polarity"] == "negative")
    origins = {(row["fact"], row["origin"]) for row in rows}
    edges = [edge for *_, edge in graph.edges(data=True)]
    assert {edge["fid"]: edge["denied"] for edge in edges} == {edge["fid"]: denied[edge["fid"]] for edge in edges}
    sources = Counter(fact for fact, _ in origins)
    assert {edge["fid"]: edge["sources"] for edge in edges} == dict(sources)
    assert len(origins) < len(rows)


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_a_csv_is_a_formula(sample_extractions: tuple[Extraction, ...], title: str) -> None:
    from dataclasses import replace

    extraction = sample_extractions[0]
    with Dataset.open() as dataset:
        dataset.add(replace(extraction, article=replace(extraction.article, title=title)))
        rows = list(csv.DictReader(io.StringIO(exported(dataset, "csv").decode(), newline="")))
    assert {row["title"] for row in rows} == {"'" + title}
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row.values() if cell)


def test_networkx_reads_graphml(sample_dataset: Dataset) -> None:
    graph: Any = networkx.read_graphml(io.BytesIO(exported(sample_dataset, "graphml")), force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (13, 10)
    assert graph.nodes["generative-ai"]["type"] == "Tool"
    assert graph.nodes["generative-ai"]["name_fr"]
    (edge,) = (data for *_, data in graph.edges(data=True) if data["label"] == "replaces")
    assert edge["modalities"] == "denied|feared"
    assert (edge["contested"], edge["asserted"], edge["claims"]) == (True, False, 2)
    assert edge["first_seen"] == "2025-07-18"


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_the_same_bytes_in_whatever_order(sample_extractions: tuple[Extraction, ...], fmt: str) -> None:
    written = set()
    for order in (sample_extractions, sample_extractions[::-1]):
        with Dataset.open() as dataset:
            for extraction in order:
                dataset.add(extraction)
            written.add(exported(dataset, fmt))
    assert len(written) == 1


@pytest.mark.parametrize("fmt", ["rdfxml", "graphml"])
def test_xml_of_characters_that_xml_cannot_hold(sample_extractions: tuple[Extraction, ...], fmt: str) -> None:
    from dataclasses import replace
    from xml.etree import ElementTree

    extraction = sample_extractions[3]
    bad = "a\x00b\x1bc\ufffe ]]> &amp; <!-- "
    entities = (replace(extraction.entities[0], name=bad), *extraction.entities[1:])
    with Dataset.open() as dataset:
        dataset.add(replace(extraction, article=replace(extraction.article, title=bad), entities=entities))
        data = exported(dataset, fmt)
    ElementTree.fromstring(data)
    assert "a\ufffdb\ufffdc\ufffd ]]> &amp; <!-- " in "".join(ElementTree.fromstring(data).itertext())


@pytest.mark.parametrize("fmt", ["turtle", "jsonld", "trig"])
def test_texts_that_need_escapes_come_back(sample_extractions: tuple[Extraction, ...], fmt: str) -> None:
    from dataclasses import replace

    odd = "".join(map(chr, range(0x20))) + '\x7f\x85\u2028\u2029\ufffe\U0010ffff 🎬 "\\"" \\u0027 ^^<x:y> \\'
    extraction = sample_extractions[3]
    entities = (replace(extraction.entities[0], name=odd), *extraction.entities[1:])
    with Dataset.open() as dataset:
        dataset.add(
            replace(extraction, article=replace(extraction.article, title=odd, publisher="007"), entities=entities)
        )
        data, held = exported(dataset, fmt), list(dataset.quads())
    lines = triples(held) if fmt in TRIPLES else held
    assert sorted(nquads(ox.parse(data, (QUADS | TRIPLES)[fmt][1]))) == lines


def test_an_unknown_format_tells_the_nearest(sample_dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean 'turtle'"):
        exports.export(sample_dataset, "turtel", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_to_a_file_and_to_stdout(
    sample_dataset: Dataset, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    exports.export(sample_dataset, "nquads", tmp_path / "x.nq")
    exports.export(sample_dataset, "nquads", "-")
    assert capfdbinary.readouterr().out == (tmp_path / "x.nq").read_bytes() == b"".join(sample_dataset.quads())


def test_nothing_half_written(sample_dataset: Dataset, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = small_disk / "graph.nq"
    old.write_bytes(b"old")
    endless = [f'<{ID}a> <{ID}p> "{"x" * 10_000}" <{ID}g> .\n'.encode()] * 4000
    monkeypatch.setattr(Dataset, "quads", lambda self, by_graph=False: iter(endless))
    with pytest.raises(StoreError, match=r"cannot write .*No space left.*nothing was changed"):
        exports.export(sample_dataset, "nquads", old)
    assert [path.name for path in small_disk.iterdir()] == ["graph.nq"]
    assert old.read_bytes() == b"old"
    with pytest.raises(StoreError, match="cannot write"):
        exports.export(sample_dataset, "nquads", small_disk / "no" / "folder.nq")


# Scripts, and parts of a dataset


def test_the_update_script_fills_a_fuseki(sample_dataset: Dataset, fuseki: Store) -> None:
    fuseki.clear()
    script = exported(sample_dataset, "sparql")
    for _ in range(2):
        fuseki.post(fuseki.update, script, "application/sparql-update")
    copy = Remote(fuseki.graphs).send("GET", {}, headers={"Accept": "application/n-quads"})
    assert sorted(nquads(ox.parse(copy.data, ox.RdfFormat.N_QUADS))) == list(sample_dataset.quads())
    fuseki.clear()


@pytest.mark.neo4j
def test_the_cypher_script_fills_a_neo4j(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    script = exported(sample_dataset, "cypher").decode()
    statements = script.removesuffix(";\n").split(";\n")
    for _ in range(2):
        for statement in statements:
            neo4j_driver.execute_query(statement)  # type: ignore[arg-type]
    verdict = verify(sample_dataset, neo4j_driver)
    assert verdict.equal, str(verdict)


def test_rdf_12_reifies_what_is_claimed(sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]) -> None:
    quads = list(ox.parse(exported(sample_dataset, "rdf12"), ox.RdfFormat.TRIG))
    about = {quad.subject.value: quad.object for quad in quads if isinstance(quad.object, ox.Triple)}
    claims = [claim for extraction in sample_extractions for claim in extraction.claims]
    assert {iri: (str(t.subject)[1:-1], str(t.predicate)[1:-1], str(t.object)[1:-1]) for iri, t in about.items()} == {
        ID + c.id: (ID + c.subject, NS + c.predicate, ID + c.object) for c in claims
    }
    assert sorted(nquads(q for q in quads if not isinstance(q.object, ox.Triple))) == list(sample_dataset.quads())


def test_files_for_the_import_of_neo4j_are_a_folder(sample_dataset: Dataset, tmp_path: Path) -> None:
    exports.export(sample_dataset, "neo4j-csv", tmp_path / "files")
    with open(tmp_path / "files" / "nodes-Claim.csv", encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == sample_dataset.status()["claims"]
    with pytest.raises(UsageError, match="folder"):
        exports.export(sample_dataset, "neo4j-csv", "-")


def test_a_part_is_a_dataset_of_its_own(sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]) -> None:
    claims = {sample_extractions[0].claims[0].id, sample_extractions[1].claims[1].id}
    with subset(sample_dataset, claims) as part, subset(sample_dataset, claims) as again:
        status = part.status()
        assert (status["articles"], status["claims"], status["facts"]) == (2, 2, 1)
        assert list(part.quads()) == list(again.quads())
        assert not any(row[0] == "error" for row in report(part).rows)
        ((sources, effects),) = part.select(
            "SELECT ?n (COUNT(?e) AS ?m) { ?f lg:sourceCount ?n . ?c lg:states ?f ; lg:effect ?e } GROUP BY ?n"
        ).rows
        assert (sources, effects) == (2, 2)
    every = {claim.id for extraction in sample_extractions for claim in extraction.claims}
    with subset(sample_dataset, every) as whole:
        assert whole.status()["claims"] == sample_dataset.status()["claims"]
    with subset(sample_dataset, set()) as nothing:
        assert list(nothing.quads()) == []


def test_the_command_takes_a_part(sample_extractions: tuple[Extraction, ...], tmp_path: Path) -> None:
    with Dataset.open(tmp_path / "data") as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()

    def rows(*options: str) -> set[tuple[str, str]]:
        command = ["--data", str(tmp_path / "data"), "export", "--format", "csv", "-o", str(tmp_path / "x.csv")]
        result = CliRunner().invoke(cli, [*command, *options], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        with open(tmp_path / "x.csv", encoding="utf-8", newline="") as file:
            return {(row["predicate"], row["language"]) for row in csv.DictReader(file)}

    assert rows("--around", "Voxelline", "--hops", "1") == {("develops", "en")}
    assert rows("--language", "fr", "--predicate", "uses") == {("uses", "fr")}
    assert rows("--since", "2025-08-01", "--predicate", "uses") == {("uses", "en")}
    assert len(rows()) > 5
