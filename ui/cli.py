"""lpip-ui: puts the starter corpus in, starts the page and opens it in the browser."""

import argparse
import contextlib
import logging
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

from assistant.errors import AssistantError
from ingest.errors import BadSetting, IngestError
from ingest.settings import Settings, load_settings, quiet_environment
from ui.serve.names import EVERYWHERE
from ui.settings import UiSettings, load_ui_settings


def main(argv: list[str] | None = None) -> int:
    """Serves until interrupted. Exit status 0 when stopped, 2 when it could not start."""
    asked = _arguments(argv)
    quiet_environment()
    try:
        settings = load_ui_settings()
        settings = settings.model_copy(
            update={k: v for k in ("host", "port") if (v := getattr(asked, k)) is not None}
        )
        library = load_settings()
        _check_port(settings)
        if not asked.no_starter:
            _put_starter_in(library)
    except IngestError as error:
        print(f"lpip-ui: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lpip-ui: stopped.", file=sys.stderr)
        return 130
    _serve(settings, open_browser=not asked.no_browser and _has_screen())
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lpip-ui", description="Serve the evidence assistant as a web page on this machine."
    )
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1: this machine)")
    parser.add_argument("--port", type=_port, help="port to listen on (default 8501)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument(
        "--no-starter",
        action="store_true",
        help="do not put the starter corpus in: serve only what the library already holds",
    )
    return parser.parse_args(argv)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return int(text)


def _check_port(settings: UiSettings) -> None:
    """Raises BadSetting when the address cannot be listened on, with the way out."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host.strip("[]"), settings.port))
        except PermissionError:
            raise BadSetting(
                f"port {settings.port} needs administrator rights. Use one above 1023: "
                "lpip-ui --port 8501"
            ) from None
        except socket.gaierror:
            raise BadSetting(
                f"{settings.host} is not an address of this machine. Leave --host out to listen "
                "on this machine only."
            ) from None
        except OSError as error:
            other = settings.port + 1 if settings.port < 65535 else 8501
            raise BadSetting(
                f"port {settings.port} on {settings.host} cannot be used "
                f"({(error.strerror or str(error)).lower()}). Use another: lpip-ui --port {other}"
            ) from None


def _put_starter_in(settings: Settings) -> None:
    """Puts the starter corpus into the library, with a progress bar; at once when it is there."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from ingest.outcome import Progress as Step
    from ingest.outcome import State
    from ingest.pipeline import add_starter

    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Putting the starter corpus in", total=None)

        def tell(step: Step) -> None:
            bar.update(task, completed=step.done, total=step.total)

        report = add_starter(settings, on_progress=tell)
    failed = [outcome for outcome in report.outcomes if outcome.state is State.FAILED]
    for outcome in failed[:5]:
        print(f"lpip-ui: {Path(outcome.path).name}: {outcome.message}", file=sys.stderr)
    if report.note:
        print(f"lpip-ui: {report.note}", file=sys.stderr)
    if len(failed) > 5:
        print(f"lpip-ui: and {len(failed) - 5} more notes could not be put in", file=sys.stderr)


def _has_screen() -> bool:
    """Whether a browser could be shown."""
    return sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _warm() -> None:
    """Makes the assistant ready while the browser opens; a failure is shown by the page."""
    from ui import resources

    with contextlib.suppress(IngestError, AssistantError):
        resources.assistant()


def _serve(settings: UiSettings, *, open_browser: bool) -> None:
    from ui.serve.server import serve

    logging.getLogger("streamlit").setLevel(logging.ERROR)
    host = settings.host if settings.host not in EVERYWHERE else "localhost"
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    print(f"The evidence assistant is at {address}  (Ctrl+C stops it)", flush=True)
    if not settings.local:
        print(f"lpip-ui: {exposed(settings)}", file=sys.stderr, flush=True)
    if open_browser:
        opener = threading.Timer(1.5, webbrowser.open, (address,))
        opener.daemon = True
        opener.start()
    threading.Thread(target=_warm, daemon=True).start()
    serve(settings)


def exposed(settings: UiSettings) -> str:
    """What it means to listen on more than this machine."""
    names = ", ".join(settings.hosts_allowed)
    answered = (
        f"It answers to: {names}."
        if names
        else (
            "It answers only to this machine's own names: give those that others will use in "
            "LPIP_UI_ALLOWED_HOSTS."
        )
    )
    login = "" if settings.user_header else " There is no login: put a proxy with one in front."
    return f"listening on {settings.host}, so others on the network can reach it. {answered}{login}"
