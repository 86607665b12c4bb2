"""What it takes to give many records away: all of a search in each format, and OAI-PMH lists to their end.

From a database of its own, filled with made-up records, by a web server of its own: as somebody sees it who asks for
everything.
"""

import logging
import re
import tempfile
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from research.exports.files import FORMATS
from research.oai.answers import FORMATS as PREFIXES
from sector_portal.benchmark import corpus
from sector_portal.benchmark.faults import LOADED, temporary_database
from sector_portal.benchmark.processes import most_memory
from sector_portal.benchmark.records import address_of_database, connected_to, settle
from sector_portal.benchmark.web_server import HOST, serving
from sector_portal.page_costs import visitor

RECORDS = 100_000
PATIENCE = 120  # seconds without a byte
STARTS = {"bib": rb"(?m)^@", "ris": rb"(?m)^TY  - ", "json": rb'"type": ?"', "csv": rb"\n"}  # once for each record
TOKEN = re.compile(rb"<resumptionToken[^>]*>([^<]+)<")


def outlet_costs(number: int = RECORDS) -> dict[str, Any]:
    """By outlet: records, megabytes, seconds until the first byte and the last, the most memory of a web process."""
    logging.disable(logging.INFO)  # a line for each page would be a part of its cost
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        temporary_database(*LOADED, "load_themes") as database,
        connected_to(database.folder),
    ):
        corpus.fill(number)
        corpus.write_rows(number)
        settle()
        with serving(Path(folder) / "gunicorn.log", {"DATABASE_URL": address_of_database()}) as port:
            return {
                "about": "absolute figures of this machine; memory is the most that a web process has held up to then",
                "made_up_records": number,
                "megabytes_before": most_memory(),
                **costs_at(port),
            }


def costs_at(port: int) -> dict[str, Any]:
    """Of a web server that is ready, on the present database."""
    return {
        "exports": {ending: _exported(port, ending) for ending in FORMATS},
        "oai": {prefix: _harvested(port, prefix) for prefix in PREFIXES},
    }


def _exported(port: int, ending: str) -> dict[str, float]:
    first, last, body = _asked(port, reverse("research-file", args=[ending]))
    heading = int(ending == "csv")
    return {
        "records": len(re.findall(STARTS[ending], body)) - heading,
        "megabytes": round(len(body) / 1e6, 1),
        "first_byte_seconds": round(first, 2),
        "seconds": round(last, 1),
        "most_memory_megabytes": most_memory(),
    }


def _harvested(port: int, prefix: str) -> dict[str, float]:
    """All pages of ListRecords, one after another, and what the first and the last one ask of the database."""
    seconds, pages, records, size = [], [], 0, 0
    begun, asked = time.perf_counter(), {"metadataPrefix": prefix}
    while asked:
        pages.append(f"{reverse('oai')}?{urlencode({'verb': 'ListRecords'} | asked)}")
        _first, last, body = _asked(port, pages[-1])
        seconds.append(last)
        records += body.count(b"</record>")
        size += len(body)
        token = TOKEN.search(body)
        asked = {"resumptionToken": token[1].decode()} if token else {}
    return {
        "records": records,
        "pages": len(pages),
        "megabytes": round(size / 1e6, 1),
        "seconds": round(time.perf_counter() - begun, 1),
        "first_page_seconds": round(seconds[0], 2),
        "median_page_seconds": round(median(seconds), 2),
        "last_page_seconds": round(seconds[-1], 2),
        "longest_page_seconds": round(max(seconds), 2),
        "first_page_queries": _queries(pages[0]),
        "last_page_queries": _queries(pages[-1]),
        "most_memory_megabytes": most_memory(),
    }


def _asked(port: int, address: str) -> tuple[float, float, bytes]:
    """Seconds until the first byte of the answer and the last, and the answer."""
    with closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as there:
        begun = time.perf_counter()
        there.request("GET", address)
        answer = there.getresponse()
        if answer.status != 200:
            raise ValueError(f"{address} was answered with {answer.status}")
        body = answer.read(1)
        first = time.perf_counter() - begun
        body += answer.read()
        return first, time.perf_counter() - begun, body


def _queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        visitor().get(address, secure=settings.SECURE_SSL_REDIRECT)
    return len(captured)
