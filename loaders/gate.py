"""The one gate that every claim passes, whoever proposed it: rules now, a model later.

A claim is let through if its words stand in one block, its arguments stand in the quote, its sentence or an accepted
reference, its predicate joins their types, and nothing better says the same. What is refused is kept with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from laborgraph.errors import ModelError
from laborgraph.model import Article, Claim, Mention, Qualifiers, Span, Why
from laborgraph.ontology.terms import PREDICATES, Modality, Polarity

#: Claims below this confidence are kept aside.
ACCEPT = 0.54
#: What a reference that is not a name costs, by the way it was linked.
_LINKS = {"anaphor": 0.9, "pronoun": 0.8, "topic": 0.85, "context": 0.85}
_NEGATABLE = frozenset(
    {"uses", "tests", "usedIn", "affects", "replaces", "laysOff", "develops", "restricts", "partnersWith", "protects"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the gate judges: a claim's parts before they are one, with the mentions that fill them.

    `judged` tells that the confidence counts already how the mentions were linked.
    """

    subject: Mention
    predicate: str
    object: Mention
    quote: Span
    sentence: Span
    block: Span
    kind: str
    confidence: float
    extractor: str
    rule: str
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    speaker: Mention | None = None
    via: Mention | None = None
    qualifiers: Qualifiers = field(default_factory=Qualifiers)
    why: Why = field(default_factory=Why)
    judged: bool = False


def judge(
    article: Article, types: dict[str, str], proposals: Iterable[Proposal]
) -> tuple[list[Claim], list[tuple[Claim, str]]]:
    """Part the proposals into claims and refused claims with their reasons, both in order of the text.

    Raises `ModelError` for a proposal whose quote is not of the article's text: that is a fault of its maker.
    """
    best: dict[tuple[object, ...], tuple[tuple[object, ...], Claim]] = {}
    refused: list[tuple[Claim, str]] = []
    for proposal in proposals:
        if proposal.quote.text is not article.text and proposal.quote.text != article.text:
            raise ModelError(f"article {article.name!r}: a quote comes from another text")
        if proposal.subject.entity == proposal.object.entity or not proposal.sentence.holds(proposal.quote):
            continue
        claim = _claim(article, proposal)
        if reason := _objection(proposal, types, claim):
            refused.append((claim, reason))
            continue
        key, rank = _key(claim), (proposal.kind != "headline", _richness(claim), claim.confidence, -claim.span.start)
        if key not in best or best[key][0] < rank:
            if key in best:
                refused.append((best[key][1], "duplicate"))
            best[key] = rank, claim
        else:
            refused.append((claim, "duplicate"))
    claims = [claim for _, claim in best.values()]
    return sorted(claims, key=_place), sorted(refused, key=lambda pair: (_place(pair[0]), pair[1]))


def _objection(proposal: Proposal, types: dict[str, str], claim: Claim) -> str:
    """Name what is wrong with a proposal; nothing if it may pass."""
    predicate = PREDICATES[proposal.predicate]
    if not predicate.allows(types[proposal.subject.entity], types[proposal.object.entity]):
        return f"{predicate.name} does not join {types[proposal.subject.entity]} and {types[proposal.object.entity]}"
    if not proposal.block.holds(proposal.sentence):
        return "the sentence leaves its block"
    for mention in (proposal.subject, proposal.object):
        if mention.how not in _LINKS and not proposal.sentence.holds(mention.span):
            return f"{mention.span.quote!r} is not in the sentence"
    if len(proposal.quote.quote.split()) < 2:
        return "the quote is too short"
    if proposal.polarity is Polarity.NEGATIVE and proposal.predicate not in _NEGATABLE:
        return "negated"
    if claim.confidence < ACCEPT:
        return "below threshold"
    return ""


def _claim(article: Article, proposal: Proposal) -> Claim:
    confidence = proposal.confidence
    for mention in (proposal.subject, proposal.object):
        confidence *= 1.0 if proposal.judged else _LINKS.get(mention.how, 1.0)
    subject, target = proposal.subject.entity, proposal.object.entity
    speaker, told = proposal.speaker.entity if proposal.speaker else None, proposal.qualifiers
    if told.cause:
        told = replace(told, cause_speaker=speaker)
    return Claim(
        article=article.id,
        subject=subject,
        predicate=proposal.predicate,
        object=target,
        span=proposal.quote,
        sentence=proposal.sentence,
        modality=proposal.modality,
        polarity=proposal.polarity,
        speaker=speaker,
        said_as=proposal.speaker.span.quote if proposal.speaker else "",
        via=proposal.via.entity if proposal.via else None,
        qualifiers=told,
        confidence=round(min(confidence, 1.0), 3),
        extractor=proposal.extractor,
        rule=proposal.rule,
        why=proposal.why,
    )


def _key(claim: Claim) -> tuple[object, ...]:
    ends = (claim.subject, claim.object)
    pair = tuple(sorted(ends)) if PREDICATES[claim.predicate].symmetric else ends
    told_apart = claim.predicate in ("affects", "replaces")
    impacts = tuple(effect.impact for effect in claim.qualifiers.effects) if told_apart else ()
    return (claim.predicate, pair, claim.modality, claim.polarity, impacts)


def _richness(claim: Claim) -> int:
    """Count what narrows a claim down: of two that say the same, the one that tells more is kept."""
    told = claim.qualifiers
    return bool(told.production) + bool(told.effects) + (claim.speaker is not None)


def _place(claim: Claim) -> tuple[object, ...]:
    return (claim.span.start, claim.span.end, claim.predicate, claim.subject, claim.object, claim.modality)
