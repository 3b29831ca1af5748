"""What narrows a claim down: counts, measures, phases, dates of events."""

import pytest

from laborgraph.loaders.extract import extract
from laborgraph.model import Article, Qualifiers


def told(text: str, predicate: str, language: str = "en") -> Qualifiers:
    found = extract(Article(text=text, language=language, published="2025-06-15"), lambda issue: None)
    return next(claim for claim in found.claims if claim.predicate == predicate).qualifiers


@pytest.mark.parametrize(
    ("language", "text", "predicate", "measure"),
    [
        ("en", "SAG-AFTRA called for a ban on digital replicas.", "restricts", "ban"),
        ("en", "SAG-AFTRA wants consent for digital replicas and rules for AI.", "restricts", "consent"),
        ("fr", "Le syndicat SAG-AFTRA réclame l'interdiction de l'IA générative.", "restricts", "ban"),
        ("de", "Die Gewerkschaft SAG-AFTRA fordert Regeln für den Einsatz von KI.", "restricts", "limit"),
    ],
)
def test_by_what_a_tool_is_restricted(language: str, text: str, predicate: str, measure: str) -> None:
    assert told(text, predicate, language).measure == measure


def test_at_which_stage_a_tool_is_used() -> None:
    assert told("Netflix uses generative AI to translate and dub its series.", "uses").phase == "localisation"
    assert told("Netflix uses generative AI.", "uses").phase == ""


@pytest.mark.parametrize(
    ("text", "day", "printed"),
    [
        ("SAG-AFTRA has been on strike against Netflix since May 2.", "2025-05-02", "May 2"),
        ("SAG-AFTRA was on strike against Netflix on 30 December.", "2024-12-30", "30 December"),
        ("SAG-AFTRA was on strike against Netflix on July 14, 2023.", "2023-07-14", "July 14, 2023"),
        ("SAG-AFTRA was on strike against Netflix from May 2 to June 3.", "", ""),
        ("SAG-AFTRA has been on strike against Netflix.", "", ""),
    ],
)
def test_when_an_event_was(text: str, day: str, printed: str) -> None:
    found = told(text, "strikesAgainst")
    assert (found.event_date, found.event_date_text) == (day, printed)


def test_a_day_without_a_year_is_not_guessed_where_the_day_of_publication_is_unknown() -> None:
    article = Article(text="SAG-AFTRA has been on strike against Netflix since May 2.", language="en")
    (claim,) = [one for one in extract(article, lambda issue: None).claims if one.predicate == "strikesAgainst"]
    assert (claim.qualifiers.event_date, claim.qualifiers.event_date_text) == ("", "May 2")
