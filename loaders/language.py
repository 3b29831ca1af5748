"""Which language a text is in: as told, else as detected."""

from __future__ import annotations

from laborgraph.errors import MissingExtra
from laborgraph.ids import fold

_NAMES = {
    "english": "en", "anglais": "en", "ingles": "en", "englisch": "en",
    "french": "fr", "francais": "fr", "frances": "fr", "franzosisch": "fr",
    "spanish": "es", "espagnol": "es", "espanol": "es", "spanisch": "es",
    "german": "de", "allemand": "de", "aleman": "de", "deutsch": "de",
    "italian": "it", "italien": "it", "italiano": "it", "italienisch": "it",
    "portuguese": "pt", "portugais": "pt", "portugues": "pt", "portugiesisch": "pt",
}  # fmt: skip
_SAMPLE = 4000
_SHORTEST = 20


def language_code(told: str) -> str:
    """Give the ISO 639 code of a language told by code, tag or name, else "".

    >>> language_code("fr-CA"), language_code("Français"), language_code("klingon?")
    ('fr', 'fr', '')
    """
    folded = fold(told)
    first = folded.split(" ")[0]
    if folded in _NAMES:
        return _NAMES[folded]
    return first if first.isascii() and first.isalpha() and len(first) in (2, 3) else ""


def detect(text: str) -> str:
    """Guess the ISO 639-1 code of a text's language, "" for too little text; raises `MissingExtra`.

    Any of py3langid's languages can come out: what cannot be read is better known than taken for English.
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _SHORTEST:
        return ""
    try:
        from py3langid import classify
    except ImportError:
        raise MissingExtra("detecting the language of a text", "nlp") from None
    code: str = classify(sample)[0]
    return code
