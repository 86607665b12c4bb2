"""Citations in words, in the styles that readers ask for; the styles are files in styles/, with their licence.

citeproc-py sets them. It knows less of CSL than the styles use, and the places where that shows are put right here.
"""

import json
import re
from functools import cache, lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import nh3
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from lxml import etree

from research.exports.csl import Absolute, csl_item
from research.models import Publication

FOLDER = Path(__file__).parent / "styles"
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
STYLES = {  # label: file; {} is the language of the page
    "APA": "apa",
    "Chicago": "chicago-author-date",
    "Harvard": "harvard-cite-them-right",
    "Vancouver": "vancouver",
    "ISO 690": "iso690-author-date-{}",
    "MLA": "modern-language-association",
}
YEAR_ONLY = {"Vancouver"}  # whose months would run into the years
SPACE = "{http://purl.org/net/xbiblio/csl}"
NUMBER = re.compile(r"^\s*1\.\s*")  # before the one entry of a numbered bibliography
GAPS = re.compile(r"(?:\s*\.)+(?=\s*\.)|\s+$|\s+(?=[.,;]\s)")  # left by what the record does not say
ESCAPED = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}  # in a title they are text, not markup
TO_ESCAPE = str.maketrans(ESCAPED)
ENTITIES = str.maketrans({"\ue000": "&lt;", "\ue001": "&gt;", "\ue002": "&amp;"})
VARIABLES = (  # that citeproc-py is given: an abstract is never cited
    *("id", "type", "title", "author", "editor", "issued", "container-title", "collection-title", "number"),
    *("volume", "issue", "page", "publisher", "DOI", "ISBN", "URL", "language"),
)
_one_at_a_time = Lock()  # the styles keep what they are setting in themselves


class StyledCitation(NamedTuple):
    style: str
    html: SafeString  # italics are its only markup
    text: str


def citations(publication: Publication, absolute: Absolute, language: str) -> list[StyledCitation]:
    """Of a publication with_parts, one in each style, in the words of a language."""
    item = {name: value for name, value in csl_item(publication, absolute).items() if name in VARIABLES}
    if "author" not in item:
        item |= _issuer(publication)
    if "URL" not in item and "DOI" not in item and publication.handle:
        item["URL"] = f"https://hdl.handle.net/{publication.handle}"
    return list(_citations(json.dumps(item, ensure_ascii=False).translate(TO_ESCAPE), language))


def _issuer(publication: Publication) -> dict[str, Any]:
    """What has no author is cited under who issued it; without a name, citeproc-py would say the title twice."""
    name = "ILO" if publication.in_house else publication.publisher
    return {"author": [{"literal": name or gettext("Anonymous")}]}


@lru_cache(maxsize=1_000)  # to set one takes a twentieth of a second
def _citations(item: str, language: str) -> tuple[StyledCitation, ...]:
    with _one_at_a_time:
        return tuple(_citation(style, json.loads(item), language) for style in STYLES)


def _citation(label: str, item: dict[str, Any], language: str) -> StyledCitation:
    if label in YEAR_ONLY and "issued" in item:
        item["issued"]["date-parts"][0] = item["issued"]["date-parts"][0][:1]
    style = _style(STYLES[label].format(language), LOCALES[language])
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.html)
    bibliography.register(Citation([CitationItem(item["id"])]))
    set_text = GAPS.sub("", NUMBER.sub("", str(bibliography.bibliography()[0]))).translate(ENTITIES)
    html = nh3.clean(set_text, tags={"i"}, attributes={})
    return StyledCitation(label, mark_safe(html), unescape(strip_tags(html)))  # noqa: S308 - cleaned


@cache
def _style(name: str, locale: str) -> CitationStylesStyle:
    tree = etree.parse(FOLDER / f"{name}.csl")
    _spell_out_initials(tree.getroot())
    _leave_out(tree.getroot())
    return CitationStylesStyle(BytesIO(etree.tostring(tree)), locale=locale, validate=False)


def _spell_out_initials(style: Any) -> None:
    """citeproc-py shortens given names wherever `initialize-with` reaches, in spite of initialize="false"."""
    if style.get("initialize") != "false" and not style.xpath("//*[local-name()='name'][@initialize='false']"):
        return
    mark = style.attrib.pop("initialize-with", None)
    default = style.attrib.pop("initialize", "true")
    for name in style.iter(f"{SPACE}name"):
        own = name.attrib.pop("initialize-with", mark)
        if own is not None and name.get("initialize", default) == "true":
            name.set("initialize-with", own)


def _leave_out(style: Any) -> None:
    """Two styles take what has no volume for not yet in print; our sources often state none of what is."""
    for element in style.xpath("//*[@value='Preprint' or @term='advance-online-publication']"):
        element.getparent().remove(element)
