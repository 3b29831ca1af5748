"""Weigh every pair of mentions that a predicate could join: what stands between them, over them and around them.

One `Pair` for each subject, predicate and object of an article, taken at the place that speaks best for it. Its
features are numbers that know no name and no language: types, counts, distances, roles of the tree, the frames'
triggers and the cues of modality. `rerank` turns them into a probability.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from laborgraph.loaders import frames
from laborgraph.loaders.lexicon import lexicon
from laborgraph.model import Mention
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES

if TYPE_CHECKING:
    from laborgraph.loaders.scene import Candidate, Scene

#: Mentions of one sentence, from the left, that are paired; sentences that list more are lists.
MOST = 14
_TYPES = sorted(ENTITY_TYPES)
_NAMES = sorted(PREDICATES)
_ALLOWED = {
    (one, other): tuple(name for name in _NAMES if PREDICATES[name].allows(one, other))
    for one in _TYPES
    for other in _TYPES
}
_CUES = ("denied", "feared", "planned", "proposed", "reported", "negated")
_ROLES = ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "appos", "compound", "conj", "amod")
#: Function words by what they tell, in the languages that have a lexicon; they say the same in all of them.
_LINKS = {
    word: name
    for name, words in {
        "of": "of de du des d' d’ del von der 's ’s",
        "by": "by par por durch",
        "with": "with avec con mit using",
        "for": "for pour para für",
        "against": "against contre contra gegen",
        "in": "in on dans sur en im am auf at à au aux chez bei",
        "from": "from depuis desde aus out",
        "and": "and et y e und or ou o oder &",
        "who": "who which that qui que dont die das where",
        "not": "not n't no never ne pas jamais nunca nicht kein keine without sans sin ohne",
        "comma": ",",
        "stop": "; : ( ) — – - . \" « » “ ”",
    }.items()
    for word in words.split()
}
_BETWEEN = tuple(dict.fromkeys(_LINKS.values()))
_LINKED = frozenset({"anaphor", "pronoun", "noun"})

FEATURES: tuple[str, ...] = (
    *(f"p={name}" for name in _NAMES),
    *(f"s={kind}" for kind in _TYPES),
    *(f"o={kind}" for kind in _TYPES),
    *("s_generic", "o_generic", "s_linked", "o_linked", "s_known", "o_known"),
    *("s_count", "o_count", "s_rank", "o_rank", "s_share", "o_share", "s_first", "o_first", "s_title", "o_title"),
    *("s_rivals", "o_rivals", "together", "adjacent", "blocks"),
    *("same", "headline", "place", "distance", "before", "between", "s_type_between", "o_type_between"),
    *("s_quoted", "o_quoted", "length", "mentions", "said", "s_says"),
    *(f"cue={cue}" for cue in _CUES),
    *(f"s_role={role}" for role in _ROLES),
    *(f"o_role={role}" for role in _ROLES),
    *("tree", "path", "s_up", "o_up", "top_verb", "top_noun", "trigger_top", "trigger_path"),
    *("trigger_between", "trigger_sentence", "trigger_gap", "others_between", "others_sentence", "others_top"),
    *("words_between", "words_sentence", "words_share"),
    *(f"link={name}" for name in _BETWEEN),
    *(f"last={name}" for name in _BETWEEN),
    *(f"first={name}" for name in _BETWEEN),
    *("touching", "title_between", "title_near", "office_near", "verbs_between"),
    *("rule", "rule_other", "rule_turned", "rule_subject", "rule_object", "rule_sentence", "rules"),
)
_WIDTH = len(FEATURES)
_AT = {name: place for place, name in enumerate(FEATURES)}


class _Where(NamedTuple):
    """Two mentions at one place: the scene of the later one, and whether both stand in it."""

    scene: Scene
    subject: Mention
    object: Mention
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A subject, predicate and object with their features (`FEATURES`, in order), at their best place."""

    subject: Mention
    predicate: str
    object: Mention
    scene: Scene
    same: bool
    features: tuple[float, ...]
    token: int = -1


def pairs(scenes: Sequence[Scene], found: Sequence[Candidate]) -> Iterator[Pair]:
    """Yield the pairs of an article, given its scenes in order and what the rules found in them."""
    cast = _Standing(scenes)
    fired = _Fired(found)
    looks: dict[int, _Look] = {}
    places: dict[tuple[str, str], list[_Where]] = defaultdict(list)
    for where in _places(scenes):
        places[where.subject.entity, where.object.entity].append(where)
    for (subject, target), all_ in sorted(places.items()):
        first = all_[0]
        for name in _ALLOWED[first.scene.kind(first.subject), first.scene.kind(first.object)]:
            if PREDICATES[name].symmetric and target < subject:
                continue
            yield _best(name, all_, cast, fired, looks)


def _places(scenes: Sequence[Scene]) -> Iterator[_Where]:
    for number, scene in enumerate(scenes):
        here = scene.mentions[:MOST]
        for one in here:
            for other in here:
                if one.entity != other.entity:
                    yield _Where(scene, one, other, True)
        before = scenes[number - 1] if number and scenes[number - 1].block.kind == scene.block.kind else None
        named = {mention.entity for mention in here}
        for one in before.mentions[:MOST] if before else ():
            if one.entity in named:
                continue
            for other in here:
                yield _Where(scene, one, other, False)
                yield _Where(scene, other, one, False)


def _best(
    name: str, places: Sequence[_Where], cast: _Standing, fired: _Fired, looks: dict[int, _Look]
) -> Pair:
    best: tuple[tuple[float, ...], _Where, list[float], int] | None = None
    for where in places[:12]:
        look = looks.get(id(where.scene)) or looks.setdefault(id(where.scene), _Look(where.scene))
        row, token = look.features(where, name)
        score = (
            fired.confidence(where, name),
            row[_AT["trigger_top"]] + row[_AT["trigger_path"]],
            float(where.same),
            row[_AT["trigger_between"]],
            row[_AT["words_between"]] + row[_AT["words_sentence"]],
            -row[_AT["distance"]],
        )
        if best is None or score > best[0]:
            best = score, where, row, token
    assert best is not None
    _, where, row, token = best
    row[_AT["together"]] = min(sum(one.same for one in places), 6)
    row[_AT["adjacent"]] = min(sum(not one.same for one in places), 6)
    row[_AT["blocks"]] = min(len({one.scene.block.span.start for one in places}), 6)
    row[_AT[f"p={name}"]] = 1.0
    cast.tell(row, where, name)
    fired.tell(row, where, name)
    return Pair(
        subject=where.subject,
        predicate=name,
        object=where.object,
        scene=where.scene,
        same=where.same,
        features=tuple(row),
        token=token,
    )


class _Standing:
    """How much of an article each entity is."""

    def __init__(self, scenes: Sequence[Scene]) -> None:
        mentions = [mention for scene in scenes for mention in scene.mentions]
        self.count = Counter(mention.entity for mention in mentions)
        self.types = dict(scenes[0].types) if scenes else {}
        self.generic = scenes[0].generic if scenes else frozenset[str]()
        self.title = {m.entity for scene in scenes if scene.block.kind == "headline" for m in scene.mentions}
        self.known = {mention.entity for mention in mentions if mention.how == "registry"}
        self.first: dict[str, float] = {}
        for number, mention in enumerate(mentions):
            self.first.setdefault(mention.entity, number / max(1, len(mentions)))
        self.of_type: dict[str, list[str]] = defaultdict(list)
        for entity, _ in sorted(self.count.items(), key=lambda item: (-item[1], self.first[item[0]])):
            self.of_type[self.types[entity]].append(entity)

    def tell(self, row: list[float], where: _Where, name: str) -> None:
        for side, mention in (("s", where.subject), ("o", where.object)):
            entity, kind = mention.entity, where.scene.kind(mention)
            alike = self.of_type[kind]
            row[_AT[f"{side}={kind}"]] = 1.0
            row[_AT[f"{side}_generic"]] = entity in self.generic
            row[_AT[f"{side}_linked"]] = mention.how in _LINKED
            row[_AT[f"{side}_known"]] = entity in self.known
            row[_AT[f"{side}_count"]] = min(self.count[entity], 12)
            row[_AT[f"{side}_rank"]] = min(alike.index(entity), 8)
            row[_AT[f"{side}_share"]] = self.count[entity] / sum(self.count[one] for one in alike)
            row[_AT[f"{side}_first"]] = self.first[entity]
            row[_AT[f"{side}_title"]] = entity in self.title
            row[_AT[f"{side}_rivals"]] = min(len(alike) - 1, 10)


class _Fired:
    """What the rules found, by pair and by side."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        self.exact: dict[tuple[str, str, str], float] = {}
        self.pair: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.subject: Counter[tuple[str, str]] = Counter()
        self.object: Counter[tuple[str, str]] = Counter()
        self.sentence: dict[int, set[str]] = defaultdict(set)
        for one in found:
            name, subject, target = one.rule.predicate, one.subject.entity, one.object.entity
            sides = [(subject, target), (target, subject)] if PREDICATES[name].symmetric else [(subject, target)]
            for side in sides:
                self.exact[(name, *side)] = max(self.exact.get((name, *side), 0.0), one.confidence)
                self.pair[side].add(name)
            self.subject[name, subject] += 1
            self.object[name, target] += 1
            self.sentence[one.scene.sentence.span.start].add(name)

    def confidence(self, where: _Where, name: str) -> float:
        return self.exact.get((name, where.subject.entity, where.object.entity), 0.0) if where.same else 0.0

    def tell(self, row: list[float], where: _Where, name: str) -> None:
        pair = where.subject.entity, where.object.entity
        exact = (name, *pair) in self.exact
        row[_AT["rule"]] = self.exact.get((name, *pair), 0.0)
        row[_AT["rule_other"]] = len(self.pair.get(pair, set()) - {name})
        row[_AT["rule_turned"]] = len(self.pair.get(pair[::-1], ()))
        row[_AT["rule_subject"]] = min(self.subject[name, pair[0]] - exact, 3)
        row[_AT["rule_object"]] = min(self.object[name, pair[1]] - exact, 3)
        row[_AT["rule_sentence"]] = name in self.sentence.get(where.scene.sentence.span.start, ())
        row[_AT["rules"]] = len(self.sentence.get(where.scene.sentence.span.start, ()))


@cache
def _triggers(language: str) -> dict[str, frozenset[str]]:
    """Return the predicates of each lemma that a frame of the language has as trigger."""
    found: dict[str, set[str]] = defaultdict(set)
    for rule in frames.load()[0]:
        for form in rule.lemmas.get(language, ()):
            found[form[0]].add(rule.predicate)
    return {lemma: frozenset(names) for lemma, names in found.items()}


@cache
def _vocabulary(language: str) -> dict[str, dict[str, float]]:
    """Return how much each word of the frames' patterns speaks for each predicate: its share among those that list it.

    Words are cut to their first six letters, which stands for a stem in all four languages.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for rule in frames.load()[1]:
        for expression in rule.expressions.get(language, ()):
            bare = re.sub(r"\(\?P?<\w+>|\\.|<[^>]*>", " ", expression.pattern)
            for word in re.findall(r"[^\W\d_]{4,}", bare):
                found[word.casefold()[:6]].add(rule.predicate)
    for lemma, names in _triggers(language).items():
        if len(lemma) > 3:
            found[lemma[:6]] |= names
    return {word: dict.fromkeys(names, 1 / len(names)) for word, names in found.items() if len(names) < 6}


class _Look:
    """A sentence seen once for all pairs in it."""

    def __init__(self, scene: Scene) -> None:
        sentence = self.sentence = scene.sentence
        language = sentence.language
        self.scene = scene
        triggers, words = _triggers(language), _vocabulary(language)
        self.triggers = [(n, names) for n, t in enumerate(sentence.tokens) if (names := triggers.get(t.lemma))]
        taken = {place for mention in scene.mentions for place in range(mention.span.start, mention.span.end)}
        self.words = [
            (number, weights)
            for number, token in enumerate(sentence.tokens)
            if token.start not in taken and (weights := words.get(token.text.casefold()[:6]))
        ]
        text, lex = sentence.span.quote, lexicon(language)
        self.cues = [bool(lex.pattern("modality", f"{cue}_patterns").search(text)) for cue in _CUES]
        verbs = lex.words("speech_verbs")
        self.said = [n for n, token in enumerate(sentence.tokens) if token.lemma in verbs]
        self.links = [_LINKS.get(token.text.casefold()) for token in sentence.tokens]
        self.titles = [m.span() for m in lex.pattern("titles").finditer(sentence.span.text, *self._bounds())]
        self.offices = [m.span() for m in lex.pattern("offices").finditer(sentence.span.text, *self._bounds())]
        self.inside = [token.start in taken for token in sentence.tokens]
        self.heads: dict[int, int] = {}
        self.ups: dict[int, list[int]] = {}

    def _bounds(self) -> tuple[int, int]:
        return self.sentence.span.start, self.sentence.span.end

    def _linked(self, row: list[float], where: _Where) -> None:
        """Tell what function words and titles stand between two mentions of this sentence."""
        first, second = sorted((where.subject.span, where.object.span))
        tokens = self.sentence.tokens
        inner = [n for n, t in enumerate(tokens) if first.end <= t.start and t.end <= second.start and not self.inside[n]]
        for number in inner:
            if link := self.links[number]:
                row[_AT[f"link={link}"]] = 1.0
        for name, number in (("first", inner[0]), ("last", inner[-1])) if inner else ():
            if link := self.links[number]:
                row[_AT[f"{name}={link}"]] = 1.0
        row[_AT["touching"]] = len(inner)
        row[_AT["verbs_between"]] = sum(tokens[n].pos == "VERB" for n in inner)
        row[_AT["title_between"]] = any(first.end <= start and end <= second.start for start, end in self.titles)
        subject = where.subject.span
        row[_AT["title_near"]] = any(abs(start - subject.end) < 12 or abs(end - subject.start) < 4 for start, end in self.titles)
        row[_AT["office_near"]] = any(abs(start - subject.end) < 12 or abs(end - subject.start) < 4 for start, end in self.offices)

    def _head(self, mention: Mention) -> int:
        """Return the token of a mention that stands highest in the tree, or its last."""
        key = mention.span.start
        if key not in self.heads:
            inside = [n for n, t in enumerate(self.sentence.tokens) if mention.span.start <= t.start < mention.span.end]
            tops = [n for n in inside if self.sentence.tokens[n].head not in inside or self.sentence.tokens[n].head == n]
            self.heads[key] = tops[0] if tops and self.sentence.tree else inside[-1] if inside else 0
        return self.heads[key]

    def _up(self, token: int) -> list[int]:
        if token not in self.ups:
            path = [token]
            while self.sentence.tree and len(path) < 20 and self.sentence.tokens[path[-1]].head not in path:
                path.append(self.sentence.tokens[path[-1]].head)
            self.ups[token] = path
        return self.ups[token]

    def features(self, where: _Where, name: str) -> tuple[list[float], int]:
        """Return the row of a pair at this place, the article's part of it still empty, and its trigger."""
        row = [0.0] * _WIDTH
        scene, tokens = self.scene, self.sentence.tokens
        row[_AT["same"]] = where.same
        row[_AT["headline"]] = scene.block.kind == "headline"
        row[_AT["length"]] = min(len(tokens), 60)
        row[_AT["mentions"]] = min(len(scene.mentions), 12)
        row[_AT["said"]] = bool(self.said)
        row[_AT["place"]] = scene.sentence.span.start / len(scene.sentence.span.text)
        row[_AT["before"]] = where.subject.span < where.object.span
        for cue, there in zip(_CUES, self.cues, strict=True):
            row[_AT[f"cue={cue}"]] = there
        for side, mention in (("s", where.subject), ("o", where.object)):
            row[_AT[f"{side}_quoted"]] = any(quote.holds(mention.span) for quote in scene.block.quotes)
        if not where.same:
            here = where.object if scene.sentence.span.holds(where.object.span) else where.subject
            left, right = 0, self._head(here)
            row[_AT["distance"]] = 40.0
        else:
            left, right = sorted((self._head(where.subject), self._head(where.object)))
            row[_AT["distance"]] = min(right - left, 40)
            between = [m for m in scene.mentions if min(where.subject.span, where.object.span) < m.span
                       and m.span < max(where.subject.span, where.object.span)]
            row[_AT["between"]] = min(len(between), 8)
            kinds = [scene.kind(m) for m in between]
            row[_AT["s_type_between"]] = scene.kind(where.subject) in kinds
            row[_AT["o_type_between"]] = scene.kind(where.object) in kinds
        token = self._lexical(row, left, right, name)
        if self.sentence.tree and where.same:
            token = self._tree(row, where, name, token)
        if where.same:
            self._linked(row, where)
            row[_AT["s_says"]] = any(abs(n - self._head(where.subject)) < 4 for n in self.said)
        return row, token

    def _lexical(self, row: list[float], left: int, right: int, name: str) -> int:
        found = -1
        inside: set[str] = set()
        everywhere: set[str] = set()
        gap = 20
        for number, names in self.triggers:
            everywhere |= names
            if left < number < right:
                inside |= names
            if name in names:
                near = min(abs(number - left), abs(number - right))
                if near < gap:
                    gap, found = near, number
        row[_AT["trigger_between"]] = name in inside
        row[_AT["trigger_sentence"]] = name in everywhere
        row[_AT["trigger_gap"]] = gap
        row[_AT["others_between"]] = min(len(inside - {name}), 5)
        row[_AT["others_sentence"]] = min(len(everywhere - {name}), 8)
        total = 0.0
        for number, weights in self.words:
            worth = weights.get(name, 0.0)
            total += 1.0
            row[_AT["words_sentence"]] += worth
            if left < number < right:
                row[_AT["words_between"]] += worth
        row[_AT["words_share"]] = row[_AT["words_sentence"]] / total if total else 0.0
        return found

    def _tree(self, row: list[float], where: _Where, name: str, found: int) -> int:
        tokens = self.sentence.tokens
        one, other = self._head(where.subject), self._head(where.object)
        up, down = self._up(one), self._up(other)
        row[_AT["tree"]] = 1.0
        for side, token in (("s", one), ("o", other)):
            if (key := f"{side}_role={tokens[token].role}") in _AT:
                row[_AT[key]] = 1.0
        shared = next((token for token in up if token in down), -1)
        if shared < 0:
            row[_AT["path"]] = 20.0
            return found
        s_up, o_up = up.index(shared), down.index(shared)
        row[_AT["s_up"]], row[_AT["o_up"]], row[_AT["path"]] = s_up, o_up, s_up + o_up
        row[_AT["top_verb"]] = tokens[shared].pos in ("VERB", "AUX")
        row[_AT["top_noun"]] = tokens[shared].pos in ("NOUN", "PROPN")
        path = {*up[: s_up + 1], *down[: o_up + 1]}
        for number, names in self.triggers:
            if number in path:
                if name in names:
                    row[_AT["trigger_path"]] = 1.0
                    found = number
                    if number == shared:
                        row[_AT["trigger_top"]] = 1.0
                elif number == shared:
                    row[_AT["others_top"]] = 1.0
        return found
