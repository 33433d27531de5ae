"""The product's mark: drawn here, so that nothing is loaded from anywhere."""

from functools import cache

from PIL import Image, ImageDraw

ACCENT = "#0f5c63"
INK = "#1c2326"
# On a dark page.
BRIGHT_ACCENT = "#74c6cc"
PALE_INK = "#e6ebea"
_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial"

# A page with one line lit: what the product does.
_MARK = (
    f'<rect x="3" y="1" width="22" height="26" rx="4" fill="{ACCENT}"/>'
    '<rect x="8" y="8" width="12" height="2" rx="1" fill="#fff" opacity=".65"/>'
    '<rect x="7" y="12.500" width="14" height="4" rx="1" fill="#ffe08a"/>'
    '<rect x="8" y="19" width="8" height="2" rx="1" fill="#fff" opacity=".65"/>'
)
MARK_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="28" height="28">'
    f"{_MARK}</svg>"
)
LOGO_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 232 28" width="232" height="28">'
    f"<style>text{{fill:{INK}}}"
    f"@media (prefers-color-scheme:dark){{text{{fill:{PALE_INK}}}}}</style>"
    f'{_MARK}<text x="35" y="19.500" font-family="{_FONT},sans-serif" font-size="15.500" '
    'font-weight="650">LPIP Evidence Assistant</text></svg>'
)


@cache
def favicon() -> Image.Image:
    """The mark as a picture of 64 by 64 pixels."""
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((8, 2, 56, 62), radius=10, fill=ACCENT)
    pen.rounded_rectangle((18, 17, 46, 22), radius=2, fill="#9fc1c4")
    pen.rounded_rectangle((16, 28, 48, 38), radius=2, fill="#ffe08a")
    pen.rounded_rectangle((18, 44, 38, 49), radius=2, fill="#9fc1c4")
    return picture
