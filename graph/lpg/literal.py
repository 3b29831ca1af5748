"""Values written as Cypher."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

#: A quote is never written as ``\\u0027``: Neo4j reads such escapes before it looks for the end of the text.
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: Any) -> str:
    r"""Write a value as Cypher, on one line; a text keeps nothing that could end it.

    >>> literal([dt.date(2025, 7, 18), "a'b\\\n", None, True, 0.5])
    "[date('2025-07-18'), 'a\\'b\\\\\\n', null, true, 0.5]"
    """
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    if not isinstance(value, str):
        return json.dumps(value)
    return "'" + re.sub(r"[\\'\n\r\t]", lambda match: _ESCAPES[match[0]], value) + "'"
