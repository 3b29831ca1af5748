"""Under OWL 2 RL the ontology contradicts nothing that is right, something that is wrong, and implies what it says."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, Dataset, Graph, Namespace, URIRef

from laborgraph import dataset, pipeline
from laborgraph.loaders import readers
from laborgraph.ontology import files, terms

# rdflib's own parsers use its own deprecated class.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

ROOT = Path(__file__).parent.parent
LG, ID = Namespace(terms.NS), Namespace(terms.ID)


@pytest.fixture(scope="module")
def sample() -> Dataset:
    graphs = Dataset(default_union=True)
    graphs.parse(ROOT / "tests/data/sample.trig", format="trig")
    return graphs


def closure(*graphs: Graph) -> Graph:
    whole = Graph()
    for graph in graphs:
        for triple in graph.triples((None, None, None)):
            whole.add(triple)
    DeductiveClosure(OWLRL_Semantics).expand(whole)
    return whole


def contradictions(graph: Graph) -> list[object]:
    """List members of owl:Nothing and the messages that owlrl leaves in the graph for what cannot be."""
    errors = graph.subjects(RDF.type, URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage"))
    return [*graph.subjects(RDF.type, OWL.Nothing), *errors]


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    graph = Graph()
    for name in files.ONTOLOGY:
        graph.parse(data=files.read(name), format="turtle")
    return graph


def test_the_sample_is_consistent_and_implies_what_the_documentation_says(vocabulary: Graph, sample: Dataset) -> None:
    extra = Graph()
    extra.add((ID.netflix, LG.partnersWith, ID["eyeline-studios"]))
    extra.add((ID["digital-replica"], LG.replaces, ID["vfx-artist"]))
    closed = closure(vocabulary, sample, extra)
    assert contradictions(closed) == []
    assert (ID["eyeline-studios"], LG.partnersWith, ID.netflix) in closed
    assert (ID["digital-replica"], LG.affects, ID["vfx-artist"]) in closed
    assert (ID.netflix, RDF.type, URIRef("https://schema.org/Organization")) in closed
    # The feared and denied replacement of the sample implies nothing.
    assert (ID["generative-ai"], LG.replaces, ID["vfx-artist"]) not in closed
    assert (ID["generative-ai"], LG.affects, ID["vfx-artist"]) not in closed


def test_what_the_bundled_articles_say_is_consistent(vocabulary: Graph) -> None:
    folder = resources.files("laborgraph.loaders") / "articles"
    with resources.as_file(folder) as articles, dataset.Dataset.open() as built:
        pipeline.build(built, readers.read([str(articles / "*.md")], lambda issue: None), lambda issue: None)
        data = built.to_rdflib()
        data.default_union = True
        assert len(list(data.subjects(RDF.type, LG.Claim))) > 50
        assert contradictions(closure(vocabulary, data)) == []


@pytest.mark.parametrize(
    "triple",
    [
        (ID.netflix, RDF.type, LG.Person),
        (ID.netflix, RDF.type, LG.Tool),
        (ID.netflix, RDF.type, LG.Claim),
        (ID["vfx-artist"], LG.worksFor, ID.netflix),
    ],
)
def test_a_thing_of_two_disjoint_kinds_is_a_contradiction(
    vocabulary: Graph, sample: Dataset, triple: tuple[URIRef, URIRef, URIRef]
) -> None:
    wrong = Graph().add(triple)
    assert contradictions(closure(vocabulary, sample, wrong))
