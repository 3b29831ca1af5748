"""What the rules look at, a sentence with its mentions, and what they yield, a candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from laborgraph.loaders.lexicon import Lexicon, lexicon
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.frames import Rule
    from laborgraph.loaders.parser import Sentence, Token
    from laborgraph.loaders.segment import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence ready to be matched: its block, its mentions from left to right, the types of all entities.

    `topic` is the tool that the article is about and `work` the work, for frames that may leave it unsaid;
    `earlier` are the mentions before the sentence in its block and in the one before; `generic` are the entities that
    are no particular one; `groups` tells what else a plural pronoun means; `speaker` is whose words the sentence
    gives; `own` is the folder of the user's rules.
    """

    block: Block
    sentence: Sentence
    mentions: tuple[Mention, ...]
    types: dict[str, str]
    topic: Mention | None = None
    work: Mention | None = None
    earlier: tuple[Mention, ...] = ()
    generic: frozenset[str] = frozenset()
    groups: dict[Span, tuple[str, ...]] = field(default_factory=dict)
    speaker: Mention | None = None
    own: Path | None = None

    @property
    def words(self) -> Lexicon:
        """The cue words of the sentence's language."""
        return lexicon(self.sentence.language)

    def kind(self, mention: Mention) -> str:
        """Return the type of what a mention names."""
        return self.types[mention.entity]

    def at(self, token: Token) -> Mention | None:
        """Return the mention that a token belongs to."""
        return next((m for m in self.mentions if m.span.start <= token.start and token.end <= m.span.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that a rule proposes. `token` is the trigger's place in the sentence, -1 where a pattern matched."""

    rule: Rule
    route: str
    subject: Mention
    object: Mention
    quote: Span
    scene: Scene
    confidence: float
    token: int = -1
    position: str = ""

    @property
    def rule_id(self) -> str:
        """The rule with its language and, where it is not a tree's, the way it was matched."""
        way = "" if self.route in ("tree", "pattern") else f".{self.route}"
        return f"{self.rule.id}.{self.scene.sentence.language}{way}"
