"""Fixtures that several test files share: a small fictional world and a dataset of it.

Companies, people, works and quotes are all made up.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from laborgraph.dataset import Dataset
from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Effect, Entity, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import Impact, Modality, Polarity

HOSTILE = "</script><b>\"Lumora\"'s 'plan' \\ `x` {$y} 🎬 \u202eabc\u202c \u05e9\u05dc\u05d5\u05dd -- // %s"


def entity(kind: str, name: str, *surfaces: str, generic: bool = False, slug: str = "") -> Entity:
    return Entity(
        id=slug or unregistered_id(kind, name),
        type=kind,
        name=name,
        surfaces=(name, *surfaces),
        generic=generic,
        known=bool(slug),
    )


LUMORA = entity("Studio", "Lumora Pictures", "Lumora")
BRUME = entity("Studio", "Brume Effets", "Brume")
VOXEL = entity("Vendor", "Voxelline")
MIRAGE = entity("Tool", "Mirage Studio 2", "Mirage")
GENERIC_AI = entity("Tool", "generative AI", "l’IA générative", generic=True, slug="generative-ai")
GUILD = entity("Union", "Guild of Invented Performers", "GIP")
ALLIANCE = entity("Association", "Alliance of Imaginary Producers", "AIP")
ISLAND = entity("Production", "L’Île aux brumes", "the series")
MOREL = entity("Person", "Odile Morel", "Mme Morel")
STONE = entity("Person", "Rex Stonefield", "Stonefield")
VOICES = entity("Role", "voice actors", "comédiens de doublage", slug="voice-actor")
WIRE = entity("NewsOrganization", "Agence Inventée")
PACT = entity("Agreement", "Brume Accord")

FRENCH = """Les brumes numériques
Par Ana Verdi · Le Courrier Fictif · 18 juillet 2025

Lumora Pictures a utilisé l’IA générative pour les décors de « L’Île aux brumes », dit Odile Morel. \
Le plan a été fini dix fois plus rapidement et à une fraction du coût. \
Brume Effets est le studio interne de Lumora. \
Odile Morel travaille pour Lumora. \
Selon l’Agence Inventée, Lumora testerait Mirage Studio 2. \
La GIP craint que l’IA générative ne remplace les comédiens de doublage.
"""
ENGLISH = """Stonefield answers
By Joe Sample · The Daily Pretend · 2 September 2025

"Generative AI will not replace voice actors," Rex Stonefield said. \
Lumora uses generative AI on the series. \
The Guild of Invented Performers has struck against Lumora since Monday. \
Lumora laid off 120 voice actors.
"""
WIRED = """Deal at dawn
The Pretend Post · 2025-09

The alliance and the guild agreed on the Brume Accord, Agence Inventée reports. \
Lumora is said to test Mirage Studio 2. \
Generative AI hurts voice actors, members fear.
"""
ODD = f"""{HOSTILE}

Voxelline develops Mirage Studio 2. The guild and the alliance agreed again.
"""


def claim(article: Article, quote: str, subject: Entity, predicate: str, object_: Entity, **more: object) -> Claim:
    """Make a claim on the first place where the article has these words; the sentence is what stands around them."""
    start = article.text.index(quote)
    end = start + len(quote)
    left = max(article.text.rfind(". ", 0, start) + 2, article.text.rfind("\n", 0, start) + 1)
    right = min(i for i in (article.text.find(". ", end) + 1, article.text.find("\n", end)) if i > 0)
    return Claim(
        article=article.id,
        subject=subject.id,
        predicate=predicate,
        object=object_.id,
        span=Span(article.text, start, end),
        sentence=Span(article.text, left, right),
        extractor="rules/1",
        **more,  # type: ignore[arg-type]
    )


def make_extractions() -> tuple[Extraction, ...]:
    """Four articles: French, English, one known by month only, one with a hostile title and no date."""
    negative = {"modality": Modality.DENIED, "polarity": Polarity.NEGATIVE}
    effects = (
        Effect(
            impact=Impact.SPEEDUP, magnitude="dix fois plus rapidement", value="10", unit="times", comparator="faster"
        ),
        Effect(impact=Impact.COST_REDUCTION, magnitude="à une fraction du coût"),
    )
    fr = Article(
        text=FRENCH, name="fr-brumes", title="Les brumes numériques", byline="Ana Verdi",
        publisher="Le Courrier Fictif", published="2025-07-18", language="fr", body=80,
        url="https://courrier.example/brumes",
    )  # fmt: skip
    en = Article(
        text=ENGLISH, name="en-answer", title="Stonefield answers", byline="Joe Sample", publisher="The Daily Pretend",
        published="2025-09-02", language="en", url="https://pretend.example/answers?a=1&b=2",
    )  # fmt: skip
    wired = Article(
        text=WIRED, name="en-wired", title="Deal at dawn", publisher="The Pretend Post", published="2025-09",
        language="en", url="https://post.example/deal",
    )  # fmt: skip
    odd = Article(text=ODD, name="odd", title=HOSTILE, language="en")
    on_island = Qualifiers(production=ISLAND.id)
    return (
        Extraction(
            article=fr,
            entities=(LUMORA, GENERIC_AI, ISLAND, MOREL, BRUME, WIRE, MIRAGE, GUILD, VOICES),
            claims=(
                claim(
                    fr, "Lumora Pictures a utilisé l’IA générative pour les décors", LUMORA, "uses", GENERIC_AI,
                    speaker=MOREL.id, said_as="Odile Morel", confidence=0.83, rule="uses.verb.fr",
                    qualifiers=dataclasses.replace(on_island, task="les décors", effects=effects, phase="production"),
                ),
                claim(fr, "Brume Effets est le studio interne de Lumora", BRUME, "partOf", LUMORA, confidence=0.9),
                claim(fr, "Odile Morel travaille pour Lumora", MOREL, "worksFor", LUMORA, confidence=0.95),
                claim(
                    fr, "Lumora testerait Mirage Studio 2", LUMORA, "tests", MIRAGE, modality=Modality.REPORTED,
                    via=WIRE.id, confidence=0.7,
                ),
                claim(
                    fr, "La GIP craint que l’IA générative ne remplace les comédiens de doublage", GENERIC_AI,
                    "replaces", VOICES, modality=Modality.FEARED, speaker=GUILD.id, said_as="La GIP", confidence=0.8,
                    qualifiers=Qualifiers(effects=(Effect(impact=Impact.DISPLACEMENT),)),
                ),
            ),
        ),
        Extraction(
            article=en,
            entities=(GENERIC_AI, VOICES, STONE, LUMORA, ISLAND, dataclasses.replace(GUILD, name="the guild")),
            claims=(
                claim(
                    en, '"Generative AI will not replace voice actors,"', GENERIC_AI, "replaces", VOICES,
                    speaker=STONE.id, said_as="Rex Stonefield", confidence=1.0, **negative,
                ),
                claim(
                    en, "Lumora uses generative AI on the series", LUMORA, "uses", GENERIC_AI, confidence=0.9,
                    qualifiers=on_island,
                ),
                claim(
                    en, "The Guild of Invented Performers has struck against Lumora", GUILD, "strikesAgainst", LUMORA,
                    qualifiers=Qualifiers(event_date="2025-09-01", event_date_text="since Monday"), confidence=0.88,
                ),
                claim(
                    en, "Lumora laid off 120 voice actors", LUMORA, "laysOff", VOICES, confidence=0.85,
                    qualifiers=Qualifiers(count=120, count_text="120"),
                ),
            ),
        ),
        Extraction(
            article=wired,
            entities=(ALLIANCE, GUILD, PACT, WIRE, LUMORA, MIRAGE, GENERIC_AI, VOICES),
            claims=(
                claim(
                    wired, "The alliance and the guild agreed on the Brume Accord", GUILD, "agreesWith", ALLIANCE,
                    via=WIRE.id, qualifiers=Qualifiers(agreement=PACT.id, event_date="2025-09"), confidence=0.75,
                ),
                claim(
                    wired, "Lumora is said to test Mirage Studio 2", LUMORA, "tests", MIRAGE,
                    modality=Modality.REPORTED, via=WIRE.id, confidence=0.6,
                ),
                claim(
                    wired, "Generative AI hurts voice actors, members fear", GENERIC_AI, "affects", VOICES,
                    modality=Modality.FEARED, qualifiers=Qualifiers(effects=(Effect(impact=Impact.WAGE_PRESSURE),)),
                    confidence=0.66,
                ),
            ),
        ),
        Extraction(
            article=odd,
            entities=(VOXEL, MIRAGE, GUILD, ALLIANCE),
            claims=(
                claim(odd, "Voxelline develops Mirage Studio 2", VOXEL, "develops", MIRAGE, confidence=0.92),
                claim(odd, "The guild and the alliance agreed again", ALLIANCE, "agreesWith", GUILD, confidence=0.5),
            ),
        ),
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample_extractions() -> tuple[Extraction, ...]:
    """Four articles of a made-up world, with claims of many kinds."""
    return make_extractions()


@pytest.fixture
def sample_dataset(sample_extractions: tuple[Extraction, ...]) -> Iterator[Dataset]:
    """The four articles in a dataset in memory, derived; a test may change it."""
    with Dataset.open() as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
        yield dataset


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB, mounted for the test; skips where one may not mount."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


# Tests are imported by path (importlib mode), so a module that they share is loaded by its path, too.
def _shared(name: str) -> ModuleType:
    spec = spec_from_file_location(f"laborgraph_test_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


servers, stores, pages = _shared("servers"), _shared("stores"), _shared("pages")
_shared("field")
for _name in ("cypher_words", "cypher_values", "cypher_maker"):
    _shared(_name)
neo4j_server, neo4j_driver, engines = servers.neo4j_server, servers.neo4j_driver, servers.engines
latest_server, either_driver = servers.latest_server, servers.either_driver
fuseki, oxigraph_server = stores.fuseki, stores.oxigraph_server
browser, visit = pages.browser, pages.visit
