"""Read the cue words of a language: `lexicon/<language>.toml`, one file each, the same tables in all of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

#: Languages that have a lexicon.
LANGUAGES = ("de", "en", "es", "fr", "it", "pt")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of one language: lemmas or plain words in lower case, and regular expressions (`…_patterns`)."""

    language: str
    tables: dict[str, Any]

    def words(self, *path: str) -> frozenset[str]:
        """Return the words listed under a path of tables; none where the language lists none."""
        return frozenset(self._at(*path) or ())

    def listed(self, *path: str) -> tuple[str, ...]:
        """Return the words listed under a path in their order, for where the first that fits is meant."""
        return tuple(self._at(*path) or ())

    def table(self, *path: str) -> dict[str, Any]:
        """Return a table, empty where the language has none."""
        return dict(self._at(*path) or {})

    def pattern(self, *path: str) -> re.Pattern[str]:
        """Return one expression that matches any of the expressions listed under a path."""
        return _compiled(self.language, path)

    def _at(self, *path: str) -> Any:
        table: Any = self.tables
        for name in path:
            table = table.get(name) if isinstance(table, dict) else None
        return table


@cache
def lexicon(language: str) -> Lexicon:
    """Load a language's lexicon; an unknown language has an empty one."""
    if language not in LANGUAGES:
        return Lexicon(language, {})
    text = files("laborgraph.loaders").joinpath("lexicon", f"{language}.toml").read_text(encoding="utf-8")
    return Lexicon(language, tomllib.loads(text))


def lexicon_files() -> list[Traversable]:
    """List the files of cue words."""
    return sorted((files("laborgraph.loaders") / "lexicon").iterdir(), key=lambda path: path.name)


@cache
def given_names() -> frozenset[str]:
    """Return first names of any language, in lower case."""
    text = files("laborgraph.loaders").joinpath("lexicon", "given_names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])


@cache
def _compiled(language: str, path: tuple[str, ...]) -> re.Pattern[str]:
    expressions = lexicon(language)._at(*path) or ()
    if not expressions:
        return re.compile(r"(?!)")
    return re.compile("|".join(rf"(?:\b(?:{one})(?!\w))" for one in expressions), re.IGNORECASE)
