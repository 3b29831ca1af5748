"""Mentions: known names, proposed names and their types, and every later way to say them."""

import pytest

from laborgraph.loaders.extract import extract
from laborgraph.model import Article, Extraction


def read(text: str, language: str = "en", byline: str = "") -> Extraction:
    body = text.index("\n\n") + 2 if byline else 0
    return extract(Article(text=text, language=language, byline=byline, body=body), lambda issue: None)


def named(text: str, language: str = "en") -> dict[str, str]:
    return {entity.name: entity.type for entity in read(text, language).entities}


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("en", "Critics loved the animated series Paper Moons.", "Paper Moons", "Production"),
        ("en", "The film was made by the studio Exemplar Works.", "Exemplar Works", "Studio"),
        ("en", "The actress Jane Exampleton declined.", "Jane Exampleton", "Person"),
        ("en", "They joined the Fictional Guild on Monday.", "Fictional Guild", "Union"),
        ("fr", "La série « Lunes de papier » revient.", "Lunes de papier", "Production"),
        ("fr", "La comédienne Jeanne Exemple refuse.", "Jeanne Exemple", "Person"),
        ("es", "La serie «Lunas de papel» vuelve con la actriz Juana Ejemplo.", "Juana Ejemplo", "Person"),
        ("de", "Die Serie „Papiermonde“ kehrt zurück.", "Papiermonde", "Production"),
        ("de", "Der Schauspieler Max Beispielmann schweigt.", "Max Beispielmann", "Person"),
        ("de", "Vorstandschef Gero Beispielmann schwieg dazu.", "Gero Beispielmann", "Person"),
        ("it", "Ne ha parlato ieri Rosalba Esempietti in sala.", "Rosalba Esempietti", "Person"),
        ("pt", "Quem salta é Wanderlei Exemplário, dublê de 44 anos.", "Wanderlei Exemplário", "Person"),
        ("es", "Ayer llegaron a Nueva Ejemplópolis cien turistas.", "Nueva Ejemplópolis", None),
    ],
)
def test_unregistered_names_are_typed_by_the_words_around_them(
    language: str, text: str, name: str, kind: str | None
) -> None:
    assert named(text, language).get(name) == kind


def test_registered_names_keep_their_id_and_are_found_whole_words_only() -> None:
    found = read("Netflix and SAG-AFTRA met; Netflixer did not.")
    assert [(entity.id, entity.surfaces, entity.known) for entity in found.entities] == [
        ("netflix", ("Netflix",), True),
        ("sag-aftra", ("SAG-AFTRA",), True),
    ]


def test_generic_words_for_ai_in_one_article_are_one_entity_the_most_specific() -> None:
    found = read("Generative AI is here. AI is everywhere. GenAI, they say.")
    (tool,) = [entity for entity in found.entities if entity.type == "Tool"]
    assert tool.id == "generative-ai"
    assert set(tool.surfaces) == {"Generative AI", "AI", "GenAI"}


def test_surname_acronym_and_description_mean_the_entity_named_before() -> None:
    text = (
        "The actress Jane Exampleton joined the Fictional Voice Guild (FVG). "
        "Exampleton said the guild was right. FVG agreed."
    )
    surfaces = {entity.name: set(entity.surfaces) for entity in read(text).entities}
    assert "Exampleton" in surfaces["Jane Exampleton"]
    assert {"FVG", "the guild"} <= surfaces["Fictional Voice Guild"]


def test_a_surname_that_two_people_bear_means_neither() -> None:
    found = read("The actor Jane Exampleton met the actor John Exampleton. Exampleton left.")
    assert all("Exampleton" not in entity.surfaces for entity in found.entities)


def test_the_byline_is_an_entity() -> None:
    text = "A headline\n\nBy Jane Exampleton\n\nNothing happened."
    article = Article(text=text, title="A headline", byline="Jane Exampleton", body=32, language="en")
    found = extract(article, lambda issue: None)
    assert [(entity.name, entity.type) for entity in found.entities] == [("Jane Exampleton", "Person")]


def test_a_byline_may_name_a_place_or_a_paper_before_its_person() -> None:
    found = read("Un título\n\nPor Querétaro, Emiliano Ejemplo\n\nNada.", "es", "Querétaro, por Emiliano Ejemplo")
    assert [entity.name for entity in found.entities if entity.type == "Person"] == ["Emiliano Ejemplo"]


def test_every_mention_names_an_entity_of_the_article_and_stands_in_its_text() -> None:
    found = read("Netflix uses AI. The streamer says it likes it. The actors do not.")
    known = {entity.id for entity in found.entities}
    assert {mention.entity for mention in found.mentions} <= known
    assert "The streamer" in {mention.span.quote for mention in found.mentions if mention.entity == "netflix"}
