"""Nothing is lost between the dataset and the property graph: records give back the same quads, so does Neo4j."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError
from laborgraph.lpg import decode, lease, mapping
from laborgraph.lpg.pull import pull
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import sync
from laborgraph.lpg.target import Target
from laborgraph.lpg.verify import verify
from laborgraph.model import Extraction
from laborgraph.rdf import nquads

_spec = spec_from_file_location("laborgraph_test_odd", Path(__file__).with_name("odd.py"))
assert _spec
assert _spec.loader
odd = sys.modules[_spec.name] = module_from_spec(_spec)
_spec.loader.exec_module(odd)

extractions = st.lists(odd.extraction(), max_size=3)


def made_of(articles: list[Extraction]) -> Dataset:
    dataset = Dataset.open()
    for article in articles:
        dataset.add(article)
    dataset.derive()
    return dataset


def read_back(dataset: Dataset) -> list[bytes]:
    source = Source(dataset)
    schema = mapping.load(mapping.current(source.languages).dump())
    quads = []
    for kind, row in source.everything():
        quads += decode.record(schema, kind, row, row[kind.key + len(kind.columns) :])
    return sorted(nquads(quads))


def test_the_samples_records_give_its_quads(sample_dataset: Dataset) -> None:
    assert read_back(sample_dataset) == list(sample_dataset.quads())


@settings(max_examples=150, deadline=None)
@given(extractions)
def test_any_records_give_their_quads(articles: list[Extraction]) -> None:
    with made_of(articles) as dataset:
        assert read_back(dataset) == list(dataset.quads())


@pytest.mark.neo4j
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=extractions)
def test_any_dataset_comes_back_from_neo4j(neo4j_driver: Driver, articles: list[Extraction]) -> None:
    """Each example is synced over the one before: what is gone must go, too."""
    with made_of(articles) as dataset:
        sync(dataset, neo4j_driver, allow_mass_delete=True)
        assert list(pull(neo4j_driver)) == list(dataset.quads())
        assert verify(dataset, neo4j_driver).equal
        assert sync(dataset, neo4j_driver).total == 0


@pytest.mark.neo4j
def test_the_sample_comes_back_from_both_lines(sample_dataset: Dataset, either_driver: Driver) -> None:
    sync(sample_dataset, either_driver)
    assert list(pull(either_driver)) == list(sample_dataset.quads())


@pytest.mark.neo4j
def test_what_users_added_is_not_read(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query(
        "MERGE (x:Resource {iri: 'x:y'}) WITH x MATCH (s:Studio) SET s.own = 1, s:Mine CREATE (s)-[:USES]->(x)"
    )
    assert list(pull(neo4j_driver)) == list(sample_dataset.quads())


@pytest.mark.neo4j
def test_a_database_that_nobody_synced_is_told(neo4j_driver: Driver) -> None:
    with pytest.raises(StoreError, match="nothing was synced"):
        list(pull(neo4j_driver))


@pytest.mark.neo4j
def test_a_sync_that_did_not_end_is_told(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query("MATCH (s:_Laborgraph) REMOVE s.revision")
    with pytest.raises(StoreError, match="has not ended"):
        list(pull(neo4j_driver))


@pytest.mark.neo4j
def test_a_later_mapping_is_told(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query(
        "MATCH (s:_Laborgraph) SET s.schema = replace(s.schema, $now, $later)",
        now=f'"version": {mapping.VERSION}',
        later='"version": 99',
    )
    with pytest.raises(StoreError, match="a later laborgraph"):
        list(pull(neo4j_driver))


@pytest.mark.neo4j
def test_the_schema_tells_the_names(neo4j_driver: Driver, sample_dataset: Dataset) -> None:
    sync(sample_dataset, neo4j_driver)
    schema = mapping.load(lease.read_state(Target(neo4j_driver).read).schema)
    assert schema.literals["Claim"]["said_as"] == ("saidAs", "string")
    assert schema.facts["STRIKES_AGAINST"] == "strikesAgainst"
