"""Segmentation: exact spans in four languages, quotations, and input that is no prose."""

import pytest

from laborgraph.loaders.segment import MAX_BLOCK, MAX_TEXT, blocks, quotations, sentences
from laborgraph.model import Article, Span


def cut(text: str) -> list[str]:
    return [sentence.quote for sentence in sentences(Span(text, 0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Doe spoke. The U.S. studio left.", ["Mr. Doe spoke.", "The U.S. studio left."]),
        ("M. Durand part. « Assez ! » Il sort.", ["M. Durand part.", "« Assez ! »", "Il sort."]),
        ("¿Quién habla? ¡Nadie! Fin.", ["¿Quién habla?", "¡Nadie!", "Fin."]),
        ("Am 3. Oktober begann es. Dann nicht.", ["Am 3. Oktober begann es.", "Dann nicht."]),
        ("It grew 1.5 times. Then it stopped", ["It grew 1.5 times.", "Then it stopped"]),
    ],
)
def test_sentences_are_cut_at_their_ends_only(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and "yes".', ["no", "yes"]),
        ("« Oui », dit-elle. “No”, he said.", [" Oui ", "No"]),
        ("„Nein“, sagte er.", ["Nein"]),
        ('An unclosed " mark opens nothing', []),
    ],
)
def test_quotations_are_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert [quote.quote for quote in quotations(Span(text, 0, len(text)))] == expected


def test_the_headline_is_a_block_of_its_own_and_offsets_count_in_the_whole_text() -> None:
    text = "A title\n\nBy Jane Roe\n\nFirst one. Second one.\n\nThird.\n"
    article = Article(text=text, title="A title", byline="Jane Roe", body=text.index("First"))
    found = list(blocks(article, lambda issue: None))
    assert [(block.kind, block.span.quote) for block in found] == [
        ("headline", "A title"),
        ("body", "First one. Second one."),
        ("body", "Third."),
    ]
    assert all(text[s.start : s.end] == s.quote for block in found for s in block.sentences)


def test_long_lines_are_cut_and_told() -> None:
    issues: list[str] = []
    text = "word " * MAX_BLOCK
    found = list(blocks(Article(text=text), lambda issue: issues.append(issue.code)))
    assert issues == ["long-block"]
    assert max(block.span.end - block.span.start for block in found) <= MAX_BLOCK
    assert sum(len(block.span.quote.split()) for block in found) == MAX_BLOCK


def test_a_text_beyond_all_measure_is_read_to_its_limit() -> None:
    issues: list[str] = []
    article = Article(text="x" * (MAX_TEXT + 5_000_000))
    found = list(blocks(article, lambda issue: issues.append(issue.code)))
    assert "text-too-long" in issues
    assert found[-1].span.end == MAX_TEXT
