"""How Streamlit is run: private by default, quiet, in our colours.

Given as options at the start, because Streamlit looks for its configuration file in the folder that
it was started from.
"""

from ui.brand import ACCENT, INK
from ui.settings import UiSettings

_FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, "
    "sans-serif"
)

Option = str | int | bool | list[str]


def options(settings: UiSettings) -> dict[str, Option]:
    """Streamlit's options, by their full names.

    Measured: by default it listens everywhere, accepts a foreign Host on its WebSocket, sends usage
    statistics and shows tracebacks. Host and Origin are the gate's business (`ui.serve.gate`).
    """
    return {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.xsrfCookieSameSite": "strict",
        "server.maxUploadSize": settings.max_upload_mb,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "logger.hideWelcomeMessage": True,
        "logger.level": "error",
        "runner.magicEnabled": False,
        **{f"theme.{name}": value for name, value in _THEME.items()},
        "theme.sidebar.backgroundColor": "#f6f6f3",
        "theme.sidebar.secondaryBackgroundColor": "#ffffff",
    }


_THEME: dict[str, Option] = {
    "base": "light",
    "primaryColor": ACCENT,
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f6f6f3",
    "textColor": INK,
    "linkColor": ACCENT,
    "borderColor": "#dcddd8",
    "showWidgetBorder": True,
    "baseRadius": "0.5rem",
    "buttonRadius": "0.5rem",
    "font": _FONT,
    "codeFont": _FONT,
    "codeTextColor": INK,
}
