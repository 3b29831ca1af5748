"""Write an extraction as a plain record, one JSON object an article, the format of `laborgraph extract`."""

from __future__ import annotations

from typing import Any

from laborgraph.model import Claim, Effect, Extraction


def record(extraction: Extraction, *, everything: bool = False, explain: bool = False) -> dict[str, Any]:
    """Return an article's entities and claims as plain values; `id` is the article's name.

    `everything` adds the claims that were refused, marked ``"accepted": false``; `explain` adds what led to each.
    """
    names = {entity.id: entity.name for entity in extraction.entities}
    claims = [_claim(claim, names, explain=explain) for claim in extraction.claims]
    if everything:
        for claim, reason in extraction.rejected:
            row = _claim(claim, names, explain=explain) | {"accepted": False}
            if explain:
                row["why"]["reason"] = reason
            claims.append(row)
    return {
        "id": extraction.article.name,
        "entities": [
            {"id": entity.id, "type": entity.type, "label": entity.name, "surfaces": list(entity.surfaces)}
            for entity in extraction.entities
        ],
        "claims": claims,
    }


def _claim(claim: Claim, names: dict[str, str], *, explain: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "qualifiers": _qualifiers(claim, names),
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "attributed_to": claim.speaker,
        "via": claim.via,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "confidence": claim.confidence,
    }
    if explain:
        row["why"] = {
            "rule": claim.rule,
            "extractor": claim.extractor,
            "words": claim.why.words,
            "way": claim.why.way,
            "links": list(claim.why.links),
            "modality": claim.why.modality or "no cue",
            "speaker": claim.why.speaker or "nobody named",
            "reason": "",
        }
    return row


def _qualifiers(claim: Claim, names: dict[str, str]) -> dict[str, Any]:
    found = claim.qualifiers
    row: dict[str, Any] = {
        "production": names.get(found.production or ""),
        "agreement": names.get(found.agreement or ""),
        "event": names.get(found.event or ""),
        "task": found.task,
        "role": found.position,
        "phase": found.phase,
        "measure": found.measure,
        "count": found.count,
        "count_text": found.count_text,
        "event_date": found.event_date or found.event_date_text,
        "cause": found.cause,
        "cause_said_by": names.get(found.cause_speaker or ""),
    }
    if found.effects:
        row["impact"] = found.effects[0].impact.value
        row["magnitude"] = found.effects[0].magnitude
        row["effects"] = [_effect(effect) for effect in found.effects]
    return {key: value for key, value in row.items() if value not in ("", None)}


def _effect(effect: Effect) -> dict[str, str]:
    row = {
        "impact": effect.impact.value,
        "magnitude": effect.magnitude,
        "value": effect.value,
        "unit": effect.unit,
        "comparator": effect.comparator,
    }
    return {key: value for key, value in row.items() if value}
