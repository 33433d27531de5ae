"""How Streamlit is run: private by default, quiet, in our colours.

Given as options at the start, because Streamlit looks for its configuration file in the folder that
it was started from.
"""

from ui.brand import ACCENT, BRIGHT_ACCENT, INK, PALE_INK
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
        **{f"theme.{name}": value for name, value in _SHAPE.items()},
        **{f"theme.light.{name}": value for name, value in _LIGHT.items()},
        **{f"theme.dark.{name}": value for name, value in _DARK.items()},
    }


_SHAPE: dict[str, Option] = {
    "showWidgetBorder": True,
    "baseRadius": "0.5rem",
    "buttonRadius": "0.5rem",
    "font": _FONT,
    "codeFont": _FONT,
}
# The same colours as in style.css. Which set holds is the system's choice, or the reader's.
_LIGHT: dict[str, Option] = {
    "primaryColor": ACCENT,
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f6f6f3",
    "textColor": INK,
    "linkColor": ACCENT,
    "borderColor": "#dcddd8",
    "codeTextColor": INK,
    "sidebar.backgroundColor": "#f6f6f3",
    "sidebar.secondaryBackgroundColor": "#ffffff",
}
_DARK: dict[str, Option] = {
    "primaryColor": BRIGHT_ACCENT,
    "backgroundColor": "#14191b",
    "secondaryBackgroundColor": "#1c2326",
    "textColor": PALE_INK,
    "linkColor": BRIGHT_ACCENT,
    "borderColor": "#3f4c4f",
    "codeTextColor": PALE_INK,
    "sidebar.backgroundColor": "#191f21",
    "sidebar.secondaryBackgroundColor": "#242c2e",
}
