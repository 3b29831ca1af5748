"""Read the claims out of an article: segment, name, parse, match, attribute, judge.

Pure and deterministic: the same article gives the same extraction on every machine that has the same pipelines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from laborgraph.loaders import attribution, frames, gate, learned, magnitude, match, mentions, modality, qualify
from laborgraph.loaders.fingerprint import fingerprint
from laborgraph.loaders.gate import Proposal
from laborgraph.loaders.gazetteer import gazetteer
from laborgraph.loaders.lexicon import LANGUAGES
from laborgraph.loaders.mentions import Cast
from laborgraph.loaders.parser import parse, ready
from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.loaders.segment import Block, blocks
from laborgraph.model import Article, Claim, Extraction, Issue, Mention, Qualifiers, Report, Span, Why
from laborgraph.ontology.terms import Modality, Polarity

EXTRACTOR = "rules/1"


def read_by(article: Article, own: Path | None = None) -> str:
    """Name the reader of this article: a change of rules, registry or pipeline gives another name."""
    return fingerprint(EXTRACTOR, article.language[:2], own)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article whose cast is named and whose sentences are parsed, by block; nothing is claimed yet."""

    article: Article
    cast: Cast
    groups: list[list[Scene]]
    own: Path | None = None


def extract(article: Article, report: Report, own: Path | None = None) -> Extraction:
    """Read one article, by the user's own rules in the folder `own` too.

    What its language or length forbids to read is reported, never raised.
    """
    return finish(draft(article, report, own))


def prepare(language: str, own: Path | None = None) -> None:
    """Load what articles of a language are read by, which takes seconds the first time."""
    ready(language[:2])
    frames.load(own)
    gazetteer(language[:2], own)


def draft(article: Article, report: Report, own: Path | None = None) -> Draft:
    """Cut, name and parse an article."""
    language = article.language[:2]
    if language not in LANGUAGES:
        message = f"no rules for language {article.language!r} (known: {', '.join(LANGUAGES)}); only names are read"
        report(Issue(code="no-rules", message=message, source=article.place, severity="warning"))
    paragraphs = list(blocks(article, report))
    cast = Cast(article)
    worth = mentions.known(paragraphs, cast, language, own)
    groups = _scenes(paragraphs, cast, language, report, worth=worth, own=own)
    return Draft(article, cast, groups, own)


def finish(
    drafted: Draft, more: Iterable[Proposal] = (), *, rules: bool = True, learned_too: bool = True
) -> Extraction:
    """Claim what the rules and others propose; `more` may add to the cast while it is read."""
    article, cast, proposals = drafted.article, drafted.cast, list(more)
    scenes = drafted.groups if rules else []
    entities = cast.entities()
    types = {entity.id: entity.type for entity in entities}

    def judged(proposals: Iterable[Proposal]) -> tuple[list[Claim], list[tuple[Claim, str]]]:
        named = [one for one in proposals if one.subject.entity in types and one.object.entity in types]
        return gate.judge(article, types, (qualify.dated(one, article.published) for one in named))

    proposals += [proposal for group in scenes for proposal in _proposals(group)]
    accepted = judged(proposals)[0]
    proposals += [proposal for group in scenes for proposal in _beside(group, accepted)]
    claims, rejected = judged(proposals)
    if learned_too and (further := list(_learned(scenes, claims, rejected))):
        claims, rejected = judged([*proposals, *further])
    # A contract that is only ever called so is worth naming where something is claimed of it.
    spoken_of = {entity for claim in (*claims, *(one for one, _ in rejected)) for entity in _named_in(claim)}
    described = {mention.entity for mention in cast.mentions if mention.how == "noun"} - spoken_of
    passed = mentions.passing(cast, (scene for group in drafted.groups for scene in group), spoken_of)
    kept = tuple(entity for entity in entities if entity.id not in described | passed)
    shown = {entity.id for entity in kept}
    return Extraction(
        article=article,
        read_by=read_by(article, drafted.own),
        entities=kept,
        mentions=tuple(mention for mention in cast.ordered() if mention.entity in shown),
        claims=tuple(claims),
        rejected=tuple(rejected),
    )


def _named_in(claim: Claim) -> set[str | None]:
    told = claim.qualifiers
    return {claim.subject, claim.object, claim.speaker, claim.via, told.production, told.agreement, told.event}


def _scenes(
    paragraphs: Sequence[Block], cast: Cast, language: str, report: Report, *, worth: bool, own: Path | None
) -> list[list[Scene]]:
    """Parse what is worth it, name the rest of the cast, and set a scene for each sentence, by block."""
    spans = [(block, sentence) for block in paragraphs for sentence in block.sentences]
    parsed = list(parse([sentence for _, sentence in spans], language, report)) if worth else []
    mentions.unknown(paragraphs, parsed, cast, language)
    ordered, topic, work = cast.ordered(), _topic(cast, "Tool"), _topic(cast, "Production")
    generic = frozenset(entity for entity, entry in cast.entries.items() if entry.generic)
    groups: dict[int, list[Scene]] = defaultdict(list)
    position, starts = 0, [mention.span.start for mention in ordered]
    reach = {block.span.start: before.span.start for before, block in pairwise(paragraphs)}
    for (block, _), sentence in zip(spans, parsed, strict=False):
        while position < len(ordered) and ordered[position].span.start < sentence.span.start:
            position += 1
        inside = []
        while position < len(ordered) and ordered[position].span.end <= sentence.span.end:
            inside.append(ordered[position])
            position += 1
        since = reach.get(block.span.start, block.span.start)
        earlier = tuple(ordered[bisect_left(starts, since) : bisect_left(starts, sentence.span.start)])
        scene = Scene(
            block=block,
            sentence=sentence,
            mentions=tuple(inside),
            types=cast.types,
            topic=topic,
            work=work,
            earlier=earlier,
            generic=generic,
            groups=cast.groups,
            own=own,
        )
        groups[block.span.start].append(scene)
    return [attribution.spoken(group) for group in groups.values()]


def _topic(cast: Cast, kind: str) -> Mention | None:
    """Return the tool or work that the article is about, named more than once, as a reference to its first mention."""
    found = Counter(m.entity for m in cast.mentions if cast.types[m.entity] == kind and m.how != "pronoun")
    if not found:
        return None
    firsts: dict[str, Mention] = {}
    for mention in cast.ordered():
        if mention.entity in found and mention.how != "pronoun":
            firsts.setdefault(mention.entity, mention)
    entity, count = min(found.items(), key=lambda item: (-item[1], firsts[item[0]].span.start))
    return replace(firsts[entity], how="topic") if count > 1 else None


def _proposals(scenes: Sequence[Scene]) -> Iterator[Proposal]:
    """Yield what the scenes of one block propose, with all that narrows it down."""
    found = [candidate for scene in scenes for candidate in match.candidates(scene)]
    for candidate in found:
        proposal = _proposal(candidate, scenes)
        yield proposal
        yield from _derived(proposal, candidate)


def _beside(scenes: Sequence[Scene], accepted: Sequence[Claim]) -> Iterator[Proposal]:
    """Yield what types alone let expect, where no rule related two entities."""
    related = {frozenset((claim.subject, claim.object)) for claim in accepted}
    for scene in scenes:
        here = [claim for claim in accepted if claim.sentence == scene.sentence.span]
        served = {(claim.predicate, side) for claim in here for side in (claim.subject, claim.object)}
        yield from (_proposal(candidate, scenes) for candidate in match.pairs(scene, related, served))


def _learned(
    groups: Sequence[Sequence[Scene]], claims: Sequence[Claim], rejected: Sequence[tuple[Claim, str]]
) -> Iterator[Proposal]:
    """Yield what a trained model adds to the claims of the rules."""
    block = {id(scene): group for group in groups for scene in group}
    for candidate in learned.candidates([scene for group in groups for scene in group], claims, rejected):
        yield replace(_proposal(candidate, block[id(candidate.scene)]), judged=True)


def whole(quote: Span, scene: Scene) -> Span:
    """Carry a quote that ends in "their" or "leurs" on to the noun that follows, within the sentence."""
    last = next((token for token in scene.sentence.tokens if token.end == quote.end), None)
    if last is None or last.text.casefold() not in scene.words.words("possessives"):
        return quote
    behind = [token for token in scene.sentence.tokens if token.start >= quote.end][:3]
    for place, token in enumerate(behind):
        if not token.text[0].isalpha():
            return quote if place == 0 else Span(quote.text, quote.start, behind[place - 1].end)
        if token.pos == "NOUN" or not token.pos:
            return Span(quote.text, quote.start, token.end)
    return quote


def _proposal(candidate: Candidate, scenes: Sequence[Scene]) -> Proposal:
    scene, rule = candidate.scene, candidate.rule
    source = attribution.read(candidate, scenes)
    mode, polarity, cue = modality.read(candidate)
    qualifiers = qualify.read(candidate, scenes)
    counted = qualifiers.count or (source.speaker and magnitude.is_measured(scene.sentence.span.quote))
    if counted and mode is Modality.FEARED:
        mode, cue = Modality.ASSERTED, "a forecast with a number"  # told as fact by its author
    if mode is Modality.ASSERTED and source.speaker:
        if rule.attributed:
            mode, cue = rule.attributed, "by the rule, with a speaker"
        elif scene.kind(source.speaker) == "Role":
            mode, cue = Modality.REPORTED, "said by people without names"
        elif scene.kind(source.speaker) == "NewsOrganization" and source.speaker.entity != candidate.subject.entity:
            mode, cue = Modality.REPORTED, "said by the press"
    return Proposal(
        subject=candidate.subject,
        predicate=rule.predicate,
        object=candidate.object,
        quote=whole(candidate.quote, scene),
        sentence=scene.sentence.span,
        block=scene.block.span,
        kind=scene.block.kind,
        confidence=candidate.confidence,
        extractor=EXTRACTOR,
        rule=candidate.rule_id,
        modality=mode,
        polarity=polarity,
        speaker=source.speaker,
        via=source.via,
        qualifiers=qualifiers,
        why=_why(candidate, cue, source.how),
    )


def _why(candidate: Candidate, cue: str, how: str) -> Why:
    """Tell what made a candidate a claim, and what decided on its modality and speaker."""
    tokens = candidate.scene.sentence.tokens
    return Why(
        words=tokens[candidate.token].text if candidate.token >= 0 else candidate.quote.quote,
        way=candidate.route,
        links=(candidate.subject.how, candidate.object.how),
        modality=cue,
        speaker=how,
    )


def _derived(proposal: Proposal, candidate: Candidate) -> Iterator[Proposal]:
    """Yield what the same words also state: the tool is used in the production, and it is the studio's production."""
    production = proposal.qualifiers.production
    if proposal.predicate != "uses" or production is None:
        return
    mention = next((m for m in candidate.scene.mentions if m.entity == production), None)
    if mention is None:
        earlier = [m for m in candidate.scene.earlier if m.entity == production]
        yield replace(
            proposal,
            subject=proposal.object,
            predicate="usedIn",
            object=replace(earlier[-1], how="context"),
            rule=proposal.rule + "+production",
            qualifiers=replace(proposal.qualifiers, production=None),
        )
        return
    quote = Span(
        proposal.quote.text,
        min(proposal.quote.start, mention.span.start),
        max(proposal.quote.end, mention.span.end),
    )
    yield replace(
        proposal,
        subject=proposal.object,
        predicate="usedIn",
        object=mention,
        quote=quote,
        rule=proposal.rule + "+production",
        qualifiers=replace(proposal.qualifiers, production=None),
    )
    told = proposal.modality in (Modality.ASSERTED, Modality.REPORTED)
    if told and candidate.scene.kind(proposal.subject) == "Studio" and proposal.polarity is Polarity.POSITIVE:
        yield replace(
            proposal,
            predicate="produces",
            object=mention,
            quote=quote,
            confidence=proposal.confidence * 0.9,
            rule=proposal.rule + "+production",
            modality=Modality.ASSERTED,
            speaker=None,
            via=None,
            qualifiers=Qualifiers(),
        )
