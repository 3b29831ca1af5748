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
        boxes.append((names, _apart(np, spots, widths, linked, 0.85 * spacing), widths))
    return _pack(np, boxes)


def _forces(np: Any, graph: nx.Graph[str], names: list[str]) -> Any:
    """Lay out one connected part; networkx keeps the order of nodes, which `names` fixes."""
    import networkx as nx

    if len(names) < 3:
        return np.array([[float(i), 0.0] for i in range(len(names))])
    # A circle to begin with: no random number, so nothing depends on numpy's generator.
    turn = 2 * math.pi / len(names)
    start = {n: np.array([math.cos(i * turn), math.sin(i * turn)]) for i, n in enumerate(names)}
    rounds = max(25, min(200, 30_000 // len(names)))
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(graph.edges)
    placed = nx.forceatlas2_layout(ordered, pos=start, max_iter=rounds, scaling_ratio=3, linlog=False, seed=7)
    return np.array([placed[n] for n in names])


def _stretch(np: Any, spots: Any, spacing: float) -> Any:
    """Centre the spots, lay their long axis flat and give each a square of that width."""
    spots = spots - spots.mean(axis=0)
    if len(spots) < 2:
        return spots
    (var_x, both), (_, var_y) = np.cov(spots.T).tolist()
    angle = math.atan2(2 * both, var_x - var_y) / 2
    spots = spots @ np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    spread = max(float(np.sqrt((spots**2).sum(axis=1).mean())), 1e-9)
    return spots * (spacing * math.sqrt(len(spots)) * 0.42 / spread)


def _apart(np: Any, spots: Any, widths: Any, linked: Any, shortest: float) -> Any:
    """Push apart nodes whose boxes (shape and label) overlap, along the shorter way out, and nodes on a short line."""
    need_x = (widths[:, None] + widths[None, :]) / 2
    count = len(spots)
    order = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :])
    for _ in range(max(20, min(120, 20_000 // count))):
        dx = spots[:, None, 0] - spots[None, :, 0]
        dy = spots[:, None, 1] - spots[None, :, 1]
        sign_x, sign_y = (np.where(d == 0, order, np.sign(d)) for d in (dx, dy))
        over_x, over_y = need_x - abs(dx), _LABEL_HEIGHT - abs(dy)
        clash = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(clash, False)
        length = np.sqrt(dx**2 + dy**2) + 1e-9
        short = np.where(linked, np.maximum(0, shortest - length), 0) / length
        if not clash.any() and short.max(initial=0) < 0.1:
            break
        sideways = clash & (over_x < over_y)
        move_x = (sideways * sign_x * over_x + short * dx).sum(axis=1)
        move_y = ((clash & ~sideways) * sign_y * over_y + short * dy).sum(axis=1)
        spots = spots + 0.3 * np.stack([move_x, move_y], axis=1).clip(-200, 200)
    return spots


def _pack(np: Any, boxes: list[tuple[list[str], Any, Any]]) -> Positions:
    """Set the parts, largest first, beside or below one that stands: where the whole stays nearest to `_ASPECT`."""
    taken = np.zeros((0, 4))  # left, top, right, bottom
    placed: dict[str, Any] = {}
    for names, spots, widths in boxes:
        margin = np.stack([widths / 2 + SPACING / 4, np.full(len(names), _LABEL_HEIGHT / 2 + SPACING / 4)], axis=1)
        low = (spots - margin).min(axis=0)
        size = (spots + margin).max(axis=0) - low
        corners = np.concatenate([[[0.0, 0.0]], taken[:, [2, 1]], taken[:, [0, 3]]])
        ends = corners + size
        free = ~(
            (corners[:, None, 0] < taken[None, :, 2]) & (taken[None, :, 0] < ends[:, None, 0])
            & (corners[:, None, 1] < taken[None, :, 3]) & (taken[None, :, 1] < ends[:, None, 1])
        ).any(axis=1)  # fmt: skip
        whole = np.maximum(ends, taken[:, 2:].max(axis=0, initial=0))
        cost = np.where(free, np.maximum(whole[:, 0] / _ASPECT, whole[:, 1]), np.inf)
        best = corners[int(np.lexsort((corners[:, 0], corners[:, 1], cost.round()))[0])]
        taken = np.concatenate([taken, [[*best, *(best + size)]]])
        placed.update(zip(names, spots - low + best, strict=True))
    if not placed:
        return {}
    middle = taken[:, 2:].max(axis=0) / 2
    return {name: (round(float(x)), round(float(y))) for name, (x, y) in ((n, s - middle) for n, s in placed.items())}
