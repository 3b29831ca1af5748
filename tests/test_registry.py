"""The registry of known entities: what it holds, and what it says of a bad row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from laborgraph.errors import InputError, ModelError
from laborgraph.ontology.registry import Entry, Registry, load, spelled_out
from laborgraph.ontology.terms import ENTITY_TYPES

LANGUAGES = ("en", "fr", "es", "de")
GOLD = Path(__file__).parents[2] / "shared" / "eval" / "dev" / "gold"


def bearers(text: str, language: str) -> set[str]:
    """The ids of all entities that a text can name in a language."""
    return {
        entry.id
        for form, entry, exact in load().surfaces(language)
        if form == text or (not exact and form.casefold() == text.casefold())
    }


def table(folder: Path, *rows: str, header: str = "id,type,name,aliases,parent") -> Path:
    path = folder / "own.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def ancestors(entry: Entry) -> Iterator[str]:
    while entry.parent:
        yield entry.parent
        entry = load().entries[entry.parent]


def test_it_holds_the_field() -> None:
    entries = load().entries
    types = Counter(entry.type for entry in entries.values() if not entry.generic)
    assert len(entries) >= 450
    assert types["Role"] >= 65
    assert all(types[type_] >= 30 for type_ in ENTITY_TYPES - {"Person"})
    assert list(entries) == sorted(entries)


def test_ids_are_slugs_and_no_entity_is_its_own_ancestor() -> None:
    for id_, entry in load().entries.items():
        assert id_ == entry.id
        assert id_[0].isalpha()
        assert id_ == id_.lower()
        for ancestor in ancestors(entry):
            assert ancestor != id_


def test_roles_and_generic_terms_have_a_label_in_four_languages() -> None:
    for entry in load().entries.values():
        if entry.type == "Role" or entry.generic:
            assert set(LANGUAGES) <= set(entry.names), entry.id


def test_the_kind_of_a_tool_is_a_concept_of_the_ontology() -> None:
    schemes = (Path(__file__).parents[1] / "ontology" / "schemes.ttl").read_text(encoding="utf-8")
    for entry in load().entries.values():
        if entry.type == "Tool":
            assert f"lg:tool-{entry.kind} " in schemes, entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_surface_names_one_entity_unless_it_is_marked(language: str) -> None:
    shared = {}
    for text, entry, _ in load().surfaces(language):
        shared.setdefault(text, set()).add(entry.id)
    for text, ids in shared.items():
        if len(ids) > 1:
            for id_ in ids:
                assert any(form.text == text and form.ambiguous for form in load().entries[id_].forms), (text, ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_names_in_capitals_ask_for_their_case(language: str) -> None:
    loose = [t for t, entry, exact in load().surfaces(language) if len(t) <= 2 and t.isupper() and not exact]
    assert loose == []


def test_names_that_are_ordinary_words_ask_for_their_case() -> None:
    exact = {text: is_exact for text, _, is_exact in load().surfaces("en")}
    for word in ("Runway", "Sora", "Apple", "Max", "Equity", "Luma", "Pika", "Claude", "WGA", "EA", "AI", "Variety"):
        assert exact[word], word
    assert bearers("ai", "en") == set()
    assert bearers("NETFLIX", "fr") == {"netflix"}


@pytest.mark.parametrize(
    ("text", "language", "id_"),
    [
        ("scénariste", "fr", "screenwriter"),
        ("guionistas", "es", "screenwriter"),
        ("Drehbuchautorinnen", "de", "screenwriter"),
        ("Drehbuchautor:innen", "de", "screenwriter"),
        ("sceneggiatori", "it", "screenwriter"),
        ("roteiristas", "pt", "screenwriter"),
        ("comédienne de doublage", "fr", "dubbing-actor"),
        ("actrices de doblaje", "es", "dubbing-actor"),
        ("Synchronsprecherin", "de", "dubbing-actor"),
        ("visual effects artist", "en", "vfx-artist"),
        ("IA", "fr", "artificial-intelligence"),
        ("KI", "de", "artificial-intelligence"),
        ("intelligence artificielle générative", "fr", "generative-ai"),
        ("clonage vocal", "fr", "voice-cloning"),
        ("les studios", "fr", "the-studios"),
        ("Sindicato de Guionistas", "es", "wga"),
    ],
)
def test_forms_lead_to_their_entity(text: str, language: str, id_: str) -> None:
    assert bearers(text, language) == {id_}


def test_a_craft_has_no_english_form_in_french() -> None:
    assert bearers("screenwriters", "fr") == set()
    assert bearers("SAG-AFTRA", "fr") == {"sag-aftra"}


def test_parents_and_names() -> None:
    entries = load().entries
    assert list(ancestors(entries["ilm"])) == ["lucasfilm", "disney"]
    assert entries["eyeline"].parent == "netflix"
    assert entries["european-parliament"].names["fr"] == "Parlement européen"
    assert "!" not in entries["runway"].name
    assert {alias.text for alias in entries["scanline-vfx"].aliases} == {"Scanline"}


def test_a_marked_form_comes_once_for_each_entity() -> None:
    assert bearers("Midjourney", "en") == {"midjourney", "midjourney-tool"}


def test_brackets_spell_out_optional_endings() -> None:
    assert spelled_out("comédien(ne)(s) voix") == [
        "comédien voix",
        "comédiens voix",
        "comédienne voix",
        "comédiennes voix",
    ]
    assert spelled_out("plain") == ["plain"]


def test_own_files_join_the_registry(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    table(tmp_path / "entities", "petit-studio,Studio,!Petit,PTT | ?Le Petit,netflix")
    registry = load(tmp_path)
    entry = registry.entries["petit-studio"]
    assert (entry.name, entry.parent) == ("Petit", "netflix")
    assert [(form.text, form.exact_case, form.ambiguous) for form in entry.forms] == [
        ("Petit", True, False),
        ("PTT", False, False),
        ("Le Petit", False, True),
    ]
    assert len(registry.entries) == len(load().entries) + 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("petit,Atelier,Petit,,", "no type 'Atelier'"),
        ("Petit Studio,Studio,Petit,,", "lower-case"),
        ("1st-studio,Studio,First,,", "lower-case"),
        ("petit,Studio,,,", "no name"),
        ("petit,Studio,Petit,,nobody", "'nobody'"),
        ("first,Studio,First again,,", r"stands already at .*own\.csv:2"),
        ("petit,Studio,Petit,erst,", r"'erst' names petit and also first \(.*own\.csv:2\)"),
        ("petit,Studio,Petit,One || Two,", "an empty name"),
        ("petit,Studio,Petit,,,more", "more cells than columns"),
    ],
)
def test_a_bad_row_names_file_and_line(tmp_path: Path, row: str, complaint: str) -> None:
    path = table(tmp_path, "first,Studio,First,Erst,", row)
    with pytest.raises(ModelError, match=rf"own\.csv:3: .*{complaint}"):
        Registry.read([path])


def test_forms_told_apart_by_case_do_not_clash(tmp_path: Path) -> None:
    path = table(tmp_path, "first,Studio,!Side,,", "second,Studio,!SIDE,,")
    assert sorted(Registry.read([path]).entries) == ["first", "second"]


def test_a_bad_generic_cell_or_column_is_told(tmp_path: Path) -> None:
    header = "id,type,name,generic"
    with pytest.raises(ModelError, match=r"own\.csv:2: generic is 'yes'"):
        Registry.read([table(tmp_path, "petit,Studio,Petit,yes", header=header)])
    with pytest.raises(ModelError, match=r"own\.csv:1: no column 'wikidata'"):
        Registry.read([table(tmp_path, "petit,Studio,Petit,", header="id,type,name,wikidata")])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"id,type,name\npetit,Studio,Path\xe9\n")
    with pytest.raises(InputError, match=r"broken\.csv"):
        Registry.read([broken])
    with pytest.raises(InputError, match=r"absent\.csv"):
        Registry.read([tmp_path / "absent.csv"])


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles of ../shared are not here")
def test_most_crafts_and_unions_of_annotated_articles_are_known() -> None:
    known: Counter[str] = Counter()
    total: Counter[str] = Counter()
    forms = {
        language: {(text.casefold(), entry.type) for text, entry, _ in load().surfaces(language)}
        for language in LANGUAGES
    }
    for path in sorted(GOLD.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        for entity in article["entities"]:
            total[entity["type"]] += 1
            known[entity["type"]] += (entity["name"].casefold(), entity["type"]) in forms[article["language"]]
    for type_ in ("Role", "Union", "Studio", "Tool"):
        assert known[type_] >= 0.8 * total[type_], (type_, known[type_], total[type_])
