"""The errors that calls raise; bad data is never raised but reported as an `Issue`.

    LaborGraphError
    ├── UsageError        the caller asked for something that cannot be: exit 2
    │   ├── UnknownName   no such thing under that name (also a LookupError)
    │   ├── MissingExtra  an optional part is not installed
    │   └── QueryError    a query that cannot be parsed, run or answered faithfully
    ├── InputError        a source cannot be read at all
    ├── ModelError        a value that the model forbids, such as a quote that is not in its text
    └── StoreError        the dataset, a server or a file refuses the work

A message says what, where and the nearest right choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class LaborGraphError(Exception):
    """Be the root of every error that laborgraph raises on purpose."""

    exit_code = 1


class UsageError(LaborGraphError):
    """Tell that the caller asked for something that cannot be."""

    exit_code = 2


class UnknownName(UsageError, LookupError):
    """Tell that no thing of that kind has this name, and which is nearest.

    >>> raise UnknownName("format", "turtel", ["csv", "turtle"])
    Traceback (most recent call last):
    laborgraph.errors.UnknownName: no format named 'turtel'; did you mean 'turtle'? (known: csv, turtle)
    """

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        choices = sorted(known)
        near = get_close_matches(name, choices, n=1)
        message = f"no {kind} named {name!r}"
        if near:
            message += f"; did you mean {near[0]!r}?"
        if choices and len(choices) <= 30:
            message += f" (known: {', '.join(choices)})"
        super().__init__(message)


class MissingExtra(UsageError):
    """Tell which optional part to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs a part that is not installed: pip install 'laborgraph[{extra}]'")


class InputError(LaborGraphError):
    """Tell that a source cannot be read at all."""


class ModelError(LaborGraphError, ValueError):
    """Tell that a value breaks a rule of the model."""


class QueryError(UsageError):
    """Tell that a query cannot be parsed, run or answered faithfully."""


class StoreError(LaborGraphError):
    """Tell that the dataset, a server or a file refuses the work."""
