"""What may be uploaded, checked on the server: kind and number; Streamlit checks the size."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from starlette.types import Message, Receive, Scope

from ui.serve.reply import Refused

UPLOADS = "/_stcore/upload_file/"
_HEAD = 16 * 1024
_NAME = re.compile(rb'filename="((?:[^"\\\r\n]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Uploads:
    """suffixes: endings of file names, with the dot, in lower case. most: files that one session
    may have waiting. waiting: session id -> ids of the files waiting now.
    """

    suffixes: Collection[str]
    most: int
    waiting: Callable[[str], Collection[str]]

    async def checked(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` with what was looked at put back. Raises Refused when it may not come in."""
        if scope["method"] != "PUT":
            return receive
        session_id, _, file_id = scope["path"].removeprefix(UPLOADS).partition("/")
        here = set(self.waiting(session_id))
        if file_id not in here and len(here) >= self.most:
            raise Refused(413, f"At most {self.most} files at once.")
        read, head = await _start(receive)
        name = _NAME.search(head)
        ending = _ending(name.group(1)) if name else ""
        if ending not in self.suffixes:
            known = ", ".join(sorted(self.suffixes))
            raise Refused(415, f"A file of this kind cannot be added. Known kinds: {known}.")
        return _replay(read, receive)


async def _start(receive: Receive) -> tuple[list[Message], bytes]:
    """The first messages of a body, up to where its first part's own headers end."""
    read: list[Message] = []
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _HEAD:
        message = await receive()
        read.append(message)
        head += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return read, head.split(b"\r\n\r\n", 1)[0]


def _ending(name: bytes) -> str:
    bare = name.decode("utf-8", errors="replace").lower()
    return f".{bare.rsplit('.', 1)[-1]}" if "." in bare else ""


def _replay(read: list[Message], receive: Receive) -> Receive:
    waiting = iter(read)

    async def again() -> Message:
        message = next(waiting, None)
        return message if message is not None else await receive()

    return again
