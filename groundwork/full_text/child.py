"""Run as a program of its own, never imported: a PDF's pages as lines of JSON.

    child.py FILE MOST_PAGES MOST_CHARACTERS MEMORY_BYTES CPU_SECONDS

First {"pages": how many there are}, then the text of each as a JSON string; or {"error": "encrypted"} or "broken".
PDFium is fast and written in C++: what a hostile file does to it ends this process, and nothing else. The limits are
set before the file is opened; all that is imported stands in the standard library and PDFium's own package.
"""

import json
import resource
import sys

import pypdfium2

PASSWORD = 4  # FPDF_ERR_PASSWORD
SECURITY = 5  # FPDF_ERR_SECURITY: a way of locking that PDFium does not know


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


def main(path: str, most_pages: int, most_characters: int, memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        say({"error": "encrypted" if error.err_code in {PASSWORD, SECURITY} else "broken"})
        return
    say({"pages": len(document)})
    left = most_characters
    for number in range(min(len(document), most_pages)):
        text = text_of(document, number)[:left]
        left -= len(text)
        say(text)
        if left <= 0:
            return


def text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    """Of a page; nothing where it alone is damaged."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    found = text.get_text_bounded()
    text.close()
    page.close()
    return found


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
