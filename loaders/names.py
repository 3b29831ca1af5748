"""Propose names that the registry does not hold, and give each a type by the words around it.

Boundaries come from capitals and quotation marks (and NER where a pipeline ran); types from what stands before,
behind and inside the name, everywhere in the article. A proposal that no word gives a type is dropped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from laborgraph import ids
from laborgraph.loaders import persons
from laborgraph.loaders.lexicon import Lexicon, given_names
from laborgraph.loaders.parser import Sentence
from laborgraph.loaders.segment import Block
from laborgraph.model import Span
from laborgraph.ontology.terms import ORG_TYPES

#: What a lexicon calls an organisation whose cue does not tell which kind: the likeliest kind, else a studio.
_SOME_ORG = "Org"
#: Points that a type needs to be given to a name.
ENOUGH = 2.0
_CAPITAL = r"(?:[^\W\d_a-zà-öø-ÿ](?:\.|[\w’'-]*(?:\.\w+)*))"
_SINGLE_QUOTED = re.compile(r"(?<!\w)['‘]([^\W_a-zà-ÿ][^'‘’\n]{1,60}(?:['’]\w[^'‘’\n]{0,40})?)['’](?!\w)")
#: "Call of Duty: Modern Warfare 3", "Tron: Ares".
_COLON_TITLE = re.compile(
    rf"(?:{_CAPITAL}(?:\s(?:(?:of|the|de|du|des|la|le|del)\s){{0,2}}{_CAPITAL}){{0,4}}):\s{_CAPITAL}(?:\s(?:(?:of|the|de|du|des|la|le|del)\s){{0,2}}{_CAPITAL}|\s\d+\b){{0,4}}"
)
_NER = {"PERSON": "Person", "PER": "Person", "WORK_OF_ART": "Production"}
_CREDIT = re.compile(
    r"(?:Sources?|Credits?|Photos?|Crédits?|Fuentes?|Fotos?|Quellen?|Text[eo]?|Testo|Font[ei]s?|By|Via)\s?:",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;…,]\s*$")
#: Before these a new sentence or somebody's words begin; elsewhere a capital after a quotation mark begins a title.
_SPEECH_BEFORE = re.compile(r"(?:[:,.!?…–—-]|^)\s*$")
_SPOKEN = re.compile(
    r"(?:i|we|you|he|she|it|they|this|that|there|what|nous|je|on|ils?|elles?|vous|cela|c['’]est|yo|nosotros|eso|esto|wir"
    r"|ich|sie|er|es|das|io|noi|lui|lei|loro|questo|nós|eles|isso)\b",
    re.IGNORECASE,
)
#: "ley 26.522", "AB 2602".
_NUMBERED = re.compile(
    r"\b(?:(?:[Ll]ey|[Rr]esolución|[Dd]ecreto|[Ll]oi|[Dd]écret|[Ll]egge|[Ll]ei) (?:n\.?\s?[º°o]\.? ?)?"
    r"|[AS]B |H\.?R\.? )\d[\d./-]*\d(?: de \d{4}\b)?"
)
#: In English a capital "The" within a sentence begins a name, after these words mostly a title.
_THE = re.compile(
    rf"\b(?:in|on|from|made|wrote|directed|starring) (The {_CAPITAL}(?:\s(?:(?:of|the|and)\s){{0,2}}{_CAPITAL})*)"
)


def propose(
    blocks: Sequence[Block], sentences: Iterable[Sentence], taken: Sequence[Span], words: Lexicon
) -> dict[str, tuple[str, list[Span]]]:
    """Map each proposed name to its type and the spans where it stands, leaving out what is `taken` already."""
    points: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[Span]] = defaultdict(list)
    occupied = _Occupied(taken)
    for span, kind, worth in _candidates(blocks, sentences, words):
        if occupied.overlaps(span):
            continue
        name = span.quote
        if all(span != other for other in places[name]):
            places[name].append(span)
            points[name].update(dict(_context(span, words)))
        if kind:
            points[name][kind] += worth  # type: ignore[assignment]
    kinds = {name: kind for name, counts in points.items() if (kind := _chosen(counts))}
    _spread(kinds, places, points)
    surnames = {name.split()[-1] for name, kind in kinds.items() if kind == "Person" and " " in name}
    return {name: (kind, places[name]) for name, kind in kinds.items() if kind != "place" and name not in surnames}


def _chosen(counts: Counter[str]) -> str:
    """Return the type with most points, if they are enough."""
    if not counts:
        return ""
    kind, points = min(counts.items(), key=lambda item: (-item[1], item[0] == _SOME_ORG, item[0]))
    if points < ENOUGH:
        return ""
    if kind == _SOME_ORG:
        kind = min(ORG_TYPES, key=lambda one: (-counts[one], one != "Studio", one))
    return kind


def _spread(kinds: dict[str, str], places: dict[str, list[Span]], votes: dict[str, Counter[str]]) -> None:
    """Give the type of a listed name to the untyped ones behind it: "the series A and B", "the maker of C, D and E"."""
    ordered = sorted(((span, name) for name, spans in places.items() for span in spans), key=lambda pair: pair[0])
    for (left, before), (right, name) in pairwise(ordered):
        between = left.text[left.end : right.start]
        if name not in kinds and kinds.get(before) in ("Production", "Person") and _LISTED.fullmatch(between):
            if kinds[before] == "Person" and (votes[name]["Person"] < 0 or len(name.split()) < 2):
                continue
            kinds[name] = kinds[before]


_LISTED = re.compile(
    r"[»”\"'’]?(?:, |,? (?:and|et|y|und|ed?) )(?:(?:the|le|la|les|il|lo|i|gli|o|a|os|as) |l['’])?[«“„\"'‘]?\s?"
)


class _Occupied:
    """Spans that are taken, for asking quickly whether another overlaps one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._places = {place for span in spans for place in range(span.start, span.end)}

    def overlaps(self, span: Span) -> bool:
        return any(place in self._places for place in range(span.start, span.end))


def _candidates(
    blocks: Iterable[Block], sentences: Iterable[Sentence], words: Lexicon
) -> Iterator[tuple[Span, str, float]]:
    """Yield spans that may be names, with a type and points where the way they were found tells one."""
    particles = "|".join(sorted(words.words("particles"), key=lambda word: (-len(word), word))) or "de"
    run = re.compile(rf"{_CAPITAL}(?:\s(?:(?:{particles})\s){{0,2}}{_CAPITAL}|\s\d+\b)*")
    for block in blocks:
        titles = [quote for quote in block.quotes if _like_title(quote)]
        for match in _SINGLE_QUOTED.finditer(block.span.text, block.span.start, block.span.end):
            span = Span(block.span.text, *match.span(1))
            if _like_title(span) and "’" not in span.quote[:2]:
                titles.append(span)
        for title in titles:
            text, start, end = title.text, title.start, title.end
            yield (
                Span(
                    text,
                    start + len(text[start:end]) - len(text[start:end].lstrip()),
                    start + len(text[start:end].rstrip()),
                ),
                "Production",
                2.0,
            )
        for match in _COLON_TITLE.finditer(block.span.text, block.span.start, block.span.end):
            if block.kind == "body" and not _CREDIT.match(match.group()):
                yield Span(block.span.text, *match.span()), "Production", 1.0
        for match in _NUMBERED.finditer(block.span.text, block.span.start, block.span.end):
            yield Span(block.span.text, *match.span()), "Agreement", 2.0
        if words.language == "en":
            for match in _THE.finditer(block.span.text, block.span.start, block.span.end):
                yield Span(block.span.text, *match.span(1)), "Production", 2.0
        for match in run.finditer(block.span.text, block.span.start, block.span.end):
            for span in _trimmed(Span(block.span.text, *match.span()), words):
                yield span, "", 0.0
    for sentence in sentences:
        for span, label in sentence.names:
            kind = _NER.get(label, "")
            for trimmed in _trimmed(span, words):
                several = len(trimmed.quote.split()) > 1
                if kind == "Person" and _no_person(trimmed.quote, words):
                    kind = ""
                yield trimmed, kind, (2.0 if kind == "Person" else 1.0) if several else 0.5


def _no_person(name: str, words: Lexicon) -> bool:
    """Tell whether what NER takes for a person is an organisation by its last word, or a line in capitals."""
    parts = name.split()
    if name.isupper():
        return True
    if len(parts) < 2 or parts[0].casefold() in given_names():
        return False
    trades = "|".join(_joined(words, "inside", kind) for kind in words.table("inside") if kind in ORG_TYPES)
    return bool(re.fullmatch(rf"(?:{trades})", parts[-1], re.IGNORECASE))


#: What somebody says is no title: "« … », a admis son secrétaire".
_TOLD = re.compile(
    r"[\s\u00a0]?[»”\"],? (?:[ml]['’])?(?:(?:a|ont|avait)(?:-t-(?:il|elle|on))? )?(?:dit|déclar|admi|admet|assur|réag"
    r"|comment|ajout|expliqu|racont|résum|soutien|tranch|rappel|ironi|lâch|pest|fai(?:t|sait) valoir"
    r"|affirm|estim|soulign|regrett|déplor|promet|répond|répliqu|écrit (?!par)|m['’]a|lui a)"
)


def _like_title(quote: Span) -> bool:
    if _TOLD.match(quote.text, quote.end):
        return False
    words = quote.quote.split()
    if not 1 <= len(words) <= 9 or _CLAUSE_END.search(quote.quote) or not (words[0][0].isupper() or words[0].isdigit()):
        return False
    if len(words) == 1:
        return words[0][0].isupper() and len(words[0]) > 2
    if len(words) > 5 and not any(word[0].isupper() for word in words[1:]):
        return False
    return any(word[0].isupper() for word in words[1:]) or quote.text[quote.start - 1] == "«" or _in_mid_sentence(quote)


def _in_mid_sentence(quote: Span) -> bool:
    """Tell whether a quotation with a capital stands where no speech begins: a title in lower case else."""
    before = quote.text[max(0, quote.start - 40) : quote.start].rstrip("«“„\"'‘ \u00a0").rsplit("\n", 1)[-1]
    return not _SPEECH_BEFORE.search(before) and not _SPOKEN.match(quote.quote)


_NEW_PLACE = re.compile(r"New (?:York|Jersey|Orleans|Mexico|Zealand|Delhi|Hampshire|England)\b")


def _trimmed(span: Span, words: Lexicon) -> Iterator[Span]:
    """Cut function words, possessive endings and the punctuation around off a name; yield what is left, if anything."""
    text, start, end = span.text, span.start, span.end
    stopwords = words.words("stopwords") | words.words("lead_nouns")
    while match := re.match(r"([^\W\d_]+(?:-[^\W\d_]+)*)(?:['’]|\s+)|\W+", text[start:end]):
        lower = match[1] and match[1][0].islower()
        if match[1] and not lower and (match[1].casefold() not in stopwords or _NEW_PLACE.match(text, start, end)):
            break
        start += match.end()
    piece = re.sub(r"(?:['’]s?|[^\w!?)]+)$", "", text[start:end])
    piece = re.sub(r"\s(?:de|du|des|la|le|of|the|and|y|e|van|von|del|della|dei|di|da|do|dos|das|al)$", "", piece)
    # "Dale Hutchins of Ohio"
    if " of " in piece and len(piece.split(" of ")[0].split()) > 1 and piece.split()[0].casefold() in given_names():
        piece = piece.split(" of ")[0]
    lead = persons.lead(piece, words)
    start, piece = start + lead, piece[lead:]
    if len(piece) > 1 and piece[0].isupper() and piece.casefold() not in stopwords:
        yield Span(text, start, start + len(piece))


def votes(spans: Iterable[Span], words: Lexicon) -> Counter[str]:
    """Count the points that the words around some spans give to each type."""
    points: Counter[str] = Counter()
    for span in spans:
        for kind, value in _context(span, words):
            points[kind] += value  # type: ignore[assignment]
    return points


def _context(span: Span, words: Lexicon) -> Iterator[tuple[str, float]]:
    """Yield a type and its points for each cue around or inside a name."""
    points: Counter[str] = Counter()
    before = span.text[max(0, span.start - 60) : span.start].rsplit("\n", 1)[-1]
    behind = span.text[span.end : span.end + 80].split("\n", 1)[0]
    parts = span.quote.split()
    for kind in words.table("before"):
        if re.search(rf"\b(?:{_joined(words, 'before', kind)})[ ,:]*[«“\"'‘„]?\s?$", before, re.IGNORECASE):
            points[kind] += 2
    for kind in words.table("behind"):
        if re.match(rf"[»”\"'’]?(?:{_joined(words, 'behind', kind)})\b", behind):
            points[kind] += 2
    for kind in words.table("inside"):
        if re.search(rf"\b(?:{_joined(words, 'inside', kind)})\b", span.quote, re.IGNORECASE):
            points[kind] += 2 if len(parts) > 1 else 0
    person_like = 2 <= len(parts) <= 4 and all(re.fullmatch(r"[^\W\d_][\w’'-]*\.?", part) for part in parts)
    if not person_like:
        points["Person"] -= 3
    elif parts[0].casefold().partition("-")[0] in given_names():
        points["Person"] += 2
    elif not any(points[kind] > 0 for kind in points) and persons.unheard(parts, words.language):
        points["Person"] += 1
    if (
        person_like
        and re.search(rf"(?<!\w){re.escape(parts[-1])}(?:['’]s)? (?=[a-zà-ÿ])", span.text)
        and ids.fold(parts[-1]) != parts[-1]
    ):
        alone = re.findall(rf"(?<!\w)(?<!{re.escape(parts[-2])} ){re.escape(parts[-1])}(?!\w)", span.text)
        points["Person"] += 1 if alone else 0
    yield from ((kind, float(value)) for kind, value in points.items() if value)


def _joined(words: Lexicon, *path: str) -> str:
    return "|".join(f"(?:{one})" for one in words.listed(*path)) or r"(?!)"
