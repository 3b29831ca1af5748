"""How things look: one table for picture and legend. Nothing is told by colour alone.

A type has a colour (Okabe and Ito's set, which colour-blind readers can tell apart, and a grey), a shape and a letter;
a modality has a line pattern and a glyph.
"""

from __future__ import annotations

from dataclasses import dataclass

from laborgraph.ontology.terms import Modality
from laborgraph.viz.model import Fact


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How entities of a type are drawn; `shape` is one of vis-network's, `ink` the colour of the letter."""

    colour: str
    shape: str
    letter: str
    ink: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class ModalityStyle:
    """How facts of a modality are drawn: on and off lengths in pixels (none: solid), and a glyph at the middle."""

    dashes: tuple[int, ...]
    glyph: str


_BLUE, _ORANGE, _GREEN, _PURPLE = "#0072b2", "#e69f00", "#009e73", "#cc79a7"
_SKY, _VERMILION, _YELLOW, _GREY = "#56b4e9", "#d55e00", "#f0e442", "#767676"
_DARK = "#1a1a1a"

TYPES: dict[str, TypeStyle] = {
    "Studio": TypeStyle(_BLUE, "square", "S"),
    "Vendor": TypeStyle(_SKY, "hexagon", "V", _DARK),
    "Tool": TypeStyle(_PURPLE, "diamond", "T", _DARK),
    "Production": TypeStyle(_GREEN, "star", "W"),
    "Role": TypeStyle(_ORANGE, "triangleDown", "R", _DARK),
    "Union": TypeStyle(_VERMILION, "triangle", "U"),
    "Association": TypeStyle(_ORANGE, "hexagon", "A", _DARK),
    "Person": TypeStyle(_YELLOW, "dot", "P", _DARK),
    "Authority": TypeStyle(_GREY, "square", "G"),
    "NewsOrganization": TypeStyle(_GREY, "dot", "N"),
    "Agreement": TypeStyle(_GREEN, "diamond", "C"),
    "Event": TypeStyle(_VERMILION, "star", "E"),
}

#: From the plainest to the most contested; `leading` tells in which one an edge is drawn.
MODALITIES: dict[Modality, ModalityStyle] = {
    Modality.ASSERTED: ModalityStyle((), ""),
    Modality.REPORTED: ModalityStyle((9, 4, 2, 4), "”"),
    Modality.PLANNED: ModalityStyle((14, 6), "›"),
    Modality.PROPOSED: ModalityStyle((7, 7), "?"),
    Modality.FEARED: ModalityStyle((4, 5), "!"),
    Modality.DENIED: ModalityStyle((2, 5), "≠"),
}

#: The glyph of a fact that some claims affirm and others deny.
CONTESTED_GLYPH = "±"


def leading(fact: Fact) -> Modality:
    """Choose the modality that an edge is drawn in: solid only for what somebody tells as fact.

    A fact whose asserted claims are all negative ("does not use") is drawn as denied.

    >>> leading(Fact(id="f1", subject="a", predicate="uses", object="b", modalities=("asserted",))).value
    'denied'
    """
    if fact.asserted:
        return Modality.ASSERTED
    others = (m for m in MODALITIES if m is not Modality.ASSERTED and m.value in fact.modalities)
    return next(others, Modality.DENIED)
