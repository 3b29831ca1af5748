"""The ontology as a whole: its Turtle, its shapes, its JSON-LD context, and a page that documents it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laborgraph.errors import MissingExtra, UnknownName
from laborgraph.files import replacing
from laborgraph.ontology import files, occupations
from laborgraph.ontology.terms import CONCEPT_PROPERTIES, NS

if TYPE_CHECKING:
    from rdflib import Graph


def text(what: str) -> str:
    """Give the ``ontology`` or the ``shapes`` as Turtle, or the JSON-LD ``context``; raises `UnknownName`.

    >>> text("context").lstrip()[0]
    '{'
    """
    if what == "ontology":
        # Turtle lets a prefix be declared again, so documents join by standing one after the other.
        return "\n".join([*map(files.read, files.ONTOLOGY), occupations.turtle()])
    kinds = {"shapes": "shapes.ttl", "context": "context.jsonld"}
    if what not in kinds:
        raise UnknownName("text", what, ["ontology", *kinds])
    return files.read(kinds[what])


def write_docs(path: Path) -> None:
    """Write the ontology's documentation as one HTML file, made by pyLODE, whole or not at all.

    Raises `MissingExtra` without the extra ``docs`` and `StoreError` where the file cannot be written.
    """
    html = _pylode().OntPub(_documented()).make_html()
    with replacing(path) as out:
        out.write(html.encode())


def _pylode() -> Any:
    """Import pyLODE, which sets the root logger to DEBUG when imported, and set that back."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        import pylode
    except ImportError:
        raise MissingExtra("the ontology's documentation", "docs") from None
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
    return pylode


def _documented() -> Graph:
    """Gather what the page shows: English headings, and notes on property graph names and permitted concepts."""
    from rdflib import DCTERMS, RDFS, SKOS, Graph, Literal, URIRef

    graph, schemes = Graph(), Graph()
    graph.parse(data=files.read("labor.ttl"), format="turtle")
    graph.parse(data=files.read("alignments.ttl"), format="turtle")
    schemes.parse(data=files.read("schemes.ttl"), format="turtle")
    # pyLODE prints all names of a thing in its heading, without a space between them.
    graph.remove((URIRef(NS.rstrip("#")), RDFS.label, None))
    for heading in (RDFS.label, DCTERMS.title):
        for subject, label in list(graph.subject_objects(heading)):
            if isinstance(label, Literal) and label.language not in (None, "en"):
                graph.remove((subject, heading, label))
    for term, name in list(graph.subject_objects(URIRef(NS + "neo4jName"))):
        graph.add((term, SKOS.note, Literal(f"In the property graph: {name}")))
    for property_ in CONCEPT_PROPERTIES:
        for concept in schemes.subjects(SKOS.topConceptOf, URIRef(f"{NS}scheme-{property_}")):
            definition = next(o for o in schemes.objects(concept, SKOS.definition) if o.language == "en")  # type: ignore[attr-defined]
            local = str(concept).removeprefix(NS)
            graph.add((URIRef(NS + property_), SKOS.scopeNote, Literal(f"lg:{local}: {definition}")))
    return graph
