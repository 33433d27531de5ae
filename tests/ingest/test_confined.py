"""No reader reaches out: not to the network, not to files that a document names."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ingest.errors import UnreadableDocument
from ingest.readers import Draft, Limits, read_file
from ingest.sandbox import ReaderPool
from tests.ingest.handmade import (
    Sheet,
    lines,
    relationships,
    write_docx,
    write_odf,
    write_pdf,
    write_pptx,
    write_xlsx,
)

SECRET = "the secret of this machine"
WORD = "<w:p><w:r><w:t>Kept text. {}</w:t></w:r></w:p>"


class Listener:
    """A web server on loopback that remembers what it was asked for."""

    def __init__(self) -> None:
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'<!ENTITY e "fetched">')

            def log_message(self, *_: object) -> None:
                return

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener(socket_enabled) -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def doctype(url: str, secret: Path) -> str:
    return (
        f'<!DOCTYPE d SYSTEM "{url}/d.dtd" [<!ENTITY e SYSTEM "file://{secret}">'
        f'<!ENTITY r SYSTEM "{url}/entity"><!ENTITY % p SYSTEM "{url}/parameter"> %p;]>'
    )


def hostile(folder: Path, url: str, secret: Path) -> list[Path]:
    """A file of each kind that asks for what lies outside it in every way that its kind knows."""
    page = (
        f'<html><head><base href="{url}/"><link rel="stylesheet" href="{url}/s.css">'
        f'<meta http-equiv="refresh" content="0; {url}/refresh"><script src="{url}/s.js"></script>'
        f'</head><body><p>Kept text.</p><img src="{url}/i.png"><iframe src="file://{secret}">'
        f'</iframe><object data="{url}/o"></object>'
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}"/></body>'
    )
    (folder / "a.html").write_text(page)
    (folder / "x.xhtml").write_text(
        f"{doctype(url, secret)}<html><body><p>Kept text. &e;&r;</p></body></html>"
    )
    (folder / "a.md").write_text(f"Kept text.\n\n![i]({url}/i.png) <img src='{url}/j.png'>\n")
    (folder / "a.csv").write_text(f'Kept text.,x\n"=WEBSERVICE(""{url}/w"")",1\n')
    outside = relationships(
        {
            "r1": ("aFChunk", f"file://{secret}"), "r2": ("attachedTemplate", f"{url}/t.dotm"),
            "r3": ("subDocument", f"{url}/sub.docx"), "r4": ("image", f"{url}/i.png"),
        }
    )  # fmt: skip
    body = WORD.format("") + '<w:altChunk r:id="r1"/><w:subDoc r:id="r3"/>'
    docx = write_docx(folder / "a.docx", body, {"word/_rels/document.xml.rels": outside})
    entities = write_docx(
        folder / "e.docx", "", {"word/document.xml": _word_with(doctype(url, secret))}
    )
    section = f'<text:section><text:section-source xmlns:xlink="x" xlink:href="file://{secret}"/>'
    odt = write_odf(
        folder / "a.odt", "text",
        f"<text:p>Kept text.<draw:frame><draw:image xmlns:xlink='x' xlink:href='{url}/i.png'/>"
        f"</draw:frame></text:p>{section}</text:section>",
    )  # fmt: skip
    slide = "<p:sp><p:txBody><a:p><a:r><a:t>Kept text.</a:t></a:r></a:p></p:txBody></p:sp>"
    pptx = write_pptx(folder / "a.pptx", [slide], {"ppt/slides/_rels/slide0.xml.rels": outside})
    rows = (
        '<sheetData><row r="1"><c r="A1" t="str"><v>Kept text.</v></c><c r="B1"><f>WEBSERVICE('
        f'"{url}/w")</f><v>1</v></c></row></sheetData>'
    )
    xlsx = write_xlsx(folder / "a.xlsx", {"S": rows})
    action = f"<< /S /URI /URI ({url}/open) >>"
    pdf = write_pdf(folder / "a.pdf", [Sheet(lines("Kept text."))], root=f"/OpenAction {action}")
    texts = [folder / name for name in ("a.html", "x.xhtml", "a.md", "a.csv")]
    return [*texts, docx, entities, odt, pptx, xlsx, pdf]


def _word_with(prologue: str) -> str:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"{prologue}<w:document {word}><w:body>{WORD.format('&e;&r;')}</w:body></w:document>"


def test_no_reader_asks_for_what_a_file_names_outside_it(tmp_path, listener):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    drafts: dict[str, Draft] = {}

    # In this process, where the network is there: in the sandbox no reader could ask if it would.
    for path in hostile(tmp_path, listener.url, secret):
        drafts[path.name] = read_file(path, Limits())

    assert listener.asked == []
    for name, draft in drafts.items():
        text = "\n".join(page.text for page in draft.pages)
        assert "Kept text." in text, name
        assert SECRET not in text, name
        assert "fetched" not in text, name


def test_a_zip_member_that_names_a_path_outside_writes_nothing(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    path = write_docx(inner / "a.docx", WORD.format(""), {"../../escaped.txt": "x"})

    with ReaderPool(Limits()) as pool:
        pool.read(path)

    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.docx", "inner"]


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import os; os.system('true')",
    ],
)
def test_a_reader_process_that_tries_to_reach_out_is_refused(attempt):
    program = f"from ingest.readers.confined import confine; confine(); {attempt}"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "PermissionError: a reader may not reach out" in ended.stderr


def test_billions_of_entities_are_not_expanded(tmp_path):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY l0 "laugh">{levels}]>'
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"{bomb}<w:document {word}><w:body>{WORD.format('&l9;')}</w:body></w:document>"
    path = write_docx(tmp_path / "a.docx", "", {"word/document.xml": document})

    with ReaderPool(Limits()) as pool:
        try:
            text = pool.read(path).pages[0].text
        except UnreadableDocument as error:
            text = str(error)

    assert "laughlaugh" not in text
    assert len(text) < 500
