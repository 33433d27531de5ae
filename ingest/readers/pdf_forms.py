"""What was filled into the fields of a PDF form: PDFium's page text leaves it out."""

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np

from ingest.readers.cleaning import clean_text
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_style import Style

# Annotation flags and field flags of ISO 32000-1, 12.5.3 and 12.7.4.3.
_HIDDEN, _NOT_VIEWED, _PASSWORD = 1 << 1, 1 << 5, 1 << 13
_USUAL_SIZE = 10.0
_MOST_FIELDS = 2_000


def open_forms(document: Any) -> None:
    """Makes the form fields of an open PDFium document readable and shown in its pictures.

    PDFium here has no script engine: no script of a form runs. Call before a page is opened.
    """
    import pypdfium2.raw as pdfium

    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()


def form_lines(document: Any, page: Any) -> list[Line]:
    """A line for each value filled in on an open page, in the order of its fields.

    Its characters have no place of their own (index -1), so a quote from it is not lit.
    """
    if document.formenv is None:
        return []
    return [line for field in _fields(page) if (line := _line(document.formenv.raw, field))]


def _fields(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        try:
            is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
            if is_field and not pdfium.FPDFAnnot_GetFlags(annotation) & (_HIDDEN | _NOT_VIEWED):
                yield annotation
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _line(form: Any, field: Any) -> Line | None:
    import pypdfium2.raw as pdfium

    holds_text = (
        pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX,
        pdfium.FPDF_FORMFIELD_LISTBOX,
    )  # fmt: skip
    if pdfium.FPDFAnnot_GetFormFieldType(form, field) not in holds_text:
        return None
    if pdfium.FPDFAnnot_GetFormFieldFlags(form, field) & _PASSWORD:
        return None
    text = " ".join(clean_text(_value(form, field)).split())
    if not text:
        return None
    place = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(field, ctypes.byref(place))
    index = np.full(len(text), -1, dtype=np.int32)
    style = Style(size=_USUAL_SIZE, bold=False)
    return Line(text, index, place.left, place.bottom, place.right, place.top, style)


def _value(form: Any, field: Any) -> str:
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFAnnot_GetFormFieldValue(form, field, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, field, buffer, length)
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
