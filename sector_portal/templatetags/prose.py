"""Text with a few marks, made safe to show."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from groundwork.prose import as_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Markdown as the few HTML tags that our pages style."""
    return mark_safe(as_html(text))  # noqa: S308 - cleaned there
