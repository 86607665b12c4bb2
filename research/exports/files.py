"""Files of records, written while they are sent: memory and queries for a thousand are those for a hundred thousand."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.urls import reverse

from groundwork.tabular import CSV
from research.exports.bibtex import bibtex
from research.exports.csl import Absolute, csl_json
from research.exports.ris import ris
from research.exports.table import table
from research.models import Publication

CHUNK = 200  # records that are read and written at a time


class FileFormat(NamedTuple):
    label: str
    content_type: str
    written: Callable[[Iterable[Publication], Absolute], Iterator[str]]

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]


FORMATS = {  # by the ending of the file's name
    "bib": FileFormat("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": FileFormat("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": FileFormat("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
    "csv": FileFormat("CSV", CSV, table),
}


def file_links(name: str, *arguments: object, query: str = "") -> list[dict[str, str]]:
    """Links to a file in each format, at the address of this name (items of parts/_meta.html)."""
    return [
        {"text": form.label, "url": reverse(name, args=[*arguments, ending]) + query}
        for ending, form in FORMATS.items()
    ]


def records(keys: Iterable[int]) -> Iterator[Publication]:
    """What anyone may see of these publications, with_parts, in the order of the keys; six queries for each chunk."""
    keys = iter(keys)
    while chunk := list(islice(keys, CHUNK)):
        found = Publication.objects.visible_to(None).with_parts(None).in_bulk(chunk)
        yield from (found[key] for key in chunk if key in found)
