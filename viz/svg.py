"""The picture of a selection as SVG, for print and reports: the page's places, colours, shapes and line patterns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import ID
from laborgraph.viz import page, style
from laborgraph.viz.first import NODES
from laborgraph.viz.layout import Positions, positions
from laborgraph.viz.model import Fact, Node, ViewGraph
from laborgraph.viz.select import subgraph

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RADIUS = 14
_INK, _LINE, _ALARM, _PAPER = "#16150f", "#5f5c50", "#b3261e", "#ffffff"
#: Shapes around (0, 0), one unit wide to each side.
_SHAPES = {
    "square": "M-.8-.8H.8V.8H-.8Z",
    "dot": "M0-.9A.9.9 0 1 1-.01-.9Z",
    "diamond": "M0-1L1 0L0 1L-1 0Z",
    "triangle": "M0-.9L1 .8H-1Z",
    "triangleDown": "M-1-.8H1L0 .9Z",
    "hexagon": "M-.5-.85H.5L1 0L.5 .85H-.5L-1 0Z",
    "star": "M0-1L.29-.32L1-.27L.46 .21L.63 .93L0 .55L-.63 .93L-.46 .21L-1-.27L-.29-.32Z",
}


def svg(dataset: Dataset, out: BinaryIO, *, limit: int | None = None, **choice: Any) -> None:
    """Draw the selection (see `laborgraph.viz.select.subgraph`; as many entities as a page draws at first)."""
    write(subgraph(dataset, limit=limit or NODES, **choice), out)


def write(view: ViewGraph, out: BinaryIO, *, language: str = "en") -> None:
    """Draw a subgraph. Raises `MissingExtra` without numpy, `UnknownName` for a language."""
    out.write("".join(line + "\n" for line in _lines(view, language)).encode("utf-8"))


def xml_text(text: str) -> str:
    r"""Leave out what XML 1.0 cannot hold.

    >>> xml_text("a\x00b")
    'ab'
    """
    return _NOT_XML.sub("", text)


def _lines(view: ViewGraph, language: str) -> Iterator[str]:
    names = {node.id: dict(node.names).get(language, node.name) for node in view.nodes}
    labels = {node.id: page.label(names[node.id]) for node in view.drawn}
    spots = positions(labels, [(fact.subject, fact.object) for fact in view.facts])
    left, right, top, bottom = (
        edge(spot[axis] for spot in spots.values()) if spots else 0 for axis in (0, 1) for edge in (min, max)
    )
    left, top, width, height = left - 120, top - 60, right - left + 240, bottom - top + 150
    title = page.title_of(view, language)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" width="{width}" '
        f'height="{height}" font-family="system-ui, sans-serif">'
    )
    yield f"<title>{_text(title)}</title>"
    yield f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{_PAPER}"/>'
    bends = page.roundness(view.facts)
    words = page.strings(language)
    for fact in view.facts:
        verb = words["predicates"][fact.predicate]["one"]
        yield from _edge(fact, spots, bends[fact.id], f"{names[fact.subject]} {verb} {names[fact.object]}")
    for node in view.drawn:
        yield from _node(node, spots, labels[node.id], f"{names[node.id]} · {words['types'][node.type]}")
    count = f"{len(view.facts)} {words['ui']['facts']['other']}, {len(view.claims)} {words['ui']['claims']['other']}"
    x, y = left + 20, top + height - 20
    yield f'<text x="{x}" y="{y}" font-size="12" fill="{_INK}">{_text(f"{title} · {count}")}</text>'
    yield "</svg>"


def _edge(fact: Fact, spots: Positions, bend: float, sentence: str) -> Iterator[str]:
    """Draw a fact as a curve with an arrow head, and the glyph of its modality at its middle."""
    modality = style.leading(fact)
    look = style.MODALITIES[modality]
    disputed = fact.contested or bool(fact.contradicts)
    colour = _ALARM if disputed or modality == "denied" else _LINE
    (x1, y1), (x2, y2) = spots[fact.subject], spots[fact.object]
    # The handle of the curve lies beside the middle, as far out as the bend tells.
    hx, hy = (x1 + x2) / 2 - bend * (y2 - y1), (y1 + y2) / 2 + bend * (x2 - x1)
    far = math.hypot(x2 - hx, y2 - hy) or 1.0
    ux, uy = (x2 - hx) / far, (y2 - hy) / far
    ex, ey = x2 - ux * (_RADIUS + 3), y2 - uy * (_RADIUS + 3)
    dashes = f' stroke-dasharray="{" ".join(map(str, look.dashes))}"' if look.dashes else ""
    width = round(min(8.0, 1.5 + 1.5 * math.log2(max(1, fact.sources))), 1)
    yield f'<g id={quoteattr(fact.id)} stroke="{colour}" fill="{colour}"><title>{_text(sentence)}</title>'
    yield (
        f'<path d="M{x1} {y1}Q{hx:.1f} {hy:.1f} {ex - 7 * ux:.1f} {ey - 7 * uy:.1f}" fill="none" '
        f'stroke-width="{width}"{dashes}/>'
    )
    head = [(ex, ey), (ex - 9 * ux + 4 * uy, ey - 9 * uy - 4 * ux), (ex - 9 * ux - 4 * uy, ey - 9 * uy + 4 * ux)]
    yield f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in head)}Z" stroke="none"/>'
    if glyph := style.CONTESTED_GLYPH if disputed else look.glyph:
        mx, my = (x1 + 2 * hx + x2) / 4, (y1 + 2 * hy + y2) / 4
        yield f'<circle cx="{mx:.1f}" cy="{my:.1f}" r="8" fill="{_PAPER}"/>'
        place = f'x="{mx:.1f}" y="{my + 4:.1f}"'
        yield f'<text {place} font-size="12" text-anchor="middle" stroke="none">{_text(glyph)}</text>'
    yield "</g>"


def _node(node: Node, spots: Positions, label: str, full: str) -> Iterator[str]:
    """Draw an entity: shape, icon and name."""
    look = style.TYPES[node.type]
    x, y = spots[node.id]
    side, down = style.ICON_IN[look.shape]
    scale = _RADIUS * side / 16
    yield f"<g><title>{_text(full)}</title><desc>{_text(ID + node.id)}</desc>"
    yield (
        f'<path transform="translate({x} {y}) scale({_RADIUS})" d="{_SHAPES[look.shape]}" fill="{look.colour}" '
        f'stroke="{_INK}" stroke-width=".08"/>'
    )
    yield (
        f'<path transform="translate({x - 8 * scale:.2f} {y + down * _RADIUS - 8 * scale:.2f}) scale({scale:.3f})" '
        f'd="{look.icon}" fill="{look.ink}" fill-rule="evenodd"/>'
    )
    yield (
        f'<text x="{x}" y="{y + _RADIUS + 14}" font-size="12" text-anchor="middle" fill="{_INK}" stroke="{_PAPER}" '
        f'stroke-width="3" paint-order="stroke">{_text(label)}</text></g>'
    )


def _text(text: str) -> str:
    return escape(xml_text(text))
