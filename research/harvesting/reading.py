"""What a record of a provider says, as plain data by field: Dublin Core, or MODS as this portal gives it out.

The fields are those of a publication; beside them `authors` as [family, given, role, ORCID] and `sectors`, `themes`,
`areas` by name. What the record leaves unsaid is left out. Texts are cleaned and cut to their columns here, once.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from groundwork.cleaning import CONTROLS, clean_line
from research.imports.dates import read_date
from research.imports.formats.languages import language_code
from research.imports.formats.oai import read_record
from research.imports.identifiers import clean_doi
from research.models import Contribution, Contributor, Publication

Said = dict[str, Any]
Element = etree._Element
MODS = "{http://www.loc.gov/mods/v3}"
Role, Kind = Contribution.Role, Publication.Kind
LONG = {"title": 2_000, "abstract": 50_000}  # characters that are kept of what has no limit in the tables
MOST = 5_000  # names, keywords and subjects of one record
DC_TEXTS = (
    *("title", "abstract", "kind", "kind_as_given", "date", "language", "container", "series", "publisher"),
    *("symbol", "doi", "isbn", "handle", "url", "licence"),
)


def read(prefix: str, metadata: Element | None) -> Said:
    """Raises ValueError, in one sentence, for a record that cannot be taken."""
    if metadata is None:
        raise ValueError("It has no metadata.")
    said = _cleaned(READERS[prefix](metadata))
    if not said.get("title"):
        raise ValueError("It has no title.")
    return said


def _cleaned(given: Iterable[tuple[str, Any]]) -> Said:
    """The first of several values of a text; all of a list, each once."""
    said: Said = {}
    for name, value in given:
        if isinstance(value, list):  # a name
            parts = [clean_line(part)[:limit] for part, limit in zip(value, NAME, strict=True)]
            said.setdefault(name, []).append(parts)
        elif name in LISTS:
            said.setdefault(name, []).append(clean_line(value)[: LISTS[name]])
        elif text := _text(name, value):
            said.setdefault(name, text)
    for name in {*LISTS, "authors"} & set(said):
        unique = {tuple(one) if isinstance(one, list) else one: one for one in said[name] if one and one[0]}
        said[name] = list(unique.values())[:MOST]
    return {name: value for name, value in said.items() if value}


def _text(name: str, value: str) -> str:
    if name == "abstract":
        return CONTROLS.sub("", value).strip()[: LONG[name]]
    return clean_line(value)[: LONG.get(name) or Publication._meta.get_field(name).max_length]


LISTS = {"keywords": 120, "sectors": 200, "themes": 200, "areas": 200}
NAME = (
    Contributor._meta.get_field("family").max_length,
    Contributor._meta.get_field("given").max_length,
    Contribution._meta.get_field("role").max_length,
    Contributor._meta.get_field("orcid").max_length,
)


def _date(text: str) -> str:
    return str(read_date(text[:10]).value or "")


def _dublin_core(record: Element) -> Iterator[tuple[str, Any]]:
    """As the importer of files reads it."""
    entry = read_record(1, record, "")
    if entry.record is None:
        raise ValueError(entry.reason)
    yield from ((name, str(value)) for name in DC_TEXTS if (value := getattr(entry.record, name)))
    yield from (("keywords", word) for word in entry.record.keywords)
    yield from (("authors", [one.family, one.given, one.role, one.orcid]) for one in entry.record.authors)
    yield from (("areas", name) for name in entry.record.extra.get("coverage", "").split("\n"))


def _mods(record: Element) -> Iterator[tuple[str, Any]]:
    find = record.findtext
    yield "title", find(f"{MODS}titleInfo/{MODS}title", "")
    for name in record.iterfind(f"{MODS}name"):
        yield "authors", _mods_name(name)
    for genre in record.iterfind(f"{MODS}genre"):
        is_ours = genre.get("authority") == "local" and genre.text in Kind.values
        yield ("kind" if is_ours else "kind_as_given"), genre.text or ""
    yield "publisher", find(f"{MODS}originInfo/{MODS}publisher", "")
    yield "date", _date(find(f"{MODS}originInfo/{MODS}dateIssued", ""))
    yield "language", language_code(find(f"{MODS}language/{MODS}languageTerm", ""))
    yield "abstract", find(f"{MODS}abstract", "")
    subjects = {"sector": "sectors", "theme": "themes"}
    for subject in record.iterfind(f"{MODS}subject"):
        for part in subject:
            is_place = part.tag == f"{MODS}geographic"
            name = "areas" if is_place else subjects.get(subject.get("authority", ""), "keywords")
            yield name, part.text or ""
    yield from _mods_places(record)
    yield from _mods_identifiers(record)
    yield "licence", find(f"{MODS}accessCondition", "")


def _mods_name(name: Element) -> list[str]:
    parts = {part.get("type", ""): part.text or "" for part in name.iterfind(f"{MODS}namePart")}
    role = Role.EDITOR if name.findtext(f"{MODS}role/{MODS}roleTerm") == "edt" else Role.AUTHOR
    if name.get("type") == "corporate":
        role = Role.CORPORATE_AUTHOR
    orcid = next((one.text or "" for one in name.iterfind(f"{MODS}nameIdentifier") if one.get("type") == "orcid"), "")
    return [parts.get("family") or parts.get("", ""), parts.get("given", ""), role, orcid]


def _mods_places(record: Element) -> Iterator[tuple[str, Any]]:
    """In which journal, book and series it is, and where there."""
    for item in record.iterfind(f"{MODS}relatedItem"):
        if name := {"host": "container", "series": "series"}.get(item.get("type", "")):
            yield name, item.findtext(f"{MODS}titleInfo/{MODS}title", "")
    part = f"{MODS}relatedItem[@type='host']/{MODS}part"
    for name in ("volume", "issue"):
        yield name, record.findtext(f"{part}/{MODS}detail[@type='{name}']/{MODS}number", "")
    yield "pages", record.findtext(f"{part}/{MODS}extent[@unit='pages']/{MODS}list", "")


def _mods_identifiers(record: Element) -> Iterator[tuple[str, Any]]:
    names = {"isbn": "isbn", "hdl": "handle", "document symbol": "symbol"}
    for one in record.iterfind(f"{MODS}identifier"):
        kind, text = one.get("type", ""), one.text or ""
        if kind == "doi":
            yield "doi", clean_doi(text).value
        elif kind in names:
            yield names[kind], text
    for url in record.iterfind(f"{MODS}location/{MODS}url"):
        if url.get("usage") != "primary":
            yield "url", (url.text or "").strip()


READERS: dict[str, Callable[[Element], Iterator[tuple[str, Any]]]] = {"oai_dc": _dublin_core, "mods": _mods}
