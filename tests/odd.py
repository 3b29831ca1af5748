"""Odd but possible extractions for property-based tests: any Unicode, any tag, huge numbers, long names."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Effect, Entity, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import PREDICATES, Impact, Modality, Polarity


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r", "\n"))


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(clean)
ODD = st.sampled_from(
    [
        "",
        "0",
        "true",
        "2025-07-18",
        "\x00 nul",
        "\x1f unit \x1e separators",
        "\"quoted\" 'twice' \\ back\\\\slash",
        "`tick` $param {map} // --",
        "line\nbreak\ttab",
        "\u202eabc\u202c \u05e9\u05dc\u05d5\u05dd 🎬 e\u0301".replace("e\u0301", "é"),
        "a,b;c|d",
        "word " * 4000,
    ]
)
TEXT = ANY | ODD
NAME = TEXT.map(lambda text: text if text.strip() else text + "x")
LANGUAGE = st.sampled_from(["", "fr", "FR", "pt-BR", "zh-Hant-TW", "no such tag!", "x-private"])
DATE = st.sampled_from(["", "2025", "2025-07", "2025-07-18", "0001-01-01", "9999-12-31", "2025-02-30"])
NUMBER = st.sampled_from(["", "10", "0.5", "007", "1e3", "-3", "99999999999999999999", "0.1000000000000000055", "ten"])


@st.composite
def entity(draw: Any, kind: str) -> Entity:
    name = draw(NAME)
    known = {"Tool": "generative-ai", "Role": "voice-actor", "Studio": "netflix"}.get(kind)
    id_ = known if known and draw(st.booleans()) else unregistered_id(kind, name)
    surfaces = tuple(draw(st.lists(TEXT, max_size=4)))
    return Entity(id=id_, type=kind, name=name, surfaces=surfaces, generic=draw(st.booleans()))


@st.composite
def extraction(draw: Any) -> Extraction:
    body = draw(TEXT) + "\nSome words that a claim can rest on."
    article = Article(
        text=body,
        title=draw(TEXT),
        byline=draw(TEXT),
        publisher=draw(TEXT),
        credit=draw(TEXT),
        published=draw(DATE),
        language=draw(LANGUAGE),
        url=draw(st.sampled_from(["", "https://a.example/1", "https://a.example/2?q=" + "x" * 9000])),
    )
    entities: dict[str, Entity] = {}
    claims = []
    for _ in range(draw(st.integers(0, 3))):
        predicate = PREDICATES[draw(st.sampled_from(sorted(PREDICATES)))]
        subject = draw(entity(min(predicate.domain)))
        object_ = draw(entity(min(predicate.range)))
        if subject.id == object_.id:
            continue
        speaker = draw(st.none() | entity("Person"))
        for one in (subject, object_, speaker):
            if one:
                entities.setdefault(one.id, one)
        claims.append(_claim(draw, article, subject, predicate.name, object_, speaker))
    return Extraction(article=article, read_by=draw(TEXT), entities=tuple(entities.values()), claims=tuple(claims))


def _claim(draw: Any, article: Article, subject: Entity, predicate: str, object_: Entity, who: Entity | None) -> Claim:
    size = len(article.text)
    start = draw(st.integers(0, size - 1))
    end = draw(st.integers(start + 1, size))
    effects = st.builds(
        Effect, impact=st.sampled_from(Impact), magnitude=TEXT, value=NUMBER, unit=TEXT, comparator=TEXT
    )
    return Claim(
        article=article.id,
        subject=subject.id,
        predicate=predicate,
        object=object_.id,
        span=Span(article.text, start, end),
        sentence=Span(article.text, draw(st.integers(0, start)), draw(st.integers(end, size))),
        modality=draw(st.sampled_from([one for one in Modality if one is not Modality.DENIED])),
        polarity=draw(st.sampled_from(Polarity)),
        speaker=who and who.id,
        said_as=draw(TEXT),
        confidence=draw(st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.5])),
        extractor=draw(TEXT),
        rule=draw(TEXT),
        qualifiers=Qualifiers(
            task=draw(TEXT),
            position=draw(TEXT),
            phase=draw(st.sampled_from(["", "production"])),
            count=draw(st.none() | st.integers(-(2**70), 2**70)),
            count_text=draw(TEXT),
            event_date=draw(DATE),
            event_date_text=draw(TEXT),
            effects=tuple(draw(st.lists(effects, max_size=3))),
        ),
    )
