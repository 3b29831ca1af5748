"""Write one article's extraction as the quads of its named graph (docs/design.md, "The RDF").

Pure: the same extraction gives the same quads, whatever the machine, the time and what was read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from laborgraph import ids
from laborgraph.errors import ModelError
from laborgraph.literals import full_date, literal, number
from laborgraph.model import Article, Claim, Effect, Entity, Extraction
from laborgraph.ontology.terms import CONCEPT_PROPERTIES, ID, NS, PREFIXES
from laborgraph.sketch import figures, sketch

A = NamedNode(PREFIXES["rdf"] + "type")
MENTIONS = NamedNode(PREFIXES["schema"] + "mentions")
FACTS, ENTITIES, PENDING = (NamedNode(iri) for iri in (ids.FACTS_GRAPH, ids.ENTITIES_GRAPH, ids.PENDING_GRAPH))
ORIGINS = NamedNode(ids.ORIGINS_GRAPH)
STAGING = NamedNode(ID + "graph-staging")
OWN_GRAPHS = frozenset({FACTS, ENTITIES, ORIGINS, PENDING, STAGING})

Node = NamedNode | Literal
Statement = tuple[NamedNode, Node]
Row = tuple[NamedNode, NamedNode, Node, NamedNode]


@lru_cache(maxsize=512)
def lg(name: str) -> NamedNode:
    """Name a term of the vocabulary.

    >>> lg("uses").value
    'https://w3id.org/laborgraph/ns#uses'
    """
    return NamedNode(NS + name)


def resource(local: str) -> NamedNode:
    """Name a resource by its id. Raises `ModelError` when no IRI can hold it."""
    try:
        return NamedNode(ids.entity_iri(local))
    except ValueError as error:
        raise ModelError(f"{local!r} cannot be part of an IRI: {error}") from None


def concept(property_: str, notation: str) -> NamedNode:
    """Name the concept that a property points to. Raises `ModelError` when the notation is no name.

    >>> concept("impact", "costReduction").value
    'https://w3id.org/laborgraph/ns#impact-costReduction'
    """
    if not notation.isascii() or not notation.replace("-", "").isalnum():
        raise ModelError(f"{notation!r} is no name of a concept of lg:{property_}")
    return lg(CONCEPT_PROPERTIES[property_] + notation)


def article_quads(extraction: Extraction) -> Iterator[Quad]:
    """Yield the quads of the article's named graph, the digest over all others last."""
    graph = resource(extraction.article.id)
    quads = [Quad(*triple, graph) for triple in _triples(extraction)]
    yield from quads
    yield Quad(graph, lg("digest"), literal(graph_digest(quads)), graph)


def graph_digest(quads: Iterable[Quad]) -> str:
    """Hash quads as sorted N-Quads, in whatever order they come."""
    return sha256(b"".join(sorted(nquads(quads)))).hexdigest()


def nquads(quads: Iterable[Quad]) -> list[bytes]:
    """Write quads as canonical N-Quads lines."""
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def match(
    store: Store,
    subject: NamedNode | None = None,
    predicate: NamedNode | None = None,
    object_: Node | None = None,
    graph: NamedNode | None = None,
) -> Iterator[Row]:
    """Yield the quads of a pattern as tuples; a dataset holds neither blank nodes nor a default graph."""
    return cast("Iterator[Row]", map(tuple, store.quads_for_pattern(subject, predicate, object_, graph)))


def properties(store: Store, subject: NamedNode, graph: NamedNode) -> dict[str, list[Node]]:
    """Read what one graph says of a subject with the vocabulary's own properties: name → its values."""
    found: dict[str, list[Node]] = {}
    for _, predicate, value, _ in match(store, subject, graph=graph):
        found.setdefault(predicate.value.removeprefix(NS), []).append(value)
    return found


def local(node: Node) -> str:
    """Take the last part of an IRI of the vocabulary or of a resource.

    >>> local(lg("uses")), local(resource("netflix"))
    ('uses', 'netflix')
    """
    return node.value.removeprefix(NS).removeprefix(ID)


def _triples(extraction: Extraction) -> Iterator[tuple[NamedNode, NamedNode, Node]]:
    article = extraction.article
    language = article.language
    node = resource(article.id)
    for predicate, value in header(article, extraction.read_by):
        yield node, predicate, value
    # One resource each: of two entities with one id the first is written, of two such claims the surer.
    entities = {entity.id: entity for entity in reversed(extraction.entities)}.values()
    rising = sorted(extraction.claims, key=lambda claim: (claim.confidence, repr(claim.qualifiers)))
    claims = {claim.id: claim for claim in rising}.values()
    for entity in entities:
        yield node, MENTIONS, resource(entity.id)
        mention = resource("m" + ids.digest(article.id, entity.id))
        for predicate, value in _mention(entity, node, language):
            yield mention, predicate, value
    for claim in claims:
        subject = resource(claim.id)
        for predicate, value in _claim(claim, node, language):
            yield subject, predicate, value
        for number_, effect in enumerate(claim.qualifiers.effects, start=1):
            for predicate, value in _effect(effect, language):
                yield resource(f"{claim.id}-e{number_}"), predicate, value


def _texts(tag: str = "", /, **values: str) -> Iterator[Statement]:
    return ((lg(name), literal(value, tag)) for name, value in values.items() if value)


def _links(**values: str | None) -> Iterator[Statement]:
    return ((lg(name), resource(value)) for name, value in values.items() if value)


def _concepts(**values: str) -> Iterator[Statement]:
    return ((lg(name), concept(name, value)) for name, value in values.items() if value)


def _date(name: str, iso: str, text: str = "") -> Iterator[Statement]:
    """Tell a full date as a date, and one known in part by its own property, as printed."""
    if day := full_date(iso):
        yield lg(name), literal(day)
    if text or (iso and not day):
        yield lg(name + "Text"), literal(text or iso)


def header(article: Article, read_by: str) -> Iterator[Statement]:
    """Yield what is said of the article itself, without whom it mentions."""
    yield A, lg("Article")
    yield from _texts(
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        credit=article.credit,
        url=article.url,
        language=article.language,
        textHash=ids.text_hash(article.text),
        textSketch=sketch(article.text[article.body :]),
        figures=figures(article.text[article.body :]),
        readBy=read_by,
    )
    yield from _date("published", article.published)
    yield lg("textLength"), literal(len(article.text))


def _mention(entity: Entity, article: NamedNode, language: str) -> Iterator[Statement]:
    yield A, lg("Mention")
    yield lg("entity"), resource(entity.id)
    yield lg("mentionedIn"), article
    yield lg("entityType"), lg(entity.type)
    yield lg("usedGenerically"), literal(entity.generic)
    yield from _texts(printedName=entity.name)
    for surface in dict.fromkeys(entity.surfaces):
        yield from _texts(language, surface=surface)


def _claim(claim: Claim, article: NamedNode, language: str) -> Iterator[Statement]:
    q = claim.qualifiers
    yield A, lg("Claim")
    yield lg("predicate"), lg(claim.predicate)
    yield lg("fromArticle"), article
    yield from _links(
        states=claim.fact,
        subject=claim.subject,
        object=claim.object,
        saidBy=claim.speaker,
        viaSource=claim.via,
        inProduction=q.production,
        underAgreement=q.agreement,
        atEvent=q.event,
        causeSaidBy=q.cause_speaker,
    )
    yield from _concepts(
        modality=claim.modality, polarity=claim.polarity, phase=q.phase, measure=q.measure, cause=q.cause
    )
    text, span, sentence = claim.span.text, claim.span, claim.sentence
    yield from _texts(
        language,
        quote=span.quote,
        prefix=text[sentence.start : span.start],
        suffix=text[span.end : sentence.end],
        task=q.task,
        position=q.position,
        countText=q.count_text,
    )
    yield lg("start"), literal(span.start)
    yield lg("end"), literal(span.end)
    if q.count is not None:
        yield lg("count"), literal(q.count)
    yield from _date("eventDate", q.event_date, q.event_date_text)
    yield lg("confidence"), literal(round(claim.confidence, 4))
    yield from _texts(saidAs=claim.said_as, extractor=claim.extractor, rule=claim.rule)
    for impact in dict.fromkeys(effect.impact for effect in q.effects):
        yield from _concepts(impact=impact)
    yield from _links_many("effect", (f"{claim.id}-e{n}" for n in range(1, len(q.effects) + 1)))


def _links_many(name: str, locals_: Iterable[str]) -> Iterator[Statement]:
    return ((lg(name), resource(local)) for local in locals_)


def _effect(effect: Effect, language: str) -> Iterator[Statement]:
    yield A, lg("Effect")
    yield from _concepts(impact=effect.impact)
    yield from _texts(language, magnitude=effect.magnitude)
    if effect.value:
        yield lg("value"), number(effect.value)
    yield from _texts(unit=effect.unit, comparator=effect.comparator)
