"""A visitor without a browser: opens the page's WebSocket and speaks Streamlit's messages.

For measuring under load and for tests of the server, where twenty browsers would be the load.
"""

import http.client
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import ChatInputValue
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ui.serve.owners import COOKIE

_GOES_ON = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class NotServed(Exception):
    """The server did not do what a page needs. The message says what."""


@dataclass(frozen=True)
class Asked:
    """How a question went: seconds to the first claim and to the end of the page; all HTML shown.

    first_claim: None when there was none (declined).
    """

    first_claim: float | None
    whole: float
    shown: str


class Visitor:
    """One open page. address: "http://host:port". cookie: of a browser known before. session_id: to
    be taken up again. seconds: how long to wait for any message.

    Raises NotServed when the page cannot be opened.
    """

    def __init__(
        self,
        address: str,
        *,
        cookie: str | None = None,
        session_id: str | None = None,
        seconds: float = 120,
    ) -> None:
        self._seconds = seconds
        self.cookie = cookie or first_cookie(address)
        netloc = urllib.parse.urlsplit(address).netloc
        self._socket: ClientConnection = connect(
            f"ws://{netloc}/_stcore/stream",
            origin=Origin(address),
            subprotocols=[Subprotocol(part) for part in ("streamlit", "-", session_id) if part],
            additional_headers={"Cookie": f"{COOKIE}={self.cookie}"},
            max_size=None,
            open_timeout=seconds,
            proxy=None,
        )
        self.session_id = ""
        self._page = ""
        self._chat = ""
        self._send(ClientState())
        self.first_page = "".join(self._run())

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def ask(self, question: str) -> Asked:
        """Asks in the chat and waits until the page is drawn to its end. Raises NotServed."""
        if not self._chat:
            raise NotServed("the page has no field to ask in")
        field = WidgetState(id=self._chat, chat_input_value=ChatInputValue(data=question))
        began = time.monotonic()
        self._send(
            ClientState(widget_states=WidgetStates(widgets=[field]), page_script_hash=self._page)
        )
        first, shown = None, []
        for fragment in self._run():
            shown.append(fragment)
            if first is None and 'class="claim fresh' in fragment:
                first = time.monotonic() - began
        return Asked(first, time.monotonic() - began, "".join(shown))

    def _send(self, state: ClientState) -> None:
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    def _run(self) -> Iterator[str]:
        """HTML of the page as it comes, until the script has ended and no other follows it."""
        while True:
            try:
                received = self._socket.recv(timeout=self._seconds)
            except TimeoutError:
                raise NotServed(f"nothing came for {self._seconds:.0f} seconds") from None
            message = ForwardMsg.FromString(received if isinstance(received, bytes) else b"")
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
                self._page = message.new_session.page_script_hash
            elif kind == "delta":
                element = message.delta.new_element
                if element.HasField("html"):
                    yield element.html.body
                elif element.HasField("chat_input"):
                    self._chat = element.chat_input.id
            elif kind == "script_finished" and message.script_finished != _GOES_ON:
                return


def first_cookie(address: str) -> str:
    """The cookie that the server gives a browser that it has not seen. Raises NotServed."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
    try:
        connection.request("GET", "/desk.js")
        given = connection.getresponse().getheader("Set-Cookie") or ""
    finally:
        connection.close()
    name, _, value = given.split(";", 1)[0].partition("=")
    if name != COOKIE:
        raise NotServed("the server gave no cookie")
    return value
