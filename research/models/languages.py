"""Languages of records, by ISO 639 code."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info, gettext


def language_name(code: str) -> str:
    """The name in the active language; the code itself where none is known; nothing for no code."""
    try:
        return str(get_language_info(code)["name_translated"]) if code else ""
    except KeyError:
        return code


def known_languages() -> list[str]:
    """The plain codes ("fr", not "fr-ca") that have a name."""
    return [code for code in LANG_INFO if code.isalpha() and code.islower()]


def language_or_not_stated(code: str) -> str:
    return language_name(code) or gettext("Not stated")
