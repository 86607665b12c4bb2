"""Search engines of others, asked the same over the same records: what a second store beside PostgreSQL would give.

Each finds, counts, gives the first twenty by relevance and counts the facets; it makes no page. Its index knows nothing
of a change until somebody writes it there. One that is not installed is left out, and the table says so.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.db import connection
from django.http import HttpRequest, QueryDict

from research.filters import PublicationFilterSet
from research.models import SearchRow
from research.search.facets import BLOCK_SIZE, Block, code

FIRST = 20
YEARS = range(1900, 2101)
DEBIAN = "/usr/lib/python3/dist-packages"  # where python3-xapian is
RECORDS = """
SELECT id, title, abstract, facets FROM research_publication JOIN research_searchrow ON publication_id = id
"""


class Peer(Protocol):
    name: str

    def build(self, folder: Path) -> None:
        """Read all records into an index in this folder."""

    def search(self, text: str, codes: list[list[int]], *, goes_on: bool) -> int:
        """How many records are found; `goes_on`: the last word is the beginning of one."""


def peers() -> tuple[list[Peer], list[str]]:
    """Those that this machine has, and a sentence for each that it lacks."""
    there, missing = [], []
    for kind, how in ((Tantivy, "make packages-bench"), (Xapian, "apt-get install python3-xapian")):
        try:
            there.append(kind())
        except ImportError:
            missing.append(f"{kind.name} is not installed, so it is left out: {how}")
    return there, missing


def build(peer: Peer, folder: Path) -> dict[str, float]:
    folder.mkdir()
    begun = time.perf_counter()
    peer.build(folder)
    seconds = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"build_seconds": round(seconds, 1), "megabytes": round(size / 1e6, 1)}


def plainly(query: str) -> tuple[str, list[list[int]]]:
    """Of a query string: the words, and for each filter the codes of which a record has one."""
    rows = SearchRow.objects.visible_to(None)
    filters, codes = PublicationFilterSet(QueryDict(query), queryset=rows, request=HttpRequest()).checked(), []
    for condition in filters.conditions.values():
        found = dict(condition.children)
        if "facets__overlap" in found:
            codes.append(found["facets__overlap"])
        else:
            first, last = found.get("year__gte", YEARS.start), found.get("year__lte", YEARS.stop)
            codes.append([code(Block.YEAR, year) for year in YEARS if first <= year <= last])
    return filters.chosen.get("q", ""), codes


def _records() -> Iterator[tuple[int, str, str, list[int]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(RECORDS)
        yield from cursor


class Tantivy:
    name = "tantivy"

    def __init__(self) -> None:
        import tantivy  # noqa: PLC0415 - need not be there

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True)
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("abstract", tokenizer_name="en_stem")
        builder.add_integer_field("code", indexed=True, fast=True)
        self.schema = builder.build()

    def build(self, folder: Path) -> None:
        index = self.tantivy.Index(self.schema, path=str(folder))
        writer = index.writer(200_000_000, 1)
        for key, title, abstract, codes in _records():
            writer.add_document(self.tantivy.Document(id=key, title=title, abstract=abstract, code=codes))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.index, self.searcher = index, index.searcher()

    def search(self, text: str, codes: list[list[int]], *, goes_on: bool) -> int:
        query = self._query(text, codes, goes_on=goes_on)
        found = self.searcher.search(query, FIRST, count=True)
        for _score, address in found.hits:
            self.searcher.doc(address)
        self.searcher.aggregate(query, {"codes": {"terms": {"field": "code", "size": 2000}}})
        return found.count

    def _query(self, text: str, codes: list[list[int]], *, goes_on: bool) -> Any:
        query, must, should = self.tantivy.Query, self.tantivy.Occur.Must, self.tantivy.Occur.Should
        words = text.split()
        beginning = words.pop() if goes_on else ""
        parts = [(must, query.term_set_query(self.schema, "code", some)) for some in codes]
        if words:
            parts.append(
                (must, self.index.parse_query(" ".join(words), ["title", "abstract"], conjunction_by_default=True))
            )
        if beginning:
            fields = [query.regex_query(self.schema, name, f"{beginning}.*") for name in ("title", "abstract")]
            parts.append((must, query.boolean_query([(should, one) for one in fields])))
        return query.boolean_query(parts) if parts else query.all_query()


class Xapian:
    """It counts one value of each slot: a facet of which a record has several takes several slots."""

    name = "Xapian"
    SLOTS = 2  # of a facet

    def __init__(self) -> None:
        if DEBIAN not in sys.path:
            sys.path.append(DEBIAN)
        import xapian  # noqa: PLC0415 - need not be there

        self.xapian = xapian

    def build(self, folder: Path) -> None:
        xapian = self.xapian
        index = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("en"))
        for key, title, abstract, codes in _records():
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            generator.index_text(title, 4)
            generator.increase_termpos()
            generator.index_text(abstract)
            self._add_codes(document, codes)
            index.replace_document(key, document)
        index.commit()
        index.close()
        self.database = xapian.Database(str(folder))
        self.parser = xapian.QueryParser()
        self.parser.set_stemmer(xapian.Stem("en"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_default_op(xapian.Query.OP_AND)
        self.parser.set_database(self.database)

    def _add_codes(self, document: Any, codes: list[int]) -> None:
        used = dict.fromkeys(Block, 0)
        for one in codes:
            document.add_boolean_term(f"XC{one}")
            block = Block(one // BLOCK_SIZE)
            if used[block] < self.SLOTS:
                document.add_value(self.SLOTS * block + used[block], str(one))
                used[block] += 1

    def search(self, text: str, codes: list[list[int]], *, goes_on: bool) -> int:
        xapian, query = self.xapian, self.xapian.Query.MatchAll
        flags = xapian.QueryParser.FLAG_PHRASE | xapian.QueryParser.FLAG_WILDCARD
        if text:
            query = self.parser.parse_query(f"{text}*" if goes_on else text, flags)
        for some in codes:
            terms = xapian.Query(xapian.Query.OP_OR, [f"XC{one}" for one in some])
            query = xapian.Query(xapian.Query.OP_FILTER, query, terms)
        enquire = xapian.Enquire(self.database)
        enquire.set_query(query)
        spies = [xapian.ValueCountMatchSpy(self.SLOTS * block + slot) for block in Block for slot in range(self.SLOTS)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, FIRST, self.database.get_doccount())
        _counts = [(value.term, value.termfreq) for spy in spies for value in spy.values()]
        return found.get_matches_estimated()
