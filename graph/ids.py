"""IRIs minted from content: the same on every machine, each local part beginning with a letter.

No counter, clock or random number takes part. A local part that begins with a letter and holds no slash keeps
rdflib's Turtle writer from inventing a namespace for each resource (measured in the research notes, sync §5.2).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from laborgraph.ontology.terms import ID

FACTS_GRAPH = ID + "graph-facts"
ENTITIES_GRAPH = ID + "graph-entities"
ORIGINS_GRAPH = ID + "graph-origins"
PENDING_GRAPH = ID + "graph-pending"


def digest(*parts: object, length: int = 24) -> str:
    """Hash the parts to `length` hexadecimal digits; None and "" differ.

    >>> digest("a", None) == digest("a", "")
    False
    """
    key = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def fold(name: str) -> str:
    """Reduce a name to lower-case ASCII-like words, so that case, accents and dashes do not tell names apart.

    >>> fold("L’IA  Générative")
    'l ia generative'
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c))))


def slug(name: str) -> str:
    """Make a readable local part of a name; may be empty for scripts that ASCII cannot spell.

    >>> slug("SAG-AFTRA")
    'sag-aftra'
    """
    ascii_only = fold(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:48].strip("-")


def entity_iri(entity_id: str) -> str:
    """Name the resource of an entity by its id.

    >>> entity_iri("netflix")
    'https://w3id.org/laborgraph/id/netflix'
    """
    return ID + entity_id


def unregistered_id(kind: str, name: str) -> str:
    """Make an id for an entity that no registry knows, from its type and folded name.

    >>> unregistered_id("Person", "Ted Sarandos") == unregistered_id("Person", "TED SARANDOS")
    True
    """
    return f"x-{slug(name) or kind.lower()}-{digest(kind, fold(name), length=8)}"


def canonical_url(url: str) -> str:
    """Bring a URL to the form under which two copies of one address are equal (RFC 3986 §6.2, no fragment).

    >>> canonical_url("HTTPS://Example.org:443/a/#part")
    'https://example.org/a/'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    port = f":{parts.port}" if parts.port and parts.port != default else ""
    return urlunsplit((parts.scheme.lower(), host + port, parts.path or "/", parts.query, ""))


def article_id(url: str | None, text: str) -> str:
    """Name an article by its address, or by its text where it has none."""
    return "a" + digest("url", canonical_url(url), length=16) if url else "a" + digest("text", text, length=16)


@lru_cache(maxsize=16)
def text_hash(text: str) -> str:
    """Hash the text that offsets count in."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fact_id(subject: str, predicate: str, object_: str) -> str:
    """Name the fact that claims with this subject, predicate and object state."""
    return "f" + digest(subject, predicate, object_)
