"""The report finds what breaks the shapes and what breaks the whole."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from laborgraph.dataset import Dataset
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID
from laborgraph.rdf import FACTS, lg
from laborgraph.validate import COLUMNS, report


def test_what_we_write_keeps_every_rule(sample_dataset: Dataset) -> None:
    table = report(sample_dataset)
    assert table.columns == COLUMNS
    assert [row for row in table.rows if row[0] == "error"] == []


def test_a_fact_that_nobody_claims_is_found(sample_dataset: Dataset) -> None:
    sample_dataset._store.add(
        Quad(NamedNode(ID + "generative-ai"), lg("replaces"), NamedNode(ID + "voice-actor"), FACTS)
    )
    rows = report(sample_dataset).rows
    assert [(row[0], row[1], row[2]) for row in rows if row[0] == "error"] == [
        ("error", "edge-without-asserted", ID + "generative-ai")
    ]


@pytest.mark.parametrize(("name", "value"), [("confidence", "2"), ("start", "-1"), ("modality", "maybe")])
def test_a_broken_claim_is_found(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...], name: str, value: str
) -> None:
    claim = sample_extractions[0].claims[1]
    node, graph = NamedNode(ID + claim.id), NamedNode(ID + claim.article)
    for quad in sample_dataset._store.quads_for_pattern(node, lg(name), None, graph):
        sample_dataset._store.remove(quad)
    sample_dataset._store.add(Quad(node, lg(name), Literal(value), graph))
    errors = [row for row in report(sample_dataset).rows if row[0] == "error" and row[2] == node.value]
    assert f"shape {name}" in {row[1] for row in errors}
