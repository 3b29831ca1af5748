"""Bytes to the text that offsets count in: whole, UTF-8, NFC, LF line ends; nothing else is altered."""

from __future__ import annotations

import codecs
import unicodedata
from typing import BinaryIO

from laborgraph.errors import InputError

#: The most bytes that one article (a file, or one line of JSON Lines) may have.
LIMIT = 20_000_000


class BadContentError(InputError):
    """Tell why one article cannot be used; a reader turns it into an `Issue` and goes on."""

    def __init__(self, code: str, message: str, where: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.where = where


def read_limited(stream: BinaryIO) -> bytes:
    """Read all bytes of a stream; raises `BadContentError` when there are more than `LIMIT`."""
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise BadContentError("too-large", f"more than {LIMIT // 1_000_000} MB; split it into articles")
    return data


def decode(data: bytes) -> str:
    r"""Decode an article's bytes; raises `BadContentError` for what is empty, binary or not UTF-8.

    >>> decode(b"caf\xc3\xa9\r\n")
    'café\n'
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadContentError("not-utf-8", "not UTF-8 but UTF-16; save it as UTF-8", "byte 0")
    if (at := data.find(b"\0")) >= 0:
        raise BadContentError("not-text", f"a binary file: NUL byte at offset {at}", f"byte {at}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
        raise BadContentError("not-utf-8", f"not UTF-8: byte {data[at]:#04x} at offset {at}", f"byte {at}") from None
    return canonical(text)


def canonical(text: str) -> str:
    r"""Bring a text to NFC with LF line ends; raises `BadContentError` for what no text holds.

    A byte order mark stays: it is a character of the decoded file, and offsets count it.

    >>> canonical("a\rb\r\nc")
    'a\nb\nc'
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip("\ufeff \t\n\f\v\u00a0"):
        raise BadContentError("empty", "no text in it")
    if "\0" in text:
        raise BadContentError("not-text", f"NUL character at {text.index(chr(0))}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadContentError("not-text", f"half a character (lone surrogate) at {error.start}") from None
    return text
