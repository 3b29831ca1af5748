"""What AI does to work in film, television, games and voice, claim by claim, with every source.

The names below are loaded when first used, so that ``import laborgraph`` stays light.

>>> import laborgraph
>>> laborgraph.Polarity.NEGATIVE.value
'negative'
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from laborgraph.api import Dataset
    from laborgraph.errors import LaborGraphError
    from laborgraph.exports.graphml import to_networkx
    from laborgraph.loaders.extract import extract
    from laborgraph.loaders.readers import read
    from laborgraph.model import Article, Claim, Entity, Extraction, Issue, Mention, Span
    from laborgraph.ontology.terms import Modality, Polarity
    from laborgraph.pipeline import build
    from laborgraph.questions import ask

_HOME = {
    "Article": "model",
    "Claim": "model",
    "Dataset": "api",
    "Entity": "model",
    "Extraction": "model",
    "Issue": "model",
    "LaborGraphError": "errors",
    "Mention": "model",
    "Modality": "ontology.terms",
    "Polarity": "ontology.terms",
    "Span": "model",
    "ask": "questions",
    "build": "pipeline",
    "extract": "loaders.extract",
    "read": "loaders.readers",
    "to_networkx": "exports.graphml",
}

__all__ = [
    "Article",
    "Claim",
    "Dataset",
    "Entity",
    "Extraction",
    "Issue",
    "LaborGraphError",
    "Mention",
    "Modality",
    "Polarity",
    "Span",
    "ask",
    "build",
    "extract",
    "read",
    "to_networkx",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
