"""RDF files through Oxigraph's serializers, fed in sorted order.

N-Quads and TriG keep the named graphs; N-Triples and RDF/XML hold the union of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import PREFIXES
from laborgraph.rdf import lg

_BATCH = 10_000
_STATES, _PARTS = lg("states"), (lg("subject"), lg("predicate"), lg("object"))
_REIFIES = NamedNode(PREFIXES["rdf"] + "reifies")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def nquads(dataset: Dataset, out: BinaryIO) -> None:
    """Write sorted canonical N-Quads: the reference dump, over which the dataset's digest is taken."""
    out.writelines(dataset.quads())


def trig(dataset: Dataset, out: BinaryIO) -> None:
    """Write TriG, graph by graph."""
    serialize(read(dataset.quads(by_graph=True)), out, RdfFormat.TRIG, prefixes=PREFIXES)


def rdf12(dataset: Dataset, out: BinaryIO) -> None:
    """Write TriG of RDF 1.2: each claim also reifies the triple that it states, ``rdf:reifies <<( s p o )>>``."""
    quads = read(dataset.quads(by_graph=True))
    serialize(chain.from_iterable(map(_reified, _subjects(quads))), out, RdfFormat.TRIG, prefixes=PREFIXES)


def ntriples(dataset: Dataset, out: BinaryIO) -> None:
    """Write sorted canonical N-Triples."""
    out.writelines(dataset.triples())


def rdfxml(dataset: Dataset, out: BinaryIO) -> None:
    """Write RDF/XML; characters that XML 1.0 cannot hold become U+FFFD."""
    serialize(map(_for_xml, _triples(dataset)), out, RdfFormat.RDF_XML, prefixes=PREFIXES)


def xml_text(text: str) -> str:
    r"""Replace the characters that XML 1.0 cannot hold.

    >>> xml_text("a\x00b") == "a\ufffdb"
    True
    """
    return _NOT_XML.sub("\ufffd", text)


def read(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Parse N-Quads lines, some at a time."""
    source = iter(lines)
    while batch := b"".join(islice(source, _BATCH)):
        yield from parse(batch, format=RdfFormat.N_QUADS)


def _triples(dataset: Dataset) -> Iterator[Triple]:
    return map(attrgetter("triple"), read(dataset.triples()))


def _subjects(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    return (list(group) for _, group in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)))


def _reified(quads: list[Quad]) -> Iterator[Quad]:
    """Yield what a graph says of one subject and, of a claim, the triple that it is about."""
    yield from quads
    said = {quad.predicate: quad.object for quad in quads}
    if _STATES in said:
        about = Triple(*(said[part] for part in _PARTS))  # type: ignore[arg-type]
        yield Quad(quads[0].subject, _REIFIES, about, quads[0].graph_name)


def _for_xml(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or not _NOT_XML.search(value.value):
        return triple
    text = xml_text(value.value)
    return Triple(
        triple.subject, triple.predicate, Literal(text, language=value.language) if value.language else Literal(text)
    )
