"""A body as it comes -> the bytes meant: unpacked where it was packed, never more than allowed."""

import zlib
from collections.abc import Iterator

from corpus.errors import Failed, Passing, Refused
from corpus.fetch.bounds import MIB
from corpus.fetch.wire import Reply

_STEP = 256 * 1024
# zlib's own name for "gzip or zlib, look and see".
_EITHER = 32 + zlib.MAX_WBITS


def packing(reply: Reply) -> str:
    """How the body is packed: "", "gzip" or "deflate". Raises Failed for any other."""
    named = reply.headers.get("content-encoding").lower().replace("x-gzip", "gzip")
    if named in ("", "identity"):
        return ""
    if named in ("gzip", "deflate"):
        return named
    raise Failed(f"the file is packed in a way that was not asked for ({named[:40]!r}).")


def body(reply: Reply, max_bytes: int) -> Iterator[bytes]:
    """The pieces of the file. Raises Refused beyond `max_bytes`, Passing, Failed, FetchStopped."""
    if reply.length is not None and reply.length > max_bytes:
        raise Refused(f"it is {too_large(max_bytes)} ({reply.length / MIB:,.0f} MB).")
    pieces = _unpacked(reply.pieces) if packing(reply) else reply.pieces
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max_bytes:
            raise Refused(f"it is {too_large(max_bytes)}.")
        yield piece


def too_large(max_bytes: int) -> str:
    """What is said of a file that is refused for its size."""
    return f"larger than {max_bytes / MIB:,.4g} MB, the most that is fetched (LPIP_MAX_FILE_MB)"


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Piece by piece, so that a bomb is noticed after the first steps."""
    stream = zlib.decompressobj(_EITHER)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if stream.eof:
                    stream = zlib.decompressobj(_EITHER)
                yield stream.decompress(rest, _STEP)
                rest = stream.unused_data if stream.eof else stream.unconsumed_tail
        while not stream.eof and (late := stream.decompress(b"", _STEP)):
            yield late
    except zlib.error:
        raise Failed("the server says that the file is packed (gzip), but it is not.") from None
    if not stream.eof:
        raise Passing("the packed file ends in the middle.")
