"""How things look: one table for picture and legend. Nothing is told by colour alone.

A type has a colour (Okabe and Ito's set, which colour-blind readers can tell apart, and a grey), a shape and an icon; a
modality has a line pattern and a glyph.
"""

from __future__ import annotations

from dataclasses import dataclass

from laborgraph.ontology.terms import Modality
from laborgraph.viz.model import Fact


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How entities of a type are drawn: `shape` is one of vis-network's, `icon` an SVG path, and `ink` its colour.

    The icon stands in a square of 16 units and is filled by the even-odd rule.
    """

    colour: str
    shape: str
    icon: str
    ink: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class ModalityStyle:
    """How facts of a modality are drawn: on and off lengths in pixels (none: solid), and a glyph at the middle."""

    dashes: tuple[int, ...]
    glyph: str


_BLUE, _ORANGE, _GREEN, _PURPLE = "#0072b2", "#e69f00", "#009e73", "#cc79a7"
_SKY, _VERMILION, _YELLOW, _GREY = "#56b4e9", "#d55e00", "#f0e442", "#767676"
_DARK = "#1a1a1a"

_CLAPPERBOARD = "M1 6H15V14H1ZM1 4.6L14.4 1L15 3L1.6 6.4Z"
_CHIP = (
    "M3.5 3.5H12.5V12.5H3.5ZM5.5 1H7V3.5H5.5ZM9 1H10.5V3.5H9ZM5.5 12.5H7V15H5.5ZM9 12.5H10.5V15H9ZM1 5.5H3.5V7H1Z"
    "M1 9H3.5V10.5H1ZM12.5 5.5H15V7H12.5ZM12.5 9H15V10.5H12.5ZM6 6V10H10V6Z"
)
_SPARK = "M8 .5Q9 7 15.5 8Q9 9 8 15.5Q7 9 .5 8Q7 7 8 .5Z"
_PLAY = "M4 2L14 8L4 14Z"
_BRIEFCASE = "M1 5H15V14H1ZM5 5V2H11V5H9.5V3.5H6.5V5ZM1 8.6V9.6H15V8.6Z"
_MEGAPHONE = "M1 6H4L13 2V14L4 10H1ZM4.5 11H7L8 15H5.5Z"
_CIRCLE_OF_THREE = (
    "M8 .8A2.5 2.5 0 1 1 7.99 .8ZM3.4 9.6A2.5 2.5 0 1 1 3.39 9.6ZM12.6 9.6A2.5 2.5 0 1 1 12.59 9.6Z"
    "M7.3 5.8H8.7V8.2L10.6 9.6L9.8 10.8L8 9.5L6.2 10.8L5.4 9.6L7.3 8.2Z"
)
_BUST = "M8 1.2A3.4 3.4 0 1 1 7.99 1.2ZM1.8 15Q1.8 9 8 9Q14.2 9 14.2 15Z"
_COLUMNS = "M8 1L15 5H1ZM2.5 6.5H4.7V12H2.5ZM6.9 6.5H9.1V12H6.9ZM11.3 6.5H13.5V12H11.3ZM1 13H15V15H1Z"
_NEWSPAPER = "M2 2H14V14H2ZM4 4V7H12V4ZM4 8.5V9.8H12V8.5ZM4 11V12.3H12V11Z"
_DOCUMENT = "M3 1H10L13 4V15H3ZM5 6V7.3H11V6ZM5 8.7V10H11V8.7ZM5 11.4V12.7H9V11.4Z"
_CALENDAR = "M1.5 3H4V1H5.5V3H10.5V1H12V3H14.5V15H1.5ZM3.2 6.5V13.3H12.8V6.5ZM8.5 9.5H11.5V12.3H8.5Z"

TYPES: dict[str, TypeStyle] = {
    "Studio": TypeStyle(_BLUE, "square", _CLAPPERBOARD),
    "Vendor": TypeStyle(_SKY, "hexagon", _CHIP, _DARK),
    "Tool": TypeStyle(_PURPLE, "diamond", _SPARK, _DARK),
    "Production": TypeStyle(_GREEN, "star", _PLAY, _DARK),
    "Role": TypeStyle(_ORANGE, "triangleDown", _BRIEFCASE, _DARK),
    "Union": TypeStyle(_VERMILION, "triangle", _MEGAPHONE, _DARK),
    "Association": TypeStyle(_ORANGE, "hexagon", _CIRCLE_OF_THREE, _DARK),
    "Person": TypeStyle(_YELLOW, "dot", _BUST, _DARK),
    "Authority": TypeStyle(_GREY, "square", _COLUMNS),
    "NewsOrganization": TypeStyle(_GREY, "dot", _NEWSPAPER),
    "Agreement": TypeStyle(_GREEN, "diamond", _DOCUMENT, _DARK),
    "Event": TypeStyle(_VERMILION, "star", _CALENDAR, _DARK),
}

#: How large an icon is in a shape, and how far below its middle, in radii of the shape.
ICON_IN: dict[str, tuple[float, float]] = {
    "square": (1.4, 0.0), "dot": (1.25, 0.0), "hexagon": (1.15, 0.0), "diamond": (0.95, 0.0), "star": (0.8, 0.06),
    "triangle": (0.85, 0.3), "triangleDown": (0.85, -0.3),
}  # fmt: skip

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
