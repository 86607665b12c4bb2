"""Text with a few marks: kept as Markdown, shown as the few HTML tags that our pages style.

Whatever is written into a ProseField is cleaned by the field itself, on whichever path it comes: what an editor or a
word processor sends as HTML becomes Markdown of those marks, the rest of it goes. There is one way out, `as_html`.
"""

import re
from typing import Any

import nh3
from bs4 import BeautifulSoup
from django.db import models
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from groundwork.cleaning import CONTROLS

MARKDOWN = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h3", "h4", "br"}
SCHEMES = {"https", "http", "mailto"}
# What others write for the same marks
SAME_AS = {"b": "strong", "i": "em", "div": "p", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
HTML = re.compile(
    r"\s*<(?:p|div|ul|ol|h[1-6]|blockquote|table|strong|em|b|i|a|br|span|meta|html|body)\b", re.IGNORECASE
)
ANYWHERE = re.compile(r"([\\*_`\[\]<])")  # what Markdown would take for a mark
ENTITY = re.compile(r"&(?=#?\w+;)")
AT_START = re.compile(r"^(\s*\d{0,9})([#>+=~.)-])")


class _ToMarkdown(MarkdownConverter):
    """Escapes no more than it must, since people read the Markdown too: in the history, and in exports."""

    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - the signature is the library's
        text = ENTITY.sub(r"\\&", ANYWHERE.sub(r"\\\1", text))
        return AT_START.sub(r"\1\\\2", text)


TO_MARKDOWN = _ToMarkdown(bullets="-", heading_style="atx", newline_style="backslash")


def as_html(text: str | None) -> str:
    """Markdown (CommonMark) as the few HTML tags that our pages style; anything else is dropped. Safe to show."""
    return nh3.clean(MARKDOWN.render(text or ""), tags=TAGS, url_schemes=SCHEMES, link_rel="noopener")


def as_markdown(html: str) -> str:
    """HTML, from wherever, as Markdown of our marks; what is not one of them leaves its text or nothing."""
    soup = BeautifulSoup(nh3.clean(html, tags=TAGS | set(SAME_AS), url_schemes=SCHEMES), "html.parser")
    for tag in soup.find_all(list(SAME_AS)):
        tag.name = SAME_AS[tag.name]
    for item in soup.find_all("li"):
        paragraphs = item.find_all("p", recursive=False)
        if len(paragraphs) == 1:  # a short item is no paragraph
            paragraphs[0].unwrap()
    return TO_MARKDOWN.convert_soup(soup).strip()


def clean_prose(text: str) -> str:
    """Markdown as it is kept; cleaning it again changes nothing."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return as_markdown(text) if HTML.match(text) else text.strip()


class ProseField(models.TextField):
    """A text with marks. To the database, and so to migrations, it is a TextField."""

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return clean_prose(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
