"""The rows of the property graph: what the dataset says, no more and no less."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from laborgraph.dataset import Dataset
from laborgraph.lpg import mapping, write
from laborgraph.lpg.records import Source
from laborgraph.ontology.terms import CLAIM_LINKS, ENTITY_TYPES, ID, PREDICATES


@pytest.fixture
def nodes(sample_dataset: Dataset) -> dict[str, dict[str, Any]]:
    records = Source(sample_dataset).everything()
    return {row[0]: named(kind, row) | {"labels": kind.labels} for kind, row in records if kind.labels}


@pytest.fixture
def links(sample_dataset: Dataset) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in (*(p.relationship for p in PREDICATES.values()), *mapping.LINKS, "MENTIONS")
    }
    for kind, row in Source(sample_dataset).everything():
        if not kind.labels:
            found[kind.name].append(named(kind, row) | {"start": row[0], "end": row[1]})
        elif kind is mapping.CLAIM:
            for name, end in zip(mapping.LINKS, row[len(kind.columns) :], strict=True):
                found[name] += [{"start": row[0], "end": end}] if end else []
    return found


def named(kind: mapping.Kind, row: list[Any]) -> dict[str, Any]:
    return dict(zip(kind.columns, row[kind.key :], strict=False))


def one(found: Any) -> Any:
    (item,) = found
    return item


def test_every_row_has_its_kinds_columns_and_an_own_iri(sample_dataset: Dataset) -> None:
    for kind, row in Source(sample_dataset).everything():
        assert len(row) == kind.key + len(kind.columns) + (len(mapping.LINKS) if kind is mapping.CLAIM else 0)
        assert row[kind.key].startswith(ID)
        assert len(row[kind.key + kind.columns.index(mapping.HASH)]) == 24


def test_counts_are_the_datasets(sample_dataset: Dataset, nodes: Any, links: Any) -> None:
    status = sample_dataset.status()
    assert sum("Claim" in node["labels"] for node in nodes.values()) == status["claims"]
    assert sum("Article" in node["labels"] for node in nodes.values()) == status["articles"]
    assert sum("Entity" in node["labels"] for node in nodes.values()) == status["entities"]
    assert sum(len(links[p.relationship]) for p in PREDICATES.values()) == status["facts"]
    assert len(links["SUBJECT"]) == len(links["OBJECT"]) == len(links["FROM_ARTICLE"]) == status["claims"]


def test_every_end_is_a_node(nodes: Any, links: Any) -> None:
    assert {row[end] for group in links.values() for row in group for end in ("start", "end")} <= set(nodes)


def test_an_entity(nodes: Any) -> None:
    voices = nodes[ID + "voice-actor"]
    assert voices["labels"] == ("Resource", "Entity", "Role")
    assert voices["name"] == voices["name_en"] == "voice actors"
    assert voices["name_fr"]
    assert voices["name_de"]
    assert voices["aliases"] == sorted(set(voices["aliases"]))
    assert voices["generic"] is False
    assert nodes[ID + "generative-ai"]["generic"] is True
    unknown = one(node for node in nodes.values() if node.get("name") == "Odile Morel")
    assert (unknown["generic"], unknown["aliases"], unknown["name_fr"]) == (False, [], None)


def test_an_article_with_a_date_and_one_without(nodes: Any) -> None:
    articles = {node["url"]: node for node in nodes.values() if "Article" in node["labels"]}
    assert articles["https://courrier.example/brumes"]["published"] == dt.date(2025, 7, 18)
    partly = articles["https://post.example/deal"]
    assert (partly["published"], partly["published_text"]) == (None, "2025-09")


def test_a_claim_and_its_effects(nodes: Any, links: Any) -> None:
    claim = one(n for n in nodes.values() if "Claim" in n["labels"] and n["impact"] == "speedup")
    assert claim["fid"] == one(links["USES"])["fid"]
    assert (claim["predicate"], claim["modality"], claim["polarity"]) == ("uses", "asserted", "positive")
    assert claim["quote"] == "Lumora Pictures a utilisé l’IA générative pour les décors"
    assert claim["impacts"] == ["speedup", "costReduction"]
    assert claim["magnitudes"] == ["dix fois plus rapidement", "à une fraction du coût"]
    assert (claim["values"], claim["units"], claim["comparators"]) == (["10", ""], ["times", ""], ["faster", ""])
    assert (claim["magnitude"], claim["phase"], claim["said_as"]) == (
        "dix fois plus rapidement", "production", "Odile Morel",
    )  # fmt: skip
    strike = one(n for n in nodes.values() if "Claim" in n["labels"] and n["predicate"] == "strikesAgainst")
    assert (strike["event_date"], strike["event_date_text"]) == (dt.date(2025, 9, 1), "since Monday")
    assert strike["impacts"] is None


def test_a_fact(links: Any) -> None:
    fact = one(links["REPLACES"])
    assert fact["iri"] == ID + fact["fid"]
    assert (fact["claims"], fact["sources"], fact["modalities"]) == (2, 2, ["denied", "feared"])
    assert (fact["asserted"], fact["contested"]) == (False, True)
    assert (fact["first_seen"], fact["last_seen"]) == (dt.date(2025, 7, 18), dt.date(2025, 9, 2))
    assert all("fid" not in row for type_ in {*CLAIM_LINKS.values(), "MENTIONS"} for row in links[type_])


def test_queries_are_made_of_the_vocabulary_only(sample_dataset: Dataset) -> None:
    """Whatever the articles say, the text of the queries is the same."""
    for kind, _ in Source(sample_dataset).everything():
        for fresh in (True, False):
            query = write.node_query(kind, fresh) if kind.labels else write.relationship_query(kind, fresh)
            assert re.fullmatch(r"[\w`:.,{}()$=\[\] >*-]+", query)


def test_no_label_is_a_relationship_type() -> None:
    labels = {"RESOURCE", "ENTITY", "CLAIM", "ARTICLE", *(name.upper() for name in ENTITY_TYPES)}
    types = {p.relationship for p in PREDICATES.values()} | {*CLAIM_LINKS.values(), "MENTIONS"}
    assert not labels & types, "ArcadeDB keeps both in one namespace and does not tell case apart"


def test_a_name_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(ValueError, match="no name of the vocabulary"):
        write.node_query(mapping.Kind("A", ("Resource", "A` SET n.x = 1 //"), ()), True)
