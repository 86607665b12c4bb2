"""What a record of a provider says, as plain data by field: Dublin Core, or MODS as this portal gives it out.

The fields are those of a publication; beside them `authors` as [family, given, role, ORCID] and `sectors`, `themes`,
`areas` by name. What the record leaves unsaid is left out. Texts are cleaned and cut to their columns here, once.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from groundwork.cleaning import CONTROLS, clean_line
from groundwork.folding import fold
from research.imports.dates import read_date
from research.imports.identifiers import clean_doi, handle_of
from research.imports.kinds import kind_of
from research.models import Contribution, Contributor, Publication
from research.models.identifiers import doi_of, isbn_forms, symbol_of

Said = dict[str, Any]
Element = etree._Element
DC = "{http://purl.org/dc/elements/1.1/}"
MODS = "{http://www.loc.gov/mods/v3}"
Role, Kind = Contribution.Role, Publication.Kind
LONG = {"title": 2_000, "abstract": 50_000}  # characters that are kept of what has no limit in the tables
MOST = 5_000  # names, keywords and subjects of one record
LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "por": "pt", "ita": "it"}
DC_KINDS = {  # words of dc:type besides those of research/imports/kinds.py, folded, without what stands before "/"
    "bookpart": Kind.BOOK_CHAPTER,
    "conferenceobject": Kind.CONFERENCE_PAPER,
    "conferencepaper": Kind.CONFERENCE_PAPER,
    "doctoralthesis": Kind.THESIS,
    "masterthesis": Kind.THESIS,
    "journalarticle": Kind.JOURNAL_ARTICLE,
    "workingpaper": Kind.WORKING_PAPER,
}


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


def _name(text: str, role: str) -> list[str]:
    """ "Silva, Ana" is a person; without a comma it is an organisation, or somebody of one name."""
    family, _comma, given = (part.strip() for part in text.partition(","))
    return [family, given, role, ""]


def _language(code: str) -> str:
    code = code.lower().partition("-")[0]
    code = LANGUAGES.get(code, code)
    return code if code.isascii() and code.isalpha() and len(code) in {2, 3} else ""


def _date(texts: Iterable[str]) -> str:
    """The earliest that can be read: providers add when they took the work in, and when they showed it."""
    dates = [str(date) for text in texts if (date := read_date(text[:10]).value)]
    return min(dates, default="")


def _identified(text: str) -> tuple[str, str]:
    """The field that an identifier belongs to, and its value."""
    if doi := doi_of(text):
        return "doi", doi
    if handle := handle_of(text):
        return "handle", handle
    if text.startswith(("https://", "http://")):
        return "url", text
    if isbn_forms(re.sub(r"^urn:isbn:", "", text, flags=re.IGNORECASE)):
        return "isbn", re.sub(r"^(urn:)?isbn:?\s*", "", text, flags=re.IGNORECASE)[:17]
    return ("symbol", text) if symbol_of(text) else ("", "")


def _dublin_core(record: Element) -> Iterator[tuple[str, Any]]:
    texts: dict[str, list[str]] = {}
    for element in record.iter(f"{DC}*"):
        if text := (element.text or "").strip():
            texts.setdefault(element.tag.removeprefix(DC), []).append(text)
    given = texts.get
    yield from (("title", text) for text in given("title", [])[:1])
    yield "abstract", max(given("description", []), key=len, default="")
    yield "date", _date(given("date", []))
    yield "kind", next(filter(None, map(_kind, given("type", []))), Kind.OTHER)
    yield from (("authors", _name(text, Role.AUTHOR)) for text in given("creator", [])[:MOST])
    yield from (("authors", _name(text, Role.EDITOR)) for text in given("contributor", [])[:MOST])
    yield from (("keywords", text) for text in given("subject", []))
    names = {"publisher": "publisher", "source": "container", "relation": "series", "rights": "licence"}
    yield from ((ours, text) for theirs, ours in names.items() for text in given(theirs, [])[:1])
    yield from (("language", _language(text)) for text in given("language", []))
    yield from (("areas", text) for text in given("coverage", []))
    yield from (pair for text in given("identifier", []) if (pair := _identified(text))[0])


def _kind(word: str) -> str:
    """Ours for a word of dc:type, "info:eu-repo/semantics/article" too; empty for none that is known."""
    plain = fold(re.split(r"[/#:]", word)[-1])
    if plain in Kind.values:
        return plain
    known = DC_KINDS.get(plain) or kind_of(plain).value
    return "" if known == Kind.OTHER else known


def _mods(record: Element) -> Iterator[tuple[str, Any]]:
    find = record.findtext
    yield "title", find(f"{MODS}titleInfo/{MODS}title", "")
    for name in record.iterfind(f"{MODS}name"):
        yield "authors", _mods_name(name)
    for genre in record.iterfind(f"{MODS}genre"):
        is_ours = genre.get("authority") == "local" and genre.text in Kind.values
        yield ("kind" if is_ours else "kind_as_given"), genre.text or ""
    yield "publisher", find(f"{MODS}originInfo/{MODS}publisher", "")
    yield "date", _date([find(f"{MODS}originInfo/{MODS}dateIssued", "")])
    yield "language", _language(find(f"{MODS}language/{MODS}languageTerm", ""))
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
