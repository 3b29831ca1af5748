"""Prove that a database holds what the dataset says: by what it really holds, not by the hashes that it keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from neo4j import Driver

from laborgraph.dataset import Dataset
from laborgraph.lpg import lease, plan
from laborgraph.lpg.neo4j import explained
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import Progress, ahead
from laborgraph.lpg.target import Target

_EXAMPLES = 3


@dataclass(slots=True)
class Verdict:
    """How many nodes, facts and mentions were compared, and how many are missing, extra or edited, with examples."""

    compared: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Tell whether nothing differs."""
        return not self.counts.total()

    def add(self, what: str, iri: str, name: str) -> None:
        """Count a difference."""
        self.counts[what] += 1
        shown = self.examples.setdefault(what, [])
        if len(shown) < _EXAMPLES:
            shown.append(f"{name} {iri}")

    def __str__(self) -> str:
        if self.equal:
            return f"{self.compared} nodes, facts and mentions compared: Neo4j holds what the dataset says"
        lines = [", ".join(f"{self.counts[what]} {what}" for what in _KINDS) + f", of {self.compared}"]
        lines += [f"  {what}: {example}" for what in _KINDS for example in self.examples.get(what, ())]
        return "\n".join([*lines, "sync --repair rewrites these"])


_KINDS = ("missing", "extra", "edited")


def verify(
    dataset: Dataset, driver: Driver, *, database: str | None = None, progress: Progress | None = None
) -> Verdict:
    """Compare each record with what the database holds of it. Only reads; what users added is no difference.

    Raises `StoreError`.
    """
    verdict = Verdict()
    with explained(driver):
        target = Target(driver, database, content=True)
        total = plan.size(dataset) if progress else 0
        source = Source(dataset, lease.read_state(target.read).languages)
        for step in ahead(_steps(source, target)):
            verdict.compared += step.seen
            for what, chunk in (("missing", step.new), ("edited", step.changed)):
                for kind, rows in chunk:
                    for row in rows:
                        verdict.add(what, row[kind.key], kind.name)
            for name, iris in step.gone.items():
                for iri in iris:
                    verdict.add("extra", iri, name)
            if progress:
                progress(step.seen, total)
    return verdict


def _steps(source: Source, target: Target) -> Iterator[plan.Step]:
    """Where nothing is, nothing needs to be looked up, and no index would help."""
    return plan.load(source) if target.is_empty() else plan.full(source, target)
