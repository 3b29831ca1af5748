"""Match the frames against a sentence and yield candidates: who, what, where, by which rule.

Three ways: trees (roles of the parse), windows (no parse: the nearest fitting mentions around a trigger) and
patterns (expressions over the sentence with its mentions abstracted). None of them decides: the gate does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from laborgraph.loaders import frames
from laborgraph.loaders.lexicon import Lexicon, lexicon
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.frames import PatternRule, Rule, TreeRule
    from laborgraph.loaders.parser import Sentence, Token
    from laborgraph.loaders.segment import Block

#: Tokens that a window reaches to the left and right of a trigger.
WINDOW = 12
_RELATIVE = frozenset({"who", "which", "that", "qui", "que", "lequel", "dont", "whom", "whose"})
_NOMINAL = frozenset({"obl", "nmod", "obl:agent", "iobj", "obl:tmod", "advmod", "advcl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence ready to be matched: its block, its mentions from left to right, the types of all entities.

    `topic` is the tool that the article is about, for frames that may leave it unsaid; `earlier` are the mentions
    before the sentence in its block and in the one before.
    """

    block: Block
    sentence: Sentence
    mentions: tuple[Mention, ...]
    types: dict[str, str]
    topic: Mention | None = None
    earlier: tuple[Mention, ...] = ()

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


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield what the frames find in one sentence."""
    trees, patterns = frames.load()
    for rule in trees:
        if _applies(rule, scene):
            for found in _tree(rule, scene) if scene.sentence.tree else _window(rule, scene):
                yield from _spread(found)
    abstract, offsets = _abstract(scene)
    for pattern in patterns:
        if _applies(pattern, scene):
            for found in _pattern(pattern, scene, abstract, offsets):
                yield from _spread(found)


def _applies(rule: Rule, scene: Scene) -> bool:
    language, text = scene.sentence.language, scene.sentence.span.quote
    unless, needs = rule.unless.get(language), rule.needs.get(language)
    return not (unless and unless.search(text)) and not (needs and not needs.search(text))


# Trees


def _tree(rule: TreeRule, scene: Scene) -> Iterator[Candidate]:
    for index in _triggers(rule, scene.sentence):
        subjects = list(_fill(scene, rule, rule.subject, index, rule.subject_types, "subject"))
        objects = list(_fill(scene, rule, rule.object, index, rule.object_types, "object"))
        for subject in subjects:
            for target in objects:
                if subject.entity != target.entity:
                    yield _candidate(rule, "tree", scene, subject, target, index)


def _triggers(rule: TreeRule, sentence: Sentence) -> Iterator[int]:
    forms = rule.lemmas.get(sentence.language, ())
    for index, token in enumerate(sentence.tokens):
        for form in forms:
            if token.lemma != form[0] or (sentence.tree and token.pos not in rule.pos):
                continue
            if len(form) == 1 or _has(sentence, index, form[1:]):
                yield index
                break


def _has(sentence: Sentence, index: int, lemmas: Sequence[str]) -> bool:
    """Tell whether all these lemmas stand below a token (or, without a tree, close behind it)."""
    if sentence.tree:
        below = [sentence.tokens[child] for child in sentence.children[index]]
        below += [sentence.tokens[grand] for child in sentence.children[index] for grand in sentence.children[child]]
    else:
        below = list(sentence.tokens[index + 1 : index + 6])
    found = {token.lemma for token in below} | {token.text.casefold() for token in below}
    return all(lemma in found for lemma in lemmas)


def _fill(
    scene: Scene, rule: TreeRule, roles: Sequence[str], index: int, types: frozenset[str], slot: str
) -> Iterator[Mention]:
    """Yield the mentions that fill a slot: those of the first role that holds any."""
    for role in roles:
        found = [
            mention
            for argument in arguments(scene.sentence, index, role)
            for mention in resolve(scene, argument, types)
        ]
        if found:
            yield from dict.fromkeys(found)
            return
    if slot in rule.implied and scene.topic and scene.kind(scene.topic) in types:
        yield scene.topic


def arguments(sentence: Sentence, index: int, role: str) -> list[int]:
    """Return the tokens at a role of a trigger: ``subj``, ``obj``, ``poss``, ``gov``, ``head``, ``comp``, ``prep:with|by``."""
    name, _, cases = role.partition(":")
    if name == "subj":
        return subjects(sentence, index)
    if name == "obj":
        return _objects(sentence, index)
    if name == "poss":
        return _below(sentence, index, {"nmod:poss"})
    if name == "deep-poss":
        return [
            grand
            for child in _below(sentence, index, {"obj", "obl"})
            for grand in _below(sentence, child, {"nmod:poss", "det", "poss"})
        ]
    if name == "comp":
        return _below(sentence, index, {"compound", "amod", "flat"})
    if name == "appos":
        return _below(sentence, index, {"appos"})
    if name == "gov":
        head = sentence.tokens[index].head
        return subjects(sentence, head) if head != index else []
    if name == "head":
        head = sentence.tokens[index].head
        return [head] if head != index and sentence.tokens[index].role in ("acl", "amod", "acl:relcl", "appos") else []
    wanted = set(cases.split("|"))
    places = [index]
    if name == "deep":
        # "X took the place of Y": the preposition hangs on the noun as often as on the verb.
        places = _below(sentence, index, {"obj", "obl", "xcomp", "nsubj:pass"})
    return [
        child for place in places for child in _below(sentence, place, _NOMINAL) if sentence.tokens[child].case in wanted
    ]


def _below(sentence: Sentence, index: int, roles: set[str] | frozenset[str]) -> list[int]:
    return [child for child in sentence.children[index] if sentence.tokens[child].role in roles]


def is_passive(sentence: Sentence, index: int) -> bool:
    """Tell whether a verb stands in the passive, as a finite verb or as a participle behind its noun."""
    token = sentence.tokens[index]
    if _below(sentence, index, {"aux:pass", "nsubj:pass"}):
        return True
    participle = "VerbForm=Part" in token.morph and ("Tense=Past" in token.morph or "Aspect=Perf" in token.morph)
    return participle and token.role == "acl"


def subjects(sentence: Sentence, index: int, depth: int = 0) -> list[int]:
    """Return who acts in a verb: its subject, the agent of a passive, or the subject that it shares with its governor."""
    token = sentence.tokens[index]
    if is_passive(sentence, index):
        return _below(sentence, index, {"obl:agent"})
    if own := _below(sentence, index, {"nsubj"}):
        return own
    if depth > 4 or token.head == index:
        return []
    head = token.head
    if token.role in ("xcomp", "ccomp", "advcl", "conj"):
        if token.role == "xcomp" and (patients := _below(sentence, head, {"obj", "iobj"})):
            return patients
        return subjects(sentence, head, depth + 1)
    if token.role == "acl":
        if "VerbForm=Inf" in token.morph:
            return subjects(sentence, sentence.tokens[head].head, depth + 1)
        return [head]
    if token.role == "acl:relcl":
        return [head]
    return []


def _objects(sentence: Sentence, index: int) -> list[int]:
    token = sentence.tokens[index]
    if is_passive(sentence, index):
        found = _below(sentence, index, {"nsubj:pass"})
        if not found and token.role in ("acl", "acl:relcl"):
            found = [token.head]
        if not found and token.role == "conj":
            found = _below(sentence, token.head, {"nsubj:pass"})
        return found
    found = _below(sentence, index, {"obj"})
    relative_gap = token.role == "acl:relcl" and not found and not any(
        sentence.tokens[child].lemma in _RELATIVE for child in _below(sentence, index, {"nsubj"})
    )
    return [token.head] if relative_gap and _below(sentence, index, {"nsubj"}) else found


def resolve(scene: Scene, index: int, types: frozenset[str], depth: int = 0) -> Iterator[Mention]:
    """Yield the mentions of these types that a noun phrase stands for, coordinated ones too."""
    sentence = scene.sentence
    token = sentence.tokens[index]
    mention = scene.at(token)
    if mention and scene.kind(mention) in types:
        yield mention
    elif token.lemma in _RELATIVE and depth < 3:
        verb = sentence.tokens[token.head]
        if verb.role == "acl:relcl":
            yield from resolve(scene, verb.head, types, depth + 3)
        return
    elif mention is None and depth < 3:
        transparent = token.lemma in scene.words.words("transparent", "words") or token.text.casefold() in scene.words.words(
            "transparent", "words"
        )
        roles = {"appos", "flat", "compound"} if not transparent else {"appos", "flat", "compound", "nmod", "nmod:poss", "amod", "obl"}
        for child in _below(sentence, index, roles):
            inner = scene.at(sentence.tokens[child])
            if inner and scene.kind(inner) in types and (transparent or scene.kind(inner) in ("Tool", "Person") or sentence.tokens[child].role == "appos"):
                yield inner
            elif transparent:
                yield from resolve(scene, child, types, depth + 1)
    if mention is None and token.role == "appos" and depth < 3:
        above = scene.at(sentence.tokens[token.head])
        if above and scene.kind(above) in types:
            yield above
    if depth < 3:
        for child in _below(sentence, index, {"conj"}):
            yield from resolve(scene, child, types, depth + 1)


# Windows


def _window(rule: TreeRule, scene: Scene) -> Iterator[Candidate]:
    tokens = scene.sentence.tokens
    for index in _triggers(rule, scene.sentence):
        left = tokens[max(0, index - WINDOW)].start
        right = tokens[min(len(tokens) - 1, index + WINDOW)].end
        before = [m for m in scene.mentions if left <= m.span.start and m.span.end <= tokens[index].start]
        behind = [m for m in scene.mentions if tokens[index].end <= m.span.start and m.span.end <= right]
        subject = next((m for m in reversed(before) if scene.kind(m) in rule.subject_types), None)
        target = next((m for m in behind if scene.kind(m) in rule.object_types), None)
        if subject and target and subject.entity != target.entity:
            yield _candidate(rule, "window", scene, subject, target, index)


def _candidate(rule: Rule, route: str, scene: Scene, subject: Mention, target: Mention, index: int) -> Candidate:
    trigger = scene.sentence.tokens[index]
    spans = [mention.span for mention in (subject, target) if scene.sentence.span.holds(mention.span)]
    start = min([trigger.start, *(span.start for span in spans)])
    end = max([trigger.end, *(span.end for span in spans)])
    return Candidate(
        rule=rule,
        route=route,
        subject=subject,
        object=target,
        quote=Span(scene.sentence.span.text, start, end),
        scene=scene,
        confidence=rule.confidence * (0.75 if route == "window" else 1.0),
        token=index,
        position=rule.position,
    )


# Patterns

_PLAIN = str.maketrans("<>'\u00a0\u202f", "  ’  ")


def _abstract(scene: Scene) -> tuple[str, list[int]]:
    """Write the sentence with each mention as ``<Type:number>``; also the place in the article of each character.

    Apostrophes are written ``’``, and quotation marks around a mention are left out, so that patterns need not care.
    """
    span, pieces, offsets = scene.sentence.span, list[str](), list[int]()
    position = span.start

    def plain(start: int, end: int) -> None:
        opening = re.search(r"(?:[«“„\"]|(?<!\w)['‘])[\s\u00a0]?$", span.text[start:end])
        closing = re.match(r"[\s\u00a0]?[»”“\"'’](?!s\b)", span.text[start:end]) if start > span.start else None
        first = start + closing.end() if closing else start
        last = max(first, start + opening.start()) if opening and end < span.end else end
        pieces.append(span.text[first:last].translate(_PLAIN))
        offsets.extend(range(first, last))

    for number, mention in enumerate(scene.mentions):
        plain(position, mention.span.start)
        sign = f"<{scene.kind(mention)}:{number}>"
        pieces.append(sign)
        offsets.extend([mention.span.start] * len(sign))
        position = mention.span.end
    plain(position, span.end)
    offsets.append(span.end)
    return "".join(pieces), offsets


def _pattern(rule: PatternRule, scene: Scene, abstract: str, offsets: list[int]) -> Iterator[Candidate]:
    for expression in rule.expressions.get(scene.sentence.language, ()):
        for match in expression.finditer(abstract):
            groups = match.groupdict()
            start, end = offsets[match.start()], offsets[match.end()]
            subject = _slot(scene, groups.get("S"), rule.context_subject, start)
            target = _slot(scene, groups.get("O"), rule.context_object, start)
            if subject is None or target is None or subject.entity == target.entity:
                continue
            spans = [m.span for m in (subject, target) if scene.sentence.span.holds(m.span)]
            start, end = min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)])
            yield Candidate(
                rule=rule,
                route="pattern",
                subject=subject,
                object=target,
                quote=Span(scene.sentence.span.text, start, end),
                scene=scene,
                confidence=rule.confidence,
                position=(groups.get("position") or "").strip(" ,'’") or rule.position,
            )


def _slot(scene: Scene, sign: str | None, context: frozenset[str], place: int) -> Mention | None:
    """Return the mention that a slot matched or, where the pattern leaves it out, the last one before that fits."""
    if sign:
        return scene.mentions[int(sign.rpartition(":")[2])]
    before = [mention for mention in (*scene.earlier, *scene.mentions) if mention.span.end <= place]
    fitting = [mention for mention in before if scene.kind(mention) in context and mention.how != "pronoun"]
    return replace(fitting[-1], how="context") if fitting else None


#: What may stand between two names of one list.
_LISTED = re.compile(
    r"(?:\s?,\s|,?\s(?:and|et|y|e|und|sowie|as well as|ainsi que)\s)"
    r"(?:(?:and|et|y|und) )?(?:the |le |la |les |l['’]|des |du |de la |de l['’]|d['’]|de |los |las |el |die |der |den |with |avec |for |pour |to |of |contre |against )?"
    r"[«“„\"'‘]?[\s\u00a0]?"
)
_CLOSED = re.compile(r"[\s\u00a0]?[»”“\"'’](?!s\b)")


def listed(scene: Scene, mention: Mention) -> Iterator[Mention]:
    """Yield the mentions that stand in one list with a mention and are of its type: "A, B and C"."""
    number = next((place for place, other in enumerate(scene.mentions) if other is mention), None)
    if number is None:
        return
    for step in (-1, 1):
        place = number
        while 0 <= place + step < len(scene.mentions):
            left, right = sorted((scene.mentions[place], scene.mentions[place + step]), key=lambda one: one.span)
            between = scene.sentence.span.text[left.span.end : right.span.start]
            closed = _CLOSED.match(between)
            between = between[closed.end() :] if closed else between
            if scene.kind(scene.mentions[place + step]) != scene.kind(mention) or not _LISTED.fullmatch(between):
                break
            place += step
            yield scene.mentions[place]


def _spread(found: Candidate) -> Iterator[Candidate]:
    """Yield a candidate and the same for each that stands in a list with its subject or object."""
    subjects_ = [found.subject, *listed(found.scene, found.subject)]
    objects = [found.object, *listed(found.scene, found.object)]
    for subject in subjects_:
        for target in objects:
            if subject.entity == target.entity:
                continue
            spans = [m.span for m in (subject, target) if found.scene.sentence.span.holds(m.span)]
            start = min([found.quote.start, *(span.start for span in spans)])
            end = max([found.quote.end, *(span.end for span in spans)])
            yield replace(found, subject=subject, object=target, quote=Span(found.quote.text, start, end))
