"""Cut a Cypher query into tokens and find which bracket each stands in.

Pygments' CypherLexer knows no block comment, so a lexer of our own: one regular expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\r\n]*|/\*.*?\*/)
    |(?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    |(?P<name>`(?:``|[^`])*`)
    |(?P<parameter>\$(?:\w+|`(?:``|[^`])*`))
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\w*)
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>=~|<>|<=|>=|\+=|\|\||\.\.|::|.)""",
    re.DOTALL | re.VERBOSE,
)
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query that means something: `text` is ``query[start:end]``."""

    kind: str
    text: str
    start: int
    end: int


class Query:
    """A query's tokens with their brackets; ``CASE … END`` counts as a pair of brackets.

    `parent` gives for each token the index of the bracket that it stands in, -1 at the top; `partner` leads from an
    opening bracket to its closing one. `balanced` is false when they do not pair up, which no engine accepts.

    >>> query = Query("RETURN 'a)' /* ( */ + size([1])")
    >>> [token.text for token in query.tokens]
    ['RETURN', "'a)'", '+', 'size', '(', '[', '1', ']', ')']
    >>> query.parent[6], query.partner[5]
    (5, 7)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            Token(str(found.lastgroup), found[0], found.start(), found.end())
            for found in _TOKEN.finditer(text)
            if found.lastgroup != "space"
        ]
        self.parent: list[int] = []
        self.partner: dict[int, int] = {}
        self.balanced = self._pair()

    def _pair(self) -> bool:
        stack: list[int] = []
        for i, token in enumerate(self.tokens):
            opener = _CLOSING.get(token.text) if token.kind == "sign" else None
            closes_case = self.is_word(i, "END") and bool(stack) and self.is_word(stack[-1], "CASE")
            if opener or closes_case:
                if not stack or (opener and self.tokens[stack[-1]].text != opener):
                    return False
                self.partner[stack.pop()] = i
            self.parent.append(stack[-1] if stack else -1)
            if self.is_sign(i, "(", "[", "{") or self.is_word(i, "CASE"):
                stack.append(i)
        return not stack

    def is_sign(self, i: int, *texts: str) -> bool:
        """Tell whether token `i` is one of these signs."""
        return 0 <= i < len(self.tokens) and self.tokens[i].kind == "sign" and self.tokens[i].text in texts

    def is_word(self, i: int, *words: str) -> bool:
        """Tell whether token `i` is one of these key words: not a property, a map's key, a label or an alias."""
        if not (0 <= i < len(self.tokens)) or self.tokens[i].kind != "word":
            return False
        if self.tokens[i].text.upper() not in words:
            return False
        aliased = i and self.tokens[i - 1].kind == "word" and self.tokens[i - 1].text.upper() == "AS"
        label = self.is_sign(i - 1, ":") and not self._is_key(i - 2)
        return not (aliased or label or self.is_sign(i - 1, ".", "&", "!") or self._is_key(i))

    def _is_key(self, i: int) -> bool:
        """Tell whether token `i` is a map's key, ``{key: …}``; the bracket of a later token is not asked for."""
        opens = self.is_sign(i - 1, "{") or (self.is_sign(i - 1, ",") and self.is_sign(self.parent[i - 1], "{"))
        return opens and self.is_sign(i + 1, ":")

    def name(self, i: int) -> str | None:
        """Return the name that token `i` is or quotes, if it is one."""
        if not 0 <= i < len(self.tokens):
            return None
        token = self.tokens[i]
        if token.kind == "name":
            return token.text[1:-1].replace("``", "`")
        return token.text if token.kind == "word" else None

    def within(self, opening: int) -> range:
        """Return the indices of the tokens between a bracket and its partner."""
        return range(opening + 1, self.partner[opening])

    def ancestors(self, i: int) -> list[int]:
        """List the brackets that token `i` stands in, innermost first."""
        found = []
        while (i := self.parent[i]) >= 0:
            found.append(i)
        return found

    def parts(self, opening: int) -> list[range]:
        """Split what stands within a bracket at its commas."""
        cuts = [i for i in self.within(opening) if self.parent[i] == opening and self.is_sign(i, ",")]
        bounds = [opening, *cuts, self.partner[opening]]
        spans = [range(left + 1, right) for left, right in pairwise(bounds)]
        return [span for span in spans if span]

    def source(self, span: range) -> str:
        """Return the text of some tokens with what stands between them."""
        return self.text[self.tokens[span[0]].start : self.tokens[span[-1]].end] if span else ""


def mark(text: str, offset: int) -> str:
    """Show the line that holds an offset, and the place under it.

    >>> print(mark("RETRUN n", 0))
      RETRUN n
      ^
    """
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].split("\n", 1)[0]
    return f"  {line}\n  {' ' * (offset - start)}^"
