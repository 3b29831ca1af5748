"""Walk a parse: which words stand at a role of a trigger, and which mentions those words stand for.

Roles are those of Universal Dependencies as `parser` gives them, with what the surface hides put back: the agent of
a passive, the subject that a verb shares with its governor, the noun that a relative clause belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.model import Mention

if TYPE_CHECKING:
    from laborgraph.loaders.parser import Sentence
    from laborgraph.loaders.scene import Scene

_RELATIVE = frozenset({"who", "which", "that", "qui", "que", "lequel", "dont", "whom", "whose"})
_NOMINAL = frozenset({"obl", "nmod", "obl:agent", "iobj", "obl:tmod", "advmod", "advcl"})
#: Below these a noun phrase is looked through for a mention; below the second set only from a transparent noun.
_NEAR = frozenset({"appos", "flat", "compound"})
_FAR = _NEAR | {"nmod", "nmod:poss", "amod", "obl"}


def arguments(sentence: Sentence, index: int, role: str) -> list[int]:
    """Return the tokens at a role of a trigger.

    ``subj`` and ``obj`` are logical ones; ``poss`` whose it is; ``gov`` the subject of the verb above a noun; ``head``
    the noun that a participle or adjective describes; ``prep:with|by`` what hangs on it by these prepositions,
    ``deep:of`` what hangs on its object so; ``deep-poss`` whose its object is.
    """
    name, _, cases = role.partition(":")
    token = sentence.tokens[index]
    match name:
        case "subj":
            return subjects(sentence, index)
        case "obj":
            return _objects(sentence, index)
        case "poss":
            return _below(sentence, index, {"nmod:poss"})
        case "deep-poss":
            below = _below(sentence, index, {"obj", "obl"})
            return [one for child in below for one in _below(sentence, child, {"nmod:poss", "det"})]
        case "gov":
            return subjects(sentence, token.head) if token.head != index else []
        case "head":
            return [token.head] if token.role in ("acl", "amod", "acl:relcl", "appos") else []
        case "deep":
            # "X took the place of Y": the preposition hangs on the noun as often as on the verb.
            places = _below(sentence, index, {"obj", "obl", "xcomp", "nsubj:pass"})
        case _:
            places = [index]
    found = [child for place in places for child in _below(sentence, place, _NOMINAL)]
    return [child for child in found if sentence.tokens[child].case in cases.split("|")]


def _below(sentence: Sentence, index: int, roles: set[str] | frozenset[str]) -> list[int]:
    return [child for child in sentence.children[index] if sentence.tokens[child].role in roles]


def is_passive(sentence: Sentence, index: int) -> bool:
    """Tell whether a verb stands in the passive, as a finite verb or as a participle behind its noun."""
    token = sentence.tokens[index]
    if _below(sentence, index, {"aux:pass", "nsubj:pass"}):
        return True
    participle = "VerbForm=Part" in token.morph and ("Tense=Past" in token.morph or "Aspect=Perf" in token.morph)
    # With an object of its own it acts: parsers take "Studios used AI and finished" for "Studios that are used".
    return participle and token.role == "acl" and not _below(sentence, index, {"obj"})


def subjects(sentence: Sentence, index: int, depth: int = 0) -> list[int]:
    """Return who acts in a verb: its subject, a passive's agent, or the subject that it shares with its governor."""
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
    relative_gap = (
        token.role == "acl:relcl"
        and not found
        and not any(sentence.tokens[child].lemma in _RELATIVE for child in _below(sentence, index, {"nsubj"}))
    )
    return [token.head] if relative_gap and _below(sentence, index, {"nsubj"}) else found


def _otherwise(scene: Scene, pronoun: Mention, types: frozenset[str]) -> Iterator[Mention]:
    """Yield what a pronoun means where something of these types is asked for: the last such thing that it may mean."""
    kinds = set(scene.words.table("pronouns").get(pronoun.span.quote.casefold(), ())) & types
    before = [*scene.earlier, *(mention for mention in scene.mentions if mention.span.end <= pronoun.span.start)]
    for mention in reversed(before):
        if mention.how != "pronoun" and scene.kind(mention) in kinds and mention.entity not in scene.generic:
            yield replace(mention, span=pronoun.span, how="pronoun")
            return


def resolve(scene: Scene, index: int, types: frozenset[str], depth: int = 0) -> Iterator[Mention]:
    """Yield the mentions of these types that a noun phrase stands for, coordinated ones too."""
    sentence = scene.sentence
    token = sentence.tokens[index]
    mention = scene.at(token)
    if mention and scene.kind(mention) in types:
        yield mention
    elif mention and mention.how == "pronoun":
        yield from _otherwise(scene, mention, types)
    elif token.lemma in _RELATIVE and depth < 3:
        verb = sentence.tokens[token.head]
        if verb.role == "acl:relcl":
            yield from resolve(scene, verb.head, types, depth + 3)
        return
    elif mention is None and depth < 3:
        listed = scene.words.words("transparent", "words")
        transparent = token.lemma in listed or token.text.casefold() in listed
        for child in _below(sentence, index, _FAR if transparent else _NEAR):
            inner = scene.at(sentence.tokens[child])
            if inner and scene.kind(inner) in types:
                beside = scene.kind(inner) in ("Tool", "Person") or sentence.tokens[child].role == "appos"
                if transparent or beside:
                    yield inner
                    continue
            if transparent:
                yield from resolve(scene, child, types, depth + 1)
    if mention is None and token.role == "appos" and depth < 3:
        above = scene.at(sentence.tokens[token.head])
        if above and scene.kind(above) in types:
            yield above
    if mention is None and depth < 3:
        for child in _below(sentence, index, {"conj"}):
            yield from resolve(scene, child, types, depth + 1)
