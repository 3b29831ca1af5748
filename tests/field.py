"""A made-up field of work for the thirty questions: six articles, and the rows that each should answer with.

Companies, people, works, laws and quotes are invented. Each sentence is the quote of the claims that stand below it;
the rows were worked out by hand from these sentences.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Effect, Entity, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import Impact, Modality, Polarity


def made(kind: str, name: str) -> Entity:
    return Entity(id=unregistered_id(kind, name), type=kind, name=name, surfaces=(name,))


def known(kind: str, slug: str, name: str, *, generic: bool = False) -> Entity:
    return Entity(id=slug, type=kind, name=name, surfaces=(name,), generic=generic, known=True)


ORBITAL, TIDEWATER = made("Studio", "Orbital Pictures"), made("Studio", "Tidewater TV")
MOSSGATE, LANTERN = made("Studio", "Mossgate VFX"), made("Studio", "Lantern Games")
GLIMMERWORKS, ECHO = made("Vendor", "Glimmerworks"), made("Vendor", "Echo Forge")
GLIMMER, VOXTWIN = made("Tool", "Glimmer"), made("Tool", "VoxTwin")
AI = known("Tool", "generative-ai", "generative AI", generic=True)
CLONING = known("Tool", "voice-cloning", "voice cloning", generic=True)
PLAYERS, SCRIBES = made("Union", "Players Guild"), made("Union", "Scribes Union")
CIRCLE, WIRE = made("Association", "Producers' Circle"), made("NewsOrganization", "Northwire")
ADA, BO = made("Person", "Ada Pell"), made("Person", "Bo Reyes")
COMET, SALT = made("Production", "Comet Town"), made("Production", "Salt Harbour")
ACCORD, ACT = made("Agreement", "Circle Accord"), made("Agreement", "Veyland Act")
VOICES, CONCEPT = known("Role", "voice-actor", "voice actors"), known("Role", "concept-artist", "concept artists")
BOARDS, WRITERS = (
    known("Role", "storyboard-artist", "storyboard artists"),
    known("Role", "screenwriter", "screenwriters"),
)
EDITORS = known("Role", "film-editor", "film editors")

#: A claim: subject, predicate, object, and what else it says.
Told = tuple[Entity, str, Entity, dict[str, Any]]
#: Title, publisher, day, language, then each sentence with the claims that it makes.
Story = tuple[str, str, str, str, tuple[tuple[str, tuple[Told, ...]], ...]]


def effect(impact: Impact, magnitude: str = "", value: str = "", unit: str = "") -> dict[str, Any]:
    return {"effects": (Effect(impact=impact, magnitude=magnitude, value=value, unit=unit),)}


FEARED, REPORTED = {"modality": Modality.FEARED}, {"modality": Modality.REPORTED}
PLANNED = {"modality": Modality.PLANNED}
DENIED = {"modality": Modality.DENIED, "polarity": Polarity.NEGATIVE}

STORIES: tuple[Story, ...] = (
    ("Comets by the dozen", "The Reel", "2025-01-10", "en", (
        ("Orbital Pictures used Glimmer on Comet Town ten times faster, says Ada Pell.",
         ((ORBITAL, "uses", GLIMMER,
           {"speaker": ADA.id, "production": COMET.id, **effect(Impact.SPEEDUP, "ten times faster", "10", "times")}),)),
        ("Mossgate VFX is part of Orbital Pictures.", ((MOSSGATE, "partOf", ORBITAL, {}),)),
        ("Orbital Pictures is a member of the Producers' Circle.", ((ORBITAL, "memberOf", CIRCLE, {}),)),
        ("Ada Pell works for Orbital Pictures.", ((ADA, "worksFor", ORBITAL, {}),)),
        ("Glimmerworks develops Glimmer.", ((GLIMMERWORKS, "develops", GLIMMER, {}),)),
    )),
    ("Le clone et le port", "Le Plan", "2025-02-15", "fr", (
        ("Tidewater TV utilise Glimmer pour Salt Harbour.", ((TIDEWATER, "uses", GLIMMER, {"production": SALT.id}),)),
        ("Selon Northwire, Orbital Pictures testerait VoxTwin.",
         ((ORBITAL, "tests", VOXTWIN, {"via": WIRE.id, "speaker": WIRE.id, **REPORTED}),)),
        ("La Players Guild craint que le clonage vocal remplace les comédiens voix.",
         ((CLONING, "replaces", VOICES, {"speaker": PLAYERS.id, **FEARED, **effect(Impact.DISPLACEMENT)}),)),
        ("Echo Forge développe VoxTwin.", ((ECHO, "develops", VOXTWIN, {}),)),
    )),
    ("Nobody is replaced", "Daily Frame", "2025-05-02", "en", (
        ("Voice cloning will not replace voice actors, Ada Pell said.",
         ((CLONING, "replaces", VOICES, {"speaker": ADA.id, **DENIED}),)),
        ("The Players Guild opposes VoxTwin.", ((PLAYERS, "opposes", VOXTWIN, {}),)),
        ("The Scribes Union opposes VoxTwin.", ((SCRIBES, "opposes", VOXTWIN, {}),)),
        ("Orbital Pictures is testing VoxTwin, Northwire reports.",
         ((ORBITAL, "tests", VOXTWIN, {"via": WIRE.id, "speaker": WIRE.id, **REPORTED}),)),
        ("Lantern Games uses VoxTwin.", ((LANTERN, "uses", VOXTWIN, {}),)),
        ("Tidewater TV plans to use VoxTwin.", ((TIDEWATER, "uses", VOXTWIN, PLANNED),)),
    )),
    ("Accord at midsummer", "The Reel", "2025-06-20", "en", (
        ("The Players Guild has been on strike against Orbital Pictures since 1 June 2025.",
         ((PLAYERS, "strikesAgainst", ORBITAL, {"event_date": "2025-06-01", "event_date_text": "since 1 June 2025"}),)),
        ("The Players Guild negotiates with the Producers' Circle.", ((PLAYERS, "negotiatesWith", CIRCLE, {}),)),
        ("The Players Guild and the Producers' Circle agreed on the Circle Accord.",
         ((PLAYERS, "agreesWith", CIRCLE, {"agreement": ACCORD.id}),)),
        ("The Circle Accord protects voice actors: no clone without consent.",
         ((ACCORD, "protects", VOICES, {"measure": "consent"}),)),
        ("The Circle Accord restricts voice cloning.", ((ACCORD, "restricts", CLONING, {"measure": "limit"}),)),
    )),
    ("A long summer", "Ledger", "2025-08-05", "en", (
        ("Lantern Games laid off 40 concept artists.",
         ((LANTERN, "laysOff", CONCEPT, {"count": 40, "count_text": "40"}),)),
        ("Because of AI, Tidewater TV laid off 3 screenwriters, the Scribes Union says.",
         ((TIDEWATER, "laysOff", WRITERS,
           {"count": 3, "count_text": "3", "cause": "ai", "cause_speaker": SCRIBES.id}),)),
        ("Generative AI replaces concept artists, Bo Reyes says.",
         ((AI, "replaces", CONCEPT, {"speaker": BO.id, **effect(Impact.DISPLACEMENT)}),)),
        ("Tidewater TV laid off 15 film editors.",
         ((TIDEWATER, "laysOff", EDITORS, {"count": 15, "count_text": "15"}),)),
        ("Orbital Pictures invests $5 million in Echo Forge.",
         ((ORBITAL, "investsIn", ECHO, {"count_text": "$5 million"}),)),
        ("Bo Reyes supports Glimmer.", ((BO, "supports", GLIMMER, {}),)),
        ("Generative AI brings storyboard artists new work, Ada Pell says.",
         ((AI, "affects", BOARDS, {"speaker": ADA.id, **effect(Impact.JOB_CREATION)}),)),
    )),
    ("Cambio de opinión", "La Toma", "2025-10-12", "es", (
        ("Bo Reyes se opone a Glimmer.", ((BO, "opposes", GLIMMER, {}),)),
        ("La Veyland Act restringe la IA generativa.", ((ACT, "restricts", AI, {}),)),
        ("La Scribes Union apoya la Veyland Act.", ((SCRIBES, "supports", ACT, {}),)),
        ("El Producers' Circle se opone a la Veyland Act.", ((CIRCLE, "opposes", ACT, {}),)),
        ("La IA generativa afecta a los guionistas, teme la Scribes Union.",
         ((AI, "affects", WRITERS, {"speaker": SCRIBES.id, **FEARED, **effect(Impact.WAGE_PRESSURE)}),)),
        ("Orbital Pictures usó Glimmer en Comet Town a la mitad del coste.",
         ((ORBITAL, "uses", GLIMMER,
           {"production": COMET.id, **effect(Impact.COST_REDUCTION, "a la mitad del coste", "0.5", "times")}),)),
    )),
)  # fmt: skip

_ENTITIES = {value.id: value for value in list(vars().values()) if isinstance(value, Entity)}
_OF_CLAIM = ("speaker", "via", "modality", "polarity")


def extraction(story: Story) -> Extraction:
    """Write a story as an article with its claims."""
    title, publisher, day, language, sentences = story
    text = f"{title}\n{publisher}, {day}\n\n" + " ".join(sentence for sentence, _ in sentences) + "\n"
    article = Article(
        text=text, name=title, title=title, publisher=publisher, published=day, language=language,
        url=f"https://press.example/{day}",
    )  # fmt: skip
    claims = []
    for sentence, told in sentences:
        start = text.index(sentence)
        span = Span(text, start, start + len(sentence))
        for subject, predicate, object_, more in told:
            own = {key: value for key, value in more.items() if key in _OF_CLAIM}
            rest = {key: value for key, value in more.items() if key not in _OF_CLAIM}
            claims.append(
                Claim(
                    article=article.id, subject=subject.id, predicate=predicate, object=object_.id, span=span,
                    sentence=span, qualifiers=Qualifiers(**rest), confidence=0.9, extractor="by hand", **own,
                )
            )  # fmt: skip
    named: set[str | None] = set()
    for claim in claims:
        q = claim.qualifiers
        named |= {claim.subject, claim.object, claim.speaker, claim.via, q.production, q.agreement, q.cause_speaker}
    return Extraction(
        article=article, entities=tuple(_ENTITIES[id_] for id_ in sorted(filter(None, named))), claims=tuple(claims)
    )


EXTRACTIONS = tuple(map(extraction, STORIES))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


JAN, FEB, MAY, JUN, AUG, OCT = (day(story[2]) for story in STORIES)

#: What the questions are asked about, where their defaults are of the real world.
PARAMETERS: dict[str, dict[str, Any]] = {
    "tools": {"studio": "Orbital Pictures"},
    "who-said": {"production": "Comet Town"},
    "evidence": {"subject": "Orbital Pictures", "object": "VoxTwin", "predicate": "tests"},
    "single-source": {"predicate": "uses"},
    "chain": {"studio": "Mossgate VFX"},
    "between": {"one": "Orbital Pictures", "other": "Players Guild"},
    "production-timeline": {"production": "Comet Town"},
    "dispute": {"union": "Players Guild"},
    "allies": {"who": "Players Guild"},
    "silent-company": {"name": "Orbital Pictures"},
}

FASTER = "Orbital Pictures used Glimmer on Comet Town ten times faster, says Ada Pell."
CHEAPER = "Orbital Pictures usó Glimmer en Comet Town a la mitad del coste."
VOICES_FEAR = "La Players Guild craint que le clonage vocal remplace les comédiens voix."
VOICES_DENIAL = "Voice cloning will not replace voice actors, Ada Pell said."
TEST_FR, TEST_EN = (
    "Selon Northwire, Orbital Pictures testerait VoxTwin.",
    "Orbital Pictures is testing VoxTwin, Northwire reports.",
)

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "productions": [("Orbital Pictures", 1, 2, 2), ("Tidewater TV", 1, 1, 1)],
    "tools": [("Glimmer", "uses", "asserted", 2), ("VoxTwin", "tests", "reported", 2)],
    "who-said": [
        (None, "Glimmer", CHEAPER, "La Toma", "https://press.example/2025-10-12"),
        ("Ada Pell", "Glimmer", FASTER, "The Reel", "https://press.example/2025-01-10"),
    ],
    # Title, line end, publisher and day, two line ends: 41 and 44 characters; then the sentences before.
    "evidence": [
        (TEST_FR, 89, 141, "reported", "Le clone et le port", FEB),
        (TEST_EN, 174, 229, "reported", "Nobody is replaced", MAY),
    ],
    "single-source": [
        ("Lantern Games", "VoxTwin", 1, True),
        ("Tidewater TV", "Glimmer", 1, True),
        ("Tidewater TV", "VoxTwin", 1, False),
    ],
    "reprints": [("Orbital Pictures", "tests", "VoxTwin", 2, 1, "northwire", "through Northwire")],
    "contradictions": [
        ("Bo Reyes", "opposes", "Glimmer", "positive", "asserted", None, "Bo Reyes se opone a Glimmer."),
        ("Bo Reyes", "supports", "Glimmer", "positive", "asserted", None, "Bo Reyes supports Glimmer."),
        ("voice cloning", "replaces", "voice actors", "positive", "feared", "Players Guild", VOICES_FEAR),
        ("voice cloning", "replaces", "voice actors", "negative", "denied", "Ada Pell", VOICES_DENIAL),
    ],
    "denials": [("voice cloning", "voice actors", "Players Guild", FEB, "Ada Pell", MAY)],
    "changed-mind": [("Bo Reyes", "Glimmer", AUG, OCT)],
    # The denied claim does not count, and what brings work is no risk.
    "at-risk": [
        ("concept artists", "other", 1, 1),
        ("screenwriters", "other", 1, 1),
        ("voice actors", "voiceCloning", 1, 1),
    ],
    "at-risk-told": [("concept artists", "generative AI", "replaces", "asserted", 1)],
    "gains": [
        (
            "storyboard artists", "generative AI", "jobCreation", "Ada Pell",
            "Generative AI brings storyboard artists new work, Ada Pell says.",
        ),
    ],
    "uncovered": [("concept artists", 1), ("screenwriters", 1), ("storyboard artists", 1)],
    "protections": [
        ("Circle Accord", "consent", "asserted", "The Circle Accord protects voice actors: no clone without consent.")
    ],
    # Orbital Pictures is bound through the Producers' Circle.
    "no-agreement": [("Lantern Games", 1), ("Tidewater TV", 1)],
    "chain": [
        ("Mossgate VFX", "partOf", "Orbital Pictures"),
        ("Orbital Pictures", "memberOf", "Producers' Circle"),
        ("Producers' Circle", "agreesWith", "Players Guild"),
    ],
    "between": [
        ("Producers' Circle", "memberOf", "agreesWith"),
        ("Producers' Circle", "memberOf", "negotiatesWith"),
        ("VoxTwin", "tests", "opposes"),
    ],
    "shared-vendors": [("Echo Forge", 3, 1), ("Glimmerworks", 2, 1)],
    "investments": [
        ("Mossgate VFX", "partOf", "Orbital Pictures", None, "asserted", JAN),
        ("Orbital Pictures", "investsIn", "Echo Forge", "$5 million", "asserted", AUG),
    ],
    "trend": [
        ("2025-Q1", "Orbital Pictures", 2),
        ("2025-Q1", "Tidewater TV", 1),
        ("2025-Q2", "Lantern Games", 1),
        ("2025-Q2", "Tidewater TV", 1),
    ],
    "moods": [("2025-Q1", "feared", 1), ("2025-Q2", "asserted", 1), ("2025-Q2", "denied", 1)],
    "production-timeline": [
        (JAN, "Orbital Pictures", "uses", "Glimmer", "asserted", "Ada Pell"),
        (OCT, "Orbital Pictures", "uses", "Glimmer", "asserted", None),
    ],
    "dispute": [
        (JUN, None, "agreesWith", "Producers' Circle", "asserted", "Circle Accord"),
        (JUN, None, "negotiatesWith", "Producers' Circle", "asserted", None),
        (JUN, day("2025-06-01"), "strikesAgainst", "Orbital Pictures", "asserted", None),
    ],
    "allies": [("Scribes Union", "VoxTwin")],
    # All six articles name it; these stand there, without the generic tools and whom a fact ties to it.
    "silent-company": [
        ("Scribes Union", 3),
        ("Tidewater TV", 3),
        ("voice actors", 3),
        ("Bo Reyes", 2),
        ("Comet Town", 2),
        ("Lantern Games", 2),
        ("Northwire", 2),
        ("screenwriters", 2),
        ("Circle Accord", 1),
        ("Glimmerworks", 1),
        ("Salt Harbour", 1),
        ("Veyland Act", 1),
        ("concept artists", 1),
        ("film editors", 1),
        ("storyboard artists", 1),
    ],
    "layoffs": [
        ("Lantern Games", "concept artists", 40, "asserted", AUG, None, "generative AI", "Bo Reyes"),
        ("Tidewater TV", "film editors", 15, "asserted", AUG, None, None, None),
        ("Tidewater TV", "screenwriters", 3, "asserted", AUG, "ai", None, "Scribes Union"),
    ],
    "magnitudes": [
        ("Orbital Pictures", "Glimmer", "costReduction", "a la mitad del coste", None, 2),
        ("Orbital Pictures", "Glimmer", "speedup", "ten times faster", "Ada Pell", 2),
    ],
    "voices": [
        ("en", "Person", 4, 2),
        ("en", "NewsOrganization", 1, 1),
        ("es", "Union", 1, 1),
        ("fr", "NewsOrganization", 1, 1),
        ("fr", "Union", 1, 1),
    ],
    "new-facts": [
        (OCT, "Bo Reyes", "opposes", "Glimmer", True),
        (OCT, "Producers' Circle", "opposes", "Veyland Act", True),
        (OCT, "Scribes Union", "supports", "Veyland Act", True),
        (OCT, "Veyland Act", "restricts", "generative AI", True),
        (OCT, "generative AI", "affects", "screenwriters", False),
    ],
    "laws": [
        ("Circle Accord", None, "protects", "voice actors"),
        ("Circle Accord", None, "restricts", "voice cloning"),
        ("Veyland Act", None, "opposes", "Producers' Circle"),
        ("Veyland Act", None, "restricts", "generative AI"),
        ("Veyland Act", None, "supports", "Scribes Union"),
    ],
}  # fmt: skip
