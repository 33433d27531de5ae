"""Answers and passages as files for other programs: Word, Markdown, RIS, BibTeX, CSL-JSON, CSV."""
