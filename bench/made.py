"""Make up articles and claims by the thousand for the benchmarks, the same ones each time; all names are invented."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.model import Article, Claim, Effect, Entity, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import Impact, Modality, Polarity


def entities(kind: str, word: str, count: int) -> list[Entity]:
    slug = word.replace(" ", "-")
    return [Entity(id=f"x-{slug}-{n}", type=kind, name=f"Invented {word} {n}") for n in range(count)]


STUDIOS, TOOLS = entities("Studio", "studio", 400), entities("Tool", "tool", 100)
WORKS, PEOPLE = entities("Production", "series", 500), entities("Person", "person", 1000)
VENDORS, UNIONS = entities("Vendor", "vendor", 60), entities("Union", "union", 40)
CIRCLES, AGREEMENTS = entities("Association", "association", 20), entities("Agreement", "agreement", 80)
ROLES, PAPERS = entities("Role", "craft", 60), entities("NewsOrganization", "agency", 10)
CLONING = Entity(id="voice-cloning", type="Tool", name="voice cloning", generic=True, known=True)
PER_ARTICLE = 10
#: How often claims are told in each modality: as news does, most as fact, and one in a hundred denied.
TOLD_AS = (70, 10, 8, 6, 1, 5)

#: What a claim of a varied world is about: predicate, whom its subject and object are taken from, how often.
KINDS: tuple[tuple[str, list[Entity], list[Entity], int], ...] = (
    ("uses", STUDIOS, TOOLS, 24), ("tests", STUDIOS, TOOLS, 8), ("usedIn", TOOLS, WORKS, 8),
    ("develops", VENDORS, TOOLS, 4), ("produces", STUDIOS, WORKS, 4), ("partOf", STUDIOS, STUDIOS, 2),
    ("memberOf", STUDIOS, CIRCLES, 3), ("investsIn", STUDIOS, VENDORS, 2), ("partnersWith", STUDIOS, VENDORS, 2),
    ("affects", TOOLS, ROLES, 8), ("replaces", TOOLS, ROLES, 8), ("affects", [CLONING], ROLES, 2),
    ("represents", UNIONS, ROLES, 2), ("opposes", UNIONS, TOOLS, 4), ("supports", UNIONS, TOOLS, 2),
    ("opposes", PEOPLE, TOOLS, 2), ("strikesAgainst", UNIONS, STUDIOS, 2), ("negotiatesWith", UNIONS, STUDIOS, 2),
    ("agreesWith", UNIONS, CIRCLES, 2), ("restricts", AGREEMENTS, TOOLS, 2), ("protects", AGREEMENTS, ROLES, 2),
    ("supports", UNIONS, AGREEMENTS, 1), ("sues", STUDIOS, VENDORS, 1), ("laysOff", STUDIOS, ROLES, 2),
    ("worksFor", PEOPLE, STUDIOS, 1),
)  # fmt: skip


def articles(claims: int) -> Iterator[Extraction]:
    """Make up articles of ten sentences, each a claim of a studio and a tool."""
    dice = random.Random(7)
    for number in range(claims // PER_ARTICLE):
        yield article(number, dice)


def varied(claims: int) -> Iterator[Extraction]:
    """Make up articles of ten sentences, each a claim of any kind, told, feared, denied, sized, counted.

    Parties are few and newspapers fifty, so far more facts are repeated and contested here than in news: what asks for
    those, such as `reprints`, `contradictions` and `between`, has longer answers than a real dataset would give.
    """
    dice = random.Random(11)
    weights = [weight for *_, weight in KINDS]
    for number in range(claims // PER_ARTICLE):
        picked = dice.choices(KINDS, weights, k=PER_ARTICLE)
        parts = [(_pick(dice, ones), predicate, _pick(dice, others, ones)) for predicate, ones, others, _ in picked]
        parts = [(_maker(o) if predicate == "develops" else s, predicate, o) for s, predicate, o in parts if s is not o]
        who, work, pact = dice.choice(PEOPLE), dice.choice(WORKS), dice.choice(AGREEMENTS)
        told = [(s, predicate, o, who, _qualified(dice, predicate, work, pact)) for s, predicate, o in parts]
        yield _story(number, told, dice, [dice.choice(PAPERS), work, pact])


def article(number: int, dice: random.Random, word: str = "announced") -> Extraction:
    """Make up one article of the simple kind."""
    studios, tools, work, who = dice.sample(STUDIOS, 2), dice.sample(TOOLS, 3), dice.choice(WORKS), dice.choice(PEOPLE)
    verbs = [dice.choice(["uses", "tests", "develops"]) for _ in range(PER_ARTICLE)]
    about = Qualifiers(production=work.id)
    told = [(studios[n % 2], verb, tools[n % 3], who, about) for n, verb in enumerate(verbs)]
    return _story(number, told, dice, [work], word)


Told = tuple[Entity, str, Entity, Entity, Qualifiers]


def _story(
    number: int, told: list[Told], dice: random.Random, named: list[Entity], word: str = "announced"
) -> Extraction:
    stated = [f"{subject.name} {verb} {object_.name} on {named[-1].name}" for subject, verb, object_, *_ in told]
    lines = [f"{who.name} {word} that {quote} this year." for (*_, who, _), quote in zip(told, stated, strict=True)]
    text = f"Invented news {number}\n\n" + " ".join(lines)
    one = Article(
        text=text, title=f"Invented news {number}", publisher=f"Invented paper {number % 50}",
        language=("en", "fr", "es")[number % 3], url=f"https://invented.example/{number}",
        published=f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}",
    )  # fmt: skip
    varied = len(named) > 1
    made, at = [], text.index("\n\n") + 2
    for (subject, predicate, object_, who, qualifiers), line, quote in zip(told, lines, stated, strict=True):
        start = at + line.index(quote)
        modality = dice.choices(list(Modality), TOLD_AS)[0] if varied else Modality.ASSERTED
        made.append(
            Claim(
                article=one.id,
                subject=subject.id,
                predicate=predicate,
                object=object_.id,
                span=Span(text, start, start + len(quote)),
                sentence=Span(text, at, at + len(line)),
                modality=modality,
                polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
                speaker=who.id,
                said_as=who.name,
                via=named[0].id if varied and dice.random() < 0.2 else None,
                confidence=round(dice.uniform(0.5, 1), 2),
                extractor="bench/1",
                rule="made.up",
                qualifiers=qualifiers,
            )
        )
        at += len(line) + 1
    held = {entity.id: entity for s, _, o, who, _ in told for entity in (s, o, who)}
    held |= {entity.id: entity for entity in named}
    return Extraction(article=one, read_by="bench/1", entities=tuple(held.values()), claims=tuple(made))


def _pick(dice: random.Random, ones: list[Entity], beside: list[Entity] | None = None) -> Entity:
    """Choose; some are named far oftener than others. Of one's own kind, only what stands well after it: no rings."""
    place = int(len(ones) * dice.random() ** 2)
    return ones[-1 - place // 8] if ones is beside else ones[place]


def _maker(tool: Entity) -> Entity:
    """Tell whose a tool is: one vendor's, as in the world."""
    return VENDORS[TOOLS.index(tool) % len(VENDORS)]


def _qualified(dice: random.Random, predicate: str, work: Entity, pact: Entity) -> Qualifiers:
    if predicate in ("uses", "tests"):
        sized = (Effect(impact=Impact.SPEEDUP, magnitude="ten times faster", value="10", unit="times"),)
        return Qualifiers(production=work.id, effects=sized if dice.random() < 0.1 else ())
    if predicate in ("affects", "replaces"):
        return Qualifiers(effects=(Effect(impact=dice.choice(list(Impact))),))
    if predicate == "agreesWith":
        return Qualifiers(agreement=pact.id, event_date=f"20{dice.randrange(10, 25)}-03-01")
    if predicate == "laysOff":
        return Qualifiers(count=dice.randrange(5, 500))
    return Qualifiers()


def stored(folder: Path, claims: int, make: Callable[[int], Iterator[Extraction]]) -> Path:
    """Make the dataset in a folder of that folder, unless it is there from the last run; return its path."""
    path = folder / f"{make.__name__}-{claims}"
    if not path.exists():
        building = path.with_name(path.name + ".part")
        shutil.rmtree(building, ignore_errors=True)
        with Dataset.open(building) as dataset:
            for extraction in make(claims):
                dataset.add(extraction)
            dataset.derive()
        building.rename(path)
    return path


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load() -> str:
    """Tell how busy the machine is, for the foot of a report."""
    return f"load {Path('/proc/loadavg').read_text().split()[0]}, Python {sys.version.split()[0]}"
