"""Articles with one text are one source, however they came; made-up papers, people and numbers."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laborgraph.dataset import Dataset
from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Entity, Extraction, Span
from laborgraph.ontology.terms import ID
from laborgraph.sketch import similarity, sketch

STUDIO = Entity(id=unregistered_id("Studio", "Lumora"), type="Studio", name="Lumora", surfaces=("Lumora",))
TOOL = Entity(id=unregistered_id("Tool", "Mirage"), type="Tool", name="Mirage", surfaces=("Mirage",))
PERSON = Entity(id=unregistered_id("Person", "Ada Pell"), type="Person", name="Ada Pell", surfaces=("Ada Pell",))
GUILD = Entity(id=unregistered_id("Union", "Players Guild"), type="Union", name="Players Guild", surfaces=("Guild",))
WORK = Entity(id=unregistered_id("Production", "Comet"), type="Production", name="Comet", surfaces=("Comet",))
WIRE = Entity(id="reuters", type="NewsOrganization", name="Reuters", surfaces=("Reuters",), known=True)
QUOTE = "Lumora uses Mirage"


def words(seed: int, count: int) -> list[str]:
    """Make up the words of a story; two seeds share no sequence of five."""
    dice = random.Random(seed)
    return ["".join(dice.choice("abcdefghij") for _ in range(2)) + "ing" for _ in range(count)]


def told(
    number: int, told: list[str], publisher: str = "", day: str = "2025-03-10", *, credit: str = "",
    language: str = "en", via: Entity | None = None, more: tuple[Entity, ...] = (),
) -> Extraction:  # fmt: skip
    """Write an article of these words that claims that the studio uses the tool."""
    text = f"{QUOTE}. " + " ".join(told)
    article = Article(
        text=text, url=f"https://press.example/{number}", title=f"Story {number}", language=language, published=day,
        publisher=publisher or f"Paper {number}", credit=credit,
    )  # fmt: skip
    span = Span(text, 0, len(QUOTE))
    claim = Claim(
        article=article.id, subject=STUDIO.id, predicate="uses", object=TOOL.id, span=span, sentence=span,
        via=via.id if via else None,
    )  # fmt: skip
    return Extraction(article=article, entities=(STUDIO, TOOL, *((via,) if via else ()), *more), claims=(claim,))


STORY, OTHER = words(1, 300), words(2, 300)


def dataset(*extractions: Extraction) -> Dataset:
    held = Dataset.open()
    for extraction in extractions:
        held.add(extraction)
    held.derive()
    return held


def sources(*extractions: Extraction) -> int:
    with dataset(*extractions) as held:
        ((claims, found),) = held.select("SELECT ?c ?s { ?f lg:claimCount ?c ; lg:sourceCount ?s }").rows
        assert claims == len(extractions)
        ((origins,),) = held.select("SELECT (COUNT(DISTINCT ?o) AS ?n) { ?c a lg:Claim ; lg:origin ?o }").rows
        assert origins == found
        return int(found)


def reasons(*extractions: Extraction) -> list[tuple[str, str]]:
    with dataset(*extractions) as held:
        rows = held.select("SELECT ?a ?o ?r { ?a lg:textOrigin ?o ; lg:textOriginReason ?r }").rows
        by_name = {row[0].removeprefix(ID): (row[1], row[2]) for row in rows}
        return [by_name[extraction.article.id] for extraction in extractions]


def test_two_papers_that_write_their_own_text_are_two_sources() -> None:
    assert sources(told(1, STORY), told(2, OTHER)) == 2
    assert sources(told(1, STORY, "One"), told(2, OTHER, "ONE")) == 1


@pytest.mark.parametrize(
    "copy",
    [STORY, STORY[:200], STORY[60:], [*words(3, 60), *STORY], [word for n, word in enumerate(STORY) if n % 40]],
    ids=["whole", "shortened", "without the head", "with an introduction", "edited"],
)
def test_a_reprint_is_no_second_source(copy: list[str]) -> None:
    first, second = told(1, STORY, day="2025-03-10"), told(2, copy, day="2025-03-11")
    assert sources(first, second) == 1
    one, other = reasons(first, second)
    alike = similarity(*(sketch(extraction.article.text) for extraction in (first, second)))
    assert one == ("paper 1", "published by Paper 1")
    assert other == ("paper 1", f"same text as {first.article.id}: {alike:.0%} of word sequences alike")
    assert alike >= 0.4


def test_a_third_of_a_text_is_another_text() -> None:
    assert sources(told(1, STORY), told(2, [*STORY[:100], *OTHER[:200]])) == 2


def test_short_texts_are_not_told_apart_by_their_words() -> None:
    assert sketch(" ".join(STORY[:30])) == ""
    assert sources(told(1, STORY[:30]), told(2, STORY[:30])) == 2


def test_reprints_of_reprints_are_of_the_first() -> None:
    chain = [told(n, STORY[n * 60 :] + words(9, n * 60), day=f"2025-03-1{n}") for n in range(4)]
    assert similarity(sketch(chain[0].article.text), sketch(chain[3].article.text)) < 0.4
    assert sources(*chain) == 1
    assert {origin for origin, _ in reasons(*chain)} == {"paper 0"}


def test_a_text_is_of_whom_one_of_its_copies_credits() -> None:
    plain, credited = told(1, STORY, day="2025-03-10"), told(2, STORY, day="2025-03-11", credit="Agence France-Presse")
    away = told(3, OTHER, credit="AFP")
    assert sources(plain, credited, away) == 1
    assert reasons(plain, credited, away)[0] == (
        "afp", f"same text as {credited.article.id}: credits Agence France-Presse",
    )  # fmt: skip


def test_an_agencys_own_page_gives_its_name_to_the_copies() -> None:
    paper, agency = told(1, STORY, day="2025-03-10"), told(2, STORY, "Reuters", day="2025-03-10")
    assert sources(paper, agency, told(3, OTHER, via=WIRE)) == 1


def test_a_claim_that_came_through_an_agency_is_the_agencys() -> None:
    with dataset(told(1, STORY, via=WIRE)) as held:
        assert held.select("SELECT ?o ?r { ?c lg:origin ?o ; lg:originReason ?r }").rows == [
            ("reuters", "through Reuters")
        ]


def in_french(day: str = "2025-03-11", *, numbers: str = "118 jours 160 000 78,33", names: int = 3) -> Extraction:
    return told(7, [*words(5, 80), *numbers.split(" ")], day=day, language="fr", more=(PERSON, GUILD, WORK)[:names])


ENGLISH = told(6, [*words(4, 80), "118", "days", "160,000", "78.33"], more=(PERSON, GUILD, WORK))


def test_a_translation_is_told_by_its_names_and_numbers() -> None:
    assert sources(ENGLISH, in_french()) == 1
    assert reasons(ENGLISH, in_french())[1] == (
        "paper 6", f"same text as {ENGLISH.article.id}: 100% of names and numbers alike",
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [in_french(day="2025-03-20"), in_french(day=""), in_french(numbers="118 jours"), in_french(names=0)],
    ids=["ten days later", "of no day", "without the numbers", "without the names"],
)
def test_what_is_like_a_translation_in_part_is_none(other: Extraction) -> None:
    assert sources(ENGLISH, other) == 2


def test_names_and_numbers_alike_in_one_language_are_no_copy() -> None:
    same = dataclasses.replace(in_french(), article=dataclasses.replace(in_french().article, language="en"))
    assert sources(ENGLISH, same) == 2


POOL = (
    told(0, STORY),
    told(1, STORY[:220], day="2025-03-09"),
    told(2, STORY[100:], credit="AFP"),
    told(3, [*STORY[200:], *OTHER[:100]]),
    told(4, OTHER, day=""),
    told(5, [*OTHER[:250], *words(3, 20)], "Reuters"),
    ENGLISH,
    in_french(),
    told(4, STORY),
)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove", "derive"]), st.integers(0, len(POOL) - 1)), max_size=14)


@settings(deadline=None, max_examples=60)
@given(steps=STEPS)
def test_any_history_ends_in_the_bytes_of_a_fresh_build(steps: list[tuple[str, int]]) -> None:
    """The last of the pool takes the place of another: the same address with another text."""
    present: dict[str, Extraction] = {}
    with Dataset.open() as held:
        for step, number in steps:
            extraction = POOL[number]
            if step == "derive":
                held.derive()
            elif step == "remove":
                assert held.remove(extraction.article.id) is (present.pop(extraction.article.id, None) is not None)
            else:
                held.add(extraction)
                present[extraction.article.id] = extraction
        with dataset(*present.values()) as fresh:
            assert held.digest() == fresh.digest()
