"""Says in which language a translated text is shown, where the active one has none."""

from babel import Locale
from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundwork.translated import shown_language

register = template.Library()


@register.filter
def lang_attr(row: Model, field: str) -> SafeString:
    """` lang="en"` for an element that shows the field in another language than the page's (WCAG 3.1.2)."""
    code = shown_language(row, field)
    return format_html(' lang="{}"', code) if code != get_language() else SafeString()


@register.filter
def shown_in(row: Model, field: str) -> str:
    """ "Shown in English: there is no translation yet", or nothing where there is one."""
    code = shown_language(row, field)
    if code == get_language():
        return ""
    name = Locale(get_language()).languages[code]
    return _("Shown in %(language)s: there is no translation yet.") % {"language": name}
