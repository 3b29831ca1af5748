"""Where nodes stand: computed beforehand, so that the page opens at once and nothing moves by itself.

Each connected part is laid out by networkx's ForceAtlas2 with a fixed seed, stretched so that labels have room, and
the parts are packed in rows. The same graph gives the same positions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from laborgraph.errors import MissingExtra

if TYPE_CHECKING:
    import networkx as nx

Positions = dict[str, tuple[int, int]]

#: Pixels between neighbours, in a large graph and more in a small one; the page leaves out a label that would touch
#: another.
SPACING, _EXTRA = 90, 70
_LABEL_HEIGHT = 56
_CHARACTER, _LONGEST = 6.5, 20
_ASPECT = 1.5


def positions(labels: Mapping[str, str], edges: Iterable[tuple[str, str]]) -> Positions:
    """Place nodes, given as id and label, in pixels around (0, 0).

    Raises `MissingExtra` without numpy. Source: Jacomy et al., "ForceAtlas2", PLOS ONE 2014.
    """
    try:
        import numpy as np
    except ImportError as error:
        raise MissingExtra("laying out a page", "view") from error
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(labels))
    graph.add_edges_from(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}))
    boxes = []
    for part in sorted(nx.connected_components(graph), key=lambda p: (-len(p), min(p))):
        names = sorted(part)
        spacing = SPACING + _EXTRA * min(1.0, 30 / len(names))
        spots = _stretch(np, _forces(np, graph.subgraph(names), names), spacing)
        linked = nx.to_numpy_array(graph, nodelist=names) > 0
        widths = np.array([max(56.0, min(len(labels[n]), _LONGEST) * _CHARACTER + 12) for n in names])
        boxes.append((names, _apart(np, spots, widths, linked, spacing), widths))
    return _pack(np, boxes)


def _forces(np: Any, graph: nx.Graph[str], names: list[str]) -> Any:
    """Lay out one connected part; networkx keeps the order of nodes, which `names` fixes."""
    import networkx as nx

    if len(names) < 3:
        return np.array([[float(i), 0.0] for i in range(len(names))])
    # A circle to begin with: no random number, so nothing depends on numpy's generator.
    turn = 2 * math.pi / len(names)
    start = {n: np.array([math.cos(i * turn), math.sin(i * turn)]) for i, n in enumerate(names)}
    rounds = max(40, min(200, 30_000 // len(names)))
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(graph.edges)
    placed = nx.forceatlas2_layout(ordered, pos=start, max_iter=rounds, scaling_ratio=3, linlog=False, seed=7)
    return np.array([placed[n] for n in names])


def _stretch(np: Any, spots: Any, spacing: float) -> Any:
    """Centre the spots on their middle and give each a square of that width, the whole wider than high."""
    spots = spots - spots.mean(axis=0)
    if len(spots) < 2:
        return spots
    spread = max(float(np.sqrt((spots**2).sum(axis=1).mean())), 1e-9)
    spots = spots * (spacing * math.sqrt(len(spots)) * 0.62 / spread)
    return spots * np.array([math.sqrt(_ASPECT), 1 / math.sqrt(_ASPECT)])


def _apart(np: Any, spots: Any, widths: Any, linked: Any, spacing: float, rounds: int = 120) -> Any:
    """Push apart nodes whose boxes (shape and label) overlap, along the shorter way out, and nodes on a short line."""
    need_x = (widths[:, None] + widths[None, :]) / 2
    count = len(spots)
    order = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :])
    for _ in range(rounds):
        dx = spots[:, None, 0] - spots[None, :, 0]
        dy = spots[:, None, 1] - spots[None, :, 1]
        sign_x, sign_y = (np.where(d == 0, order, np.sign(d)) for d in (dx, dy))
        over_x, over_y = need_x - abs(dx), _LABEL_HEIGHT - abs(dy)
        clash = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(clash, False)
        length = np.sqrt(dx**2 + dy**2) + 1e-9
        short = np.where(linked, np.maximum(0, spacing - length), 0) / length
        if not clash.any() and short.max(initial=0) < 0.1:
            break
        sideways = clash & (over_x < over_y)
        move_x = (sideways * sign_x * over_x + short * dx).sum(axis=1)
        move_y = ((clash & ~sideways) * sign_y * over_y + short * dy).sum(axis=1)
        spots = spots + 0.3 * np.stack([move_x, move_y], axis=1).clip(-200, 200)
    return spots


def _pack(np: Any, boxes: list[tuple[list[str], Any, Any]]) -> Positions:
    """Set the parts beside and below each other, largest first, in rows about as wide as the largest."""
    if not boxes:
        return {}
    sizes = []
    for _, spots, widths in boxes:
        low = (spots - np.stack([widths / 2, widths * 0 + 34], axis=1)).min(axis=0)
        high = (spots + np.stack([widths / 2, widths * 0 + 34], axis=1)).max(axis=0)
        sizes.append((low, high - low))
    area = sum(float(size[0] * size[1]) for _, size in sizes)
    limit = max(float(sizes[0][1][0]), math.sqrt(area * _ASPECT))
    placed: dict[str, tuple[float, float]] = {}
    x = y = row = 0.0
    for (names, spots, _), (low, size) in zip(boxes, sizes, strict=True):
        if x and x + size[0] > limit:
            x, y, row = 0.0, y + row + SPACING / 2, 0.0
        for name, spot in zip(names, spots - low + np.array([x, y]), strict=True):
            placed[name] = (float(spot[0]), float(spot[1]))
        x, row = x + float(size[0]) + SPACING / 2, max(row, float(size[1]))
    middle_x = (min(p[0] for p in placed.values()) + max(p[0] for p in placed.values())) / 2
    middle_y = (min(p[1] for p in placed.values()) + max(p[1] for p in placed.values())) / 2
    return {name: (round(px - middle_x), round(py - middle_y)) for name, (px, py) in placed.items()}
