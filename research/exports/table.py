"""CSV: a row for each record. The columns are documented on the page of the API and read by `import_publications`."""

from collections.abc import Iterable, Iterator

from groundwork.tabular import csv_lines
from research.exports.csl import Absolute
from research.exports.names import authors, editors, in_one_cell
from research.models import Publication

COLUMNS = (
    *("id", "record", "title", "kind", "kind_as_given", "date", "language", "authors", "editors", "published_in"),
    *(
        "volume",
        "issue",
        "pages",
        "series",
        "publisher",
        "symbol",
        "doi",
        "isbn",
        "handle",
        "url",
        "access",
        "licence",
        "keywords",
        "abstract",
    ),
    *("in_house", "all_sectors", "sectors", "suggested_sectors", "themes", "countries", "sources"),
)


def table(publications: Iterable[Publication], absolute: Absolute) -> Iterator[str]:
    """The heading, then a line for each publication with_parts; no cell can be taken for a formula."""
    return csv_lines(COLUMNS, (_cells(one, absolute) for one in publications))


def _cells(publication: Publication, absolute: Absolute) -> list[object]:
    sectors = publication.sector_tags.all()
    cells = {
        "record": absolute(publication.get_absolute_url()),
        "date": str(publication.date or publication.year or ""),
        "authors": in_one_cell(authors(publication)),
        "editors": in_one_cell(editors(publication)),
        "published_in": publication.container,
        "doi": publication.doi or "",
        "keywords": "; ".join(publication.keywords),
        "in_house": _yes(publication.in_house),
        "all_sectors": _yes(publication.all_sectors),
        "sectors": "; ".join(tag.sector.slug for tag in sectors if not tag.is_suggested),
        "suggested_sectors": "; ".join(tag.sector.slug for tag in sectors if tag.is_suggested),
        "themes": "; ".join(tag.theme.slug for tag in publication.theme_tags.all()),
        "countries": "; ".join(tag.area.code for tag in publication.area_tags.all()),
        "sources": "; ".join(dict.fromkeys(record.source.slug for record in publication.source_records.all())),
    }
    return [cells[name] if name in cells else getattr(publication, name) for name in COLUMNS]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
