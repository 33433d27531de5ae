"""What all pages of this room share: escaped templates, one style, file names."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(**filters: Callable[..., object]) -> "Environment":
    """Templates of this package; every text is escaped, a missing one is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("eval", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["file_name"] = lambda path: Path(path).name
    made.filters.update(filters)
    return made
