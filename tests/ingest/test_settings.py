import os
import stat
from pathlib import Path

import pytest

from ingest.errors import BadSetting
from ingest.settings import load_settings, quiet_environment


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [name for name in os.environ if name.startswith("LPIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LPIP_HOME", str(tmp_path / "a" / "home"))
    return tmp_path / "a" / "home"


def test_home_is_made_for_its_owner_only(home: Path) -> None:
    settings = load_settings()

    assert settings.home == home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert settings.library_path == home / "library.db"


def test_a_misspelt_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LPIP_HOEM", "/x")

    with pytest.raises(BadSetting, match=r"LPIP_HOEM is not a setting\. Did you mean LPIP_HOME\?"):
        load_settings()


def test_variables_of_other_rooms_are_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LPIP_UI_PORT", "1")
    monkeypatch.setenv("LPIP_ASK_ANYTHING", "1")

    assert load_settings().max_file_mb == 200


def test_a_value_out_of_range_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LPIP_MAX_FILE_MB", "0")

    with pytest.raises(BadSetting, match=r"LPIP_MAX_FILE_MB.*'0'"):
        load_settings()


def test_a_home_that_is_a_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LPIP_HOME", str(tmp_path / "file"))

    with pytest.raises(BadSetting, match="cannot be made a folder"):
        load_settings()


def test_an_override_wins_over_the_environment(tmp_path: Path) -> None:
    assert load_settings(home=tmp_path / "b").home == tmp_path / "b"


def test_what_would_send_data_is_taken_out_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "OTEL_EXPORTER_OTLP_ENDPOINT"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("ANONYMIZED_TELEMETRY", "True")

    quiet_environment()

    assert not [name for name in os.environ if name.startswith(("LANGSMITH", "LANGCHAIN_T"))]
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" not in os.environ
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"
