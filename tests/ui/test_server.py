"""What the server itself lets in."""

import http.client
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("header", ["Host", "Origin"])
def test_a_foreign_host_or_origin_gets_no_connection(server: str, header: str) -> None:
    address = urlsplit(server).netloc
    headers = {
        "Host": address,
        "Origin": server,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    statuses = []
    for foreign in (None, {"Host": "evil.example", "Origin": "https://evil.example"}[header]):
        connection = http.client.HTTPConnection(address, timeout=10)
        sent = headers | ({header: foreign} if foreign else {})
        connection.putrequest("GET", "/_stcore/stream", skip_host=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        statuses.append(connection.getresponse().status)
        connection.close()

    assert statuses[0] == 101
    assert statuses[1] >= 400
