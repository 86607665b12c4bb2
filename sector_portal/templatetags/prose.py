"""Text with a few marks, made safe to show."""

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()

MARKDOWN = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h3", "h4", "br"}
SCHEMES = {"https", "http", "mailto"}


@register.filter
def prose(text: str) -> SafeString:
    """Markdown (CommonMark) as the few HTML tags that our pages style; anything else is dropped."""
    html = nh3.clean(MARKDOWN.render(text or ""), tags=TAGS, url_schemes=SCHEMES, link_rel="noopener")
    return mark_safe(html)  # noqa: S308 - cleaned in the line above
