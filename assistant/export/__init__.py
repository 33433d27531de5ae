"""Answers and passages as files for other programs: Word, Markdown, RIS, BibTeX, CSL-JSON, CSV.

Every citation is looked up once more, and the file is refused by name if one no longer holds.
"""

from assistant.export.briefing import ExportRefused, unheld
from assistant.export.formats import (
    FORMATS,
    Format,
    export_answer,
    export_hits,
    format_of,
)

__all__ = [
    "FORMATS",
    "ExportRefused",
    "Format",
    "export_answer",
    "export_hits",
    "format_of",
    "unheld",
]
