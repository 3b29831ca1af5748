"""The entities that the field's news names over and over: studios, tools, unions, roles, with their surface forms.

They stand in CSV files (`ontology/entities/*.csv`, one row an entity) that a non-programmer edits; `docs/registry.md`
tells how. Users add files of their own beside them. A row that cannot be used is an error that names file and line:
a wrong registry would put a wrong name on every later claim.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from itertools import product
from pathlib import Path

from laborgraph.errors import InputError, ModelError
from laborgraph.ontology.terms import ENTITY_TYPES

_COLUMN = re.compile(r"id|type|kind|parent|generic|note|(name|aliases)(?:_(?P<language>[a-z]{2}))?")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Alias:
    """One surface form; `language` is empty where it holds in any, `ambiguous` tells that others share it."""

    text: str
    language: str = ""
    exact_case: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One known entity: `names` is its preferred label by language, `forms` are all its surface forms, names too."""

    id: str
    type: str
    name: str
    names: dict[str, str] = field(hash=False)
    forms: tuple[Alias, ...] = ()
    generic: bool = False
    kind: str = ""
    parent: str = ""

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The forms that are not a preferred label of their language."""
        return tuple(form for form in self.forms if form.text not in (self.name, self.names.get(form.language)))


@dataclass(frozen=True, slots=True)
class Registry:
    """Known entities by id, sorted."""

    entries: dict[str, Entry]

    @classmethod
    def read(cls, paths: Iterable[Traversable]) -> Registry:
        """Read CSV files; raises `ModelError`, naming file and line, for the first row that cannot be used."""
        rows = [row for path in paths for row in _rows(path)]
        places: dict[str, str] = {}
        for place, entry in rows:
            if entry.id in places:
                raise ModelError(f"{place}: {entry.id!r} stands already at {places[entry.id]}")
            places[entry.id] = place
        for place, entry in rows:
            if entry.parent and entry.parent not in places:
                raise ModelError(f"{place}: no entity has the id {entry.parent!r} that is given as parent")
        registry = cls({entry.id: entry for _, entry in sorted(rows, key=lambda row: row[1].id)})
        registry._check_forms(places)
        return registry

    def surfaces(self, language: str) -> Iterator[tuple[str, Entry, bool]]:
        """Yield each surface form of that language with its entry, and whether its case must be exactly so.

        A form that is marked ambiguous comes once for each entity that bears it.
        """
        for entry in self.entries.values():
            exact: dict[str, bool] = {}
            for form in entry.forms:
                if form.language in ("", language):
                    exact[form.text] = form.exact_case and exact.get(form.text, True)
            for text, is_exact in exact.items():
                yield text, entry, is_exact

    def _check_forms(self, places: dict[str, str]) -> None:
        """Raise `ModelError` where two entities share a form that is not marked ambiguous in both rows."""
        bearers: dict[str, list[tuple[Alias, Entry]]] = {}
        for entry in self.entries.values():
            for form in entry.forms:
                for other, owner in bearers.get(form.text.casefold(), ()):
                    if owner is not entry and _clash(form, other):
                        raise ModelError(
                            f"{places[entry.id]}: {form.text!r} names {entry.id} and also {owner.id} "
                            f"({places[owner.id]}); mark it with a leading ? in both rows, or take it out of one"
                        )
                bearers.setdefault(form.text.casefold(), []).append((form, entry))


@cache
def load(own: Path | None = None) -> Registry:
    """Read the registry that comes with laborgraph and, beside it, `entities/*.csv` of a folder of the user's rules.

    Raises `ModelError` for a bad row and `InputError` for a file that cannot be read.

    >>> load().entries["netflix"].kind
    'streamer'
    """
    return Registry.read(entity_files(own))


def entity_files(own: Path | None) -> list[Traversable]:
    """List the files of entities, the user's own last."""
    shipped = [path for path in (files("laborgraph.ontology") / "entities").iterdir() if path.name.endswith(".csv")]
    mine = (own / "entities").glob("*.csv") if own else ()
    return [*sorted(shipped, key=lambda path: path.name), *sorted(mine)]


def spelled_out(text: str) -> list[str]:
    """List the forms that a text with endings in brackets stands for: each may be there or not.

    >>> spelled_out("voice actor(s)")
    ['voice actor', 'voice actors']
    >>> spelled_out("comédien(ne)(s)")
    ['comédien', 'comédiens', 'comédienne', 'comédiennes']
    """
    parts = re.split(r"\(([^)]*)\)", text)
    return ["".join(choice) for choice in product(*(("", part) if i % 2 else (part,) for i, part in enumerate(parts)))]


def _rows(path: Traversable) -> Iterator[tuple[str, Entry]]:
    try:
        reader = csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig")), restkey="", restval="", strict=True)
        for column in reader.fieldnames or ():
            if not _COLUMN.fullmatch(column):
                raise ModelError(f"{path}:1: no column {column!r} is known; see docs/registry.md")
        for row in reader:
            place = f"{path}:{reader.line_num}"
            if "" in row:
                raise ModelError(f"{place}: more cells than columns; put a text that holds a comma in quotes")
            yield place, _entry(row, place)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as CSV in UTF-8: {error}") from error


def _entry(row: dict[str, str], place: str) -> Entry:
    row = {column: unicodedata.normalize("NFC", cell.strip()) for column, cell in row.items()}
    id_, type_, generic = row.get("id", ""), row.get("type", ""), row.get("generic", "")
    if not _ID.fullmatch(id_):
        raise ModelError(f"{place}: the id {id_!r} must be lower-case letters and digits with single hyphens")
    if type_ not in ENTITY_TYPES:
        raise ModelError(f"{place}: no type {type_!r} (known: {', '.join(sorted(ENTITY_TYPES))})")
    if generic not in ("", "true"):
        raise ModelError(f"{place}: generic is {generic!r}; write true or nothing")
    # The main name is English; that of a company holds in every language, that of a craft does not.
    home = "en" if generic or type_ == "Role" else ""
    names: dict[str, str] = {}
    forms: list[Alias] = []
    for column, cell in sorted(row.items(), key=lambda item: item[0].startswith("aliases")):
        if (match := _COLUMN.fullmatch(column)) and match[1] and cell:
            language = match["language"] or (home if match[1] == "name" else "")
            cells = [cell] if match[1] == "name" else cell.split("|")
            found = [form for text in cells for form in _forms(text, language, place)]
            forms += found
            if match[1] == "name":
                names[match["language"] or "en"] = found[0].text
    if "en" not in names:
        raise ModelError(f"{place}: {id_!r} has no name")
    return Entry(
        id=id_,
        type=type_,
        name=names["en"],
        names=dict(sorted(names.items())),
        forms=tuple(dict.fromkeys(forms)),
        generic=bool(generic),
        kind=row.get("kind", ""),
        parent=row.get("parent", ""),
    )


def _forms(text: str, language: str, place: str) -> Iterator[Alias]:
    """Read one name or alias; a leading ! asks for its exact case, a leading ? marks it as ambiguous."""
    marks, words = re.fullmatch(r"\s*([!?]*)\s*(.*?)\s*", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if not words:
        raise ModelError(f"{place}: an empty name between two |")
    for form in spelled_out(words):
        yield Alias(form, language, "!" in marks, "?" in marks)


def _clash(one: Alias, other: Alias) -> bool:
    """Tell whether one word in a text could be both forms, and nobody said that it may."""
    same_language = one.language == other.language or "" in (one.language, other.language)
    told_apart = one.exact_case and other.exact_case and one.text != other.text
    return same_language and not told_apart and not (one.ambiguous and other.ambiguous)
