"""lpip-ui before the page is served: bad input ends in one line that says the way out."""

import socket
import subprocess
import sys

import pytest

from ingest.errors import BadSetting
from ui.cli import exposed, main
from ui.settings import UiSettings, load_ui_settings
from ui.streamlit_config import options


@pytest.mark.enable_socket
def test_a_port_in_use_is_named_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        status = main(["--port", str(port), "--no-browser"])

    said = capsys.readouterr().err
    assert status == 2
    assert said.count("\n") == 1
    assert f"port {port}" in said
    assert f"lpip-ui --port {port + 1}" in said


@pytest.mark.enable_socket
def test_an_address_of_another_machine_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--host", "192.0.2.1", "--port", "8765", "--no-browser"])

    assert status == 2
    assert "192.0.2.1" in capsys.readouterr().err


def test_a_misspelt_setting_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LPIP_UI_PROT", "8502")

    status = main(["--no-browser"])

    assert status == 2
    assert "LPIP_UI_PROT is not a setting. Did you mean LPIP_UI_PORT?" in capsys.readouterr().err


def test_a_setting_out_of_range_says_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LPIP_UI_PORT", "99999")

    with pytest.raises(BadSetting, match=r"LPIP_UI_PORT='99999'.*65535"):
        load_ui_settings()


@pytest.mark.enable_socket
def test_a_misspelt_setting_of_the_library_is_refused_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LPIP_HOEM", "/nowhere")

    status = main(["--port", "8766", "--no-browser"])

    assert status == 2
    assert "LPIP_HOEM is not a setting" in capsys.readouterr().err


def test_a_port_that_is_no_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "http"])

    assert ended.value.code == 2
    assert "1 to 65535" in capsys.readouterr().err


def test_help_needs_neither_streamlit_nor_a_model() -> None:
    trial = (
        "import sys\n"
        "from ui.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'streamlit', 'torch', 'chromadb', 'onnxruntime'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", trial], capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode == 0, ended.stderr
    assert "--no-browser" in ended.stdout


def test_the_page_is_private_by_default() -> None:
    chosen = options(UiSettings())

    assert chosen["server.address"] == "127.0.0.1"
    assert chosen["server.enableAgentApi"] is False
    assert chosen["browser.gatherUsageStats"] is False
    assert chosen["client.showErrorDetails"] == "none"
    assert chosen["server.enableXsrfProtection"] is True
    assert chosen["server.enableCORS"] is True


def test_listening_beyond_this_machine_is_said_with_what_follows() -> None:
    bare = exposed(UiSettings(host="0.0.0.0"))
    named = exposed(
        UiSettings(host="0.0.0.0", allowed_hosts="evidence.example.org", user_header="X-User")
    )

    assert UiSettings().local
    assert not UiSettings(host="0.0.0.0").local
    assert "others on the network can reach it" in bare
    assert "LPIP_UI_ALLOWED_HOSTS" in bare
    assert "There is no login" in bare
    assert "It answers to: evidence.example.org." in named
    assert "no login" not in named
