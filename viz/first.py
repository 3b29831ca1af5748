"""What a page draws at first: the nodes that matter most, few enough to read. The rest it carries, shown on demand."""

from __future__ import annotations

from collections import Counter, defaultdict, deque

from laborgraph.viz.model import ViewGraph

#: Nodes and edges drawn at first, at most.
NODES, EDGES = 250, 400


def weights(view: ViewGraph) -> Counter[str]:
    """Count the claims that each node takes part in."""
    ends = {fact.id: (fact.subject, fact.object) for fact in view.facts}
    return Counter(node for claim in view.claims for node in {*ends[claim.fact], *claim.links})


def ranked(view: ViewGraph) -> list[str]:
    """Order the nodes that can be drawn: nearest to those asked for, then by claims on their facts, then by id."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for fact in view.facts:
        beside[fact.subject].add(fact.object)
        beside[fact.object].add(fact.subject)
    away = dict.fromkeys(view.centre, 0)
    queue = deque(view.centre)
    while queue:
        node = queue.popleft()
        for other in sorted(beside[node] - away.keys()):
            away[other] = away[node] + 1
            queue.append(other)
    told = Counter(claim.fact for claim in view.claims)
    weight: Counter[str] = Counter()
    for fact in view.facts:
        weight.update(dict.fromkeys({fact.subject, fact.object}, told[fact.id]))
    far = len(view.nodes)
    return sorted((node.id for node in view.drawn), key=lambda node: (away.get(node, far), -weight[node], node))


def first_view(view: ViewGraph, nodes: int = NODES, edges: int = EDGES) -> list[str]:
    """Take nodes in order of rank while they and the facts among them stay within bounds; those asked for always."""
    joined: defaultdict[str, list[str]] = defaultdict(list)
    for fact in view.facts:
        joined[fact.subject].append(fact.object)
        joined[fact.object].append(fact.subject)
    taken: dict[str, None] = {}
    lines = 0
    for node in ranked(view):
        lines += sum(other in taken for other in joined[node])
        if len(taken) >= max(2, len(view.centre)) and (len(taken) >= nodes or lines > edges):
            break
        taken[node] = None
    return list(taken)
