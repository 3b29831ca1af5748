"""A layoff that is told to come of AI, or not to: by cue words of the sentence, with who says so. Names are made up."""

from __future__ import annotations

import pytest

from laborgraph.loaders.extract import extract
from laborgraph.model import Article

SENTENCES = [
    ("en", "Lumora Studios laid off 40 animators because of AI, Ada Pell said.", "ai", True),
    ("en", "Lumora Studios laid off 40 animators, citing the growing use of generative AI.", "ai", False),
    ("en", "Lumora Studios laid off 40 animators, but not because of AI.", "notAi", False),
    ("en", "Lumora Studios laid off 40 animators in March.", "", False),
    ("fr", "Ubisoft a licencié 40 traducteurs à cause de l'IA.", "ai", False),
]


@pytest.mark.parametrize(("language", "sentence", "cause", "said"), SENTENCES)
def test_the_cause_of_a_layoff(language: str, sentence: str, cause: str, said: bool) -> None:
    article = Article(text=sentence + "\n", name="made-up", language=language)
    found = [claim for claim in extract(article, lambda issue: None).claims if claim.predicate == "laysOff"]
    assert len(found) == 1, sentence
    told = found[0].qualifiers
    assert (told.cause, told.cause_speaker is not None) == (cause, said)
    assert told.cause_speaker in (None, found[0].speaker)
