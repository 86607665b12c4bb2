"""The text of kept PDFs, page by page, read in a process of its own. `docs/decisions/0028-full-text.md`."""

from groundwork.full_text.reading import Finding, PdfText, ReadingLimits, read_pdf

__all__ = ["Finding", "PdfText", "ReadingLimits", "read_pdf"]
