"""A dataset of some claims of another: their articles, their entities, and the facts counted from them alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import cast

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from laborgraph.dataset import Dataset
from laborgraph.literals import literal
from laborgraph.rdf import MENTIONS, graph_digest, lg, local, nquads, resource

_LINKS = frozenset(
    lg(name) for name in ("subject", "object", "saidBy", "viaSource", "inProduction", "underAgreement", "atEvent")
)
_DIGEST, _ENTITY, _EFFECT = lg("digest"), lg("entity"), lg("effect")


def subset(dataset: Dataset, claims: Collection[str]) -> Dataset:
    """Copy the claims with these ids into a new dataset in memory; facts and entities are derived anew from them."""
    part = Dataset.open()
    match = dataset.reader()
    articles = {cast(NamedNode, row[2]) for claim in claims for row in match(resource(claim), lg("fromArticle"))}
    for name in sorted(articles, key=str):
        lines = sorted(nquads(Quad(*row) for row in match(graph=name)))
        quads = list(_kept(b"".join(lines), name, claims))
        part.put([*quads, Quad(name, _DIGEST, literal(graph_digest(quads)), name)])
    part.derive()
    return part


def _kept(lines: bytes, article: NamedNode, claims: Collection[str]) -> Iterator[Quad]:
    """Yield what an article's graph says of some claims, without the digest; nothing where it has none of them."""
    about = {
        subject: list(group)
        for subject, group in groupby(parse(lines, RdfFormat.N_QUADS), key=lambda quad: quad.subject)
    }
    chosen = {subject for subject in about if local(subject) in claims}
    if not chosen:
        return
    said = [quad for subject in chosen for quad in about[subject]]
    effects = {quad.object for quad in said if quad.predicate == _EFFECT}
    entities = {quad.object for quad in said if quad.predicate in _LINKS}
    for subject, quads in about.items():
        mentioned = any(quad.predicate == _ENTITY and quad.object in entities for quad in quads)
        if subject in chosen or subject in effects or mentioned:
            yield from quads
    for quad in about[article]:
        if quad.predicate != _DIGEST and (quad.predicate != MENTIONS or quad.object in entities):
            yield quad
