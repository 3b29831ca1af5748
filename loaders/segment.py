"""Cut an article into blocks, sentences and quotations, every one a span of its text.

A block is a line (the reader keeps one paragraph a line); nothing that follows looks beyond its block without
saying so. Sentences are cut by punctuation with a guard for abbreviations, not by a parser, so that all languages
are cut alike and no input can make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from laborgraph.model import Article, Issue, Report, Span

#: Characters of one piece that a parser is given; longer lines are cut at a space.
MAX_BLOCK = 2_000
#: Characters of one article that are read; what is longer is no article.
MAX_TEXT = 400_000

_CLOSERS = {"«": "»", "“": '”"', "„": "“”", '"': '"”', "»": "«"}
_LINE = re.compile(r"[^\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"""[.!?…]+[\s]?["'”’»)\]]*\s+(?=["'“‘«„(\[¿¡—–-]*\s*[^\W_a-zà-ÿ])""")
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:mr|mrs|ms|dr|prof|st|sr|jr|inc|ltd|co|corp|gov|lt|sgt|capt|hon|rev|dept|est|approx|bros|vs|no|nr|bzw|etc|m|mm|mme|mlle|sra|ud|av|gen|sen"
    r"|sig|sigg|dott|avv|dra|eng|exma?"
    r"|rep|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|janv|févr|avr|juil|déc|abr|ene|vol|art|cf|env|ca))\.$",
    re.IGNORECASE,
)
#: German writes "am 3. März", which ends no sentence.
_ORDINAL = re.compile(r"\b\d{1,2}\.\s*$")
_AFTER_ORDINAL = re.compile(
    r"\s*(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Staffel|Mal|Jahr|Tag|Platz|Folge|Stock|Kapitel|Auflage)"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: where it stands, whether it is the ``headline`` or ``body``, and the quotations in it."""

    span: Span
    kind: str
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]


def blocks(article: Article, report: Report) -> Iterator[Block]:
    """Yield the headline and the paragraphs of the body; report what was too long to read."""
    text = article.text
    if len(text) > MAX_TEXT:
        report(
            Issue(
                code="text-too-long",
                message=f"{len(text)} characters; only the first {MAX_TEXT} were read",
                source=article.place,
            )
        )
    if (start := _headline(article)) >= 0:
        yield from _block(text, start, min(start + len(article.title), MAX_TEXT), "headline", article, report)
    for match in _LINE.finditer(text, article.body, min(len(text), MAX_TEXT)):
        yield from _block(text, *match.span(), "body", article, report)


def _headline(article: Article) -> int:
    """Return where the title stands as a line of its own above the body, be it marked as in Markdown; -1 if nowhere."""
    if not article.title or "\n" in article.title:
        return -1
    line = re.compile(rf"^(?:#+[ \t]*)?(?P<title>{re.escape(article.title)})[ \t]*#*$", re.MULTILINE)
    match = line.search(article.text, 0, article.body)
    return match.start("title") if match else -1


def _block(text: str, start: int, end: int, kind: str, article: Article, report: Report) -> Iterator[Block]:
    if end - start > MAX_BLOCK:
        message = f"a paragraph of {end - start} characters was cut into pieces of {MAX_BLOCK}"
        report(Issue(code="long-block", message=message, source=article.place, where=str(start), severity="warning"))
    while start < end:
        stop = end
        if end - start > MAX_BLOCK:
            space = text.rfind(" ", start + 1, start + MAX_BLOCK)
            stop = space if space > start else start + MAX_BLOCK
        if trimmed := _trim(text, start, stop):
            yield Block(trimmed, kind, tuple(sentences(trimmed)), tuple(quotations(trimmed)))
        start = stop


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Span(text, start, end) if start < end else None


def sentences(block: Span) -> Iterator[Span]:
    """Cut a block into its sentences.

    >>> [s.quote for s in sentences(Span("Mr. Doe left. « Non ! » Why?", 0, 28))]
    ['Mr. Doe left.', '« Non ! »', 'Why?']
    """
    start = block.start
    for match in _END.finditer(block.text, block.start, block.end):
        before = block.text[max(start, match.start() - 12) : match.start() + 1]
        ordinal = _ORDINAL.search(before) and _AFTER_ORDINAL.match(block.text, match.end())
        if _ABBREVIATED.search(before) or ordinal:
            continue
        if span := _trim(block.text, start, match.end()):
            yield span
        start = match.end()
    if span := _trim(block.text, start, block.end):
        yield span


def quotations(block: Span) -> Iterator[Span]:
    """Find what stands between quotation marks, the marks not counted; an unclosed mark opens nothing.

    >>> [q.quote for q in quotations(Span('He said "no" to « oui ».', 0, 24))]
    ['no', ' oui ']
    """
    opened, closer = -1, ""
    for position in range(block.start, block.end):
        character = block.text[position]
        if closer:
            if character in closer:
                if position > opened:
                    yield Span(block.text, opened, position)
                closer = ""
        elif character in _CLOSERS:
            opened, closer = position + 1, _CLOSERS[character]
