"""The registry's roles as SKOS concepts, mapped to ESCO, ISCO-08 and O*NET-SOC.

The mappings stand in `occupations.csv`, in the columns of SSSOM (https://mapping-commons.github.io/sssom/). Official
lists lag behind the crafts and their codes move between releases, so our roles come first and each mapping names the
release it was checked against.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from laborgraph.errors import ModelError
from laborgraph.ontology import files, registry
from laborgraph.ontology.terms import PREFIXES

_PREFIXES = {
    **{prefix: PREFIXES[prefix] for prefix in ("id", "lg", "skos")},
    "esco": "http://data.europa.eu/esco/occupation/",
    "isco": "http://data.europa.eu/esco/isco/",
    # O*NET publishes no RDF: the page of an occupation stands for it.
    "onet": "https://www.onetonline.org/link/summary/",
}
_OBJECT = re.compile(r"esco:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|isco:C\d{4}|onet:\d\d-\d{4}\.\d\d")
_MATCH = re.compile(r"skos:(exact|close|broad|narrow|related)Match")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line of the table: role id, SKOS mapping relation and the other list's code, both as prefixed names."""

    role: str
    match: str
    code: str

    def __post_init__(self) -> None:
        if not _MATCH.fullmatch(self.match) or not _OBJECT.fullmatch(self.code):
            raise ModelError(f"occupations.csv: {self.role}: no mapping {self.match} {self.code}")


def mappings() -> Iterator[Mapping]:
    """Yield every mapping in the order of the file; raises `ModelError` for a malformed one.

    >>> next(mappings())
    Mapping(role='screenwriter', match='skos:exactMatch', code='esco:ebe936e2-64e7-4777-94d6-42caa5a12409')
    """
    for row in csv.DictReader(files.read("occupations.csv").splitlines(), strict=True):
        yield Mapping(row["subject_id"].removeprefix("id:"), row["predicate_id"], row["object_id"])


def turtle() -> str:
    """Write all roles of the registry, with labels, scheme and mappings, as Turtle; raises `ModelError`."""
    roles = {entry.id: entry for entry in registry.load().entries.values() if entry.type == "Role"}
    found: dict[str, list[Mapping]] = {}
    for mapping in mappings():
        if mapping.role not in roles:
            raise ModelError(f"occupations.csv: the registry has no role {mapping.role!r}")
        found.setdefault(mapping.role, []).append(mapping)
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in _PREFIXES.items()]
    for role, entry in roles.items():
        # JSON's escapes are among Turtle's.
        labels = ", ".join(
            f"{json.dumps(name, ensure_ascii=False)}@{language}" for language, name in entry.names.items()
        )
        parts = ["a lg:Role, skos:Concept", "skos:inScheme lg:scheme-role", f"skos:prefLabel {labels}"]
        parts += [f"{mapping.match} <{_expand(mapping.code)}>" for mapping in found.get(role, ())]
        lines.append(f"id:{role} " + " ;\n  ".join(parts) + " .")
    return "\n".join(lines) + "\n"


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # JSON's escapes are among Turtle's
