"""What a browser is told to allow on our pages: nothing from anywhere else."""


def security_headers(host: str, *, download: bool = False) -> list[tuple[bytes, bytes]]:
    """Response headers. host: the checked Host header. download: a file made for a session."""
    policy = _DOWNLOAD if download else _PAGE.format(host=host)
    pairs = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": _PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if download:
        pairs["cache-control"] = "private, no-store"
    return [(name.encode(), value.encode("latin-1")) for name, value in pairs.items()]


# Streamlit sets styles from script, so inline styles stay allowed; no inline script is. A script of
# a component reaches the page as a blob, which only scripts of the page itself can make.
_PAGE = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; "
    "connect-src 'self' ws://{host} wss://{host}; worker-src 'self' blob:; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_DOWNLOAD = "default-src 'none'; frame-ancestors 'none'; sandbox"
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi "
        "payment usb browsing-topics"
    ).split()
)
