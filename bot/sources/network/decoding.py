"""Bodies out of their compression, never more of them than was asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from bot.sources.network.spoilt import Spoilt

ACCEPTED = "gzip, deflate"
GZIP = 16 + zlib.MAX_WBITS
ZLIB = zlib.MAX_WBITS
RAW = -zlib.MAX_WBITS
MAGIC = b"\x1f\x8b"
MEMBERS = 1000
SLICE = 262_144  # bytes that are decompressed at a time, so that a body is never held twice


def decoded(pieces: Iterable[bytes], encoding: str, size: int) -> bytes:
    """A body of at most `size` bytes, from what came over the wire and its Content-Encoding; Spoilt for more, or for nonsense."""
    match encoding.strip().lower():
        case "" | "identity" | "none" | "binary" | "utf-8":  # the last three are said by mistake, of bodies that are as they are
            return gathered(pieces, size)
        case "gzip" | "x-gzip":
            return inflated(pieces, size, GZIP)
        case "deflate":
            return inflated(pieces, size, None)
    raise Spoilt("sent it compressed in a way that was not asked for")


def gathered(pieces: Iterable[bytes], size: int) -> bytes:
    """All pieces as they are."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > size:
            raise too_large(size)
    return bytes(body)


def inflated(pieces: Iterable[bytes], size: int, form: int | None) -> bytes:
    """All pieces decompressed; `form` None is deflate, which servers send with and without the zlib wrapping."""
    body = bytearray()
    engine = None
    members = 0
    try:
        for piece in pieces:
            left = piece
            while left:
                if engine is None or engine.eof:
                    if engine is not None and not (form == GZIP and MAGIC.startswith(left[:2])):
                        return bytes(body)  # what follows the end is padding
                    members += 1
                    if members > MEMBERS:
                        raise Spoilt("sent it compressed in too many pieces")
                    engine = zlib.decompressobj(form if form is not None else wrapping(left))
                body += engine.decompress(left, min(size + 1 - len(body), SLICE))
                if len(body) > size:
                    raise too_large(size)
                left = engine.unused_data if engine.eof else engine.unconsumed_tail
    except zlib.error:
        raise Spoilt("sent it compressed, but not as it says") from None
    if engine is not None and not engine.eof:
        raise Spoilt("broke off before the end")
    return bytes(body)


def wrapping(start: bytes) -> int:
    """Which deflate this is: the zlib header's first half-byte is 8, as that of raw blocks hardly ever is."""
    return ZLIB if start[0] & 0x0F == 8 and (len(start) < 2 or (start[0] * 256 + start[1]) % 31 == 0) else RAW


def too_large(size: int) -> Spoilt:
    """The one thing to say of it."""
    return Spoilt(f"sent more than {size / 1_000_000:g} MB")
