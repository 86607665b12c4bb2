"""What comes from outside is cleaned here, once: characters, lengths, numbers."""

import re
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

LONGEST_VALUE = 1_000  # characters of one query value
MOST_VALUES = 300  # values in one query string
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"\s+")


class BadInputError(BadRequest):
    """Malformed input. Its text is shown to the sender: one sentence of what would be right."""

    status = HTTPStatus.BAD_REQUEST


def check_query(query: QueryDict) -> None:
    """Raise BadInputError for what no page of ours can mean: control characters, endless values."""
    values = [(key, value) for key in query for value in query.getlist(key)]
    if len(values) > MOST_VALUES:
        raise BadInputError(_("The address has too many values; at most %(most)d can be read.") % {"most": MOST_VALUES})
    for key, value in values:
        if CONTROLS.search(key + value):
            raise BadInputError(_("The address has a character that no text contains. Take it out and try again."))
        if len(value) > LONGEST_VALUE or len(key) > LONGEST_VALUE:
            raise BadInputError(
                _("The value of “%(key)s” is too long; write at most %(most)d characters.")
                % {"key": key[:40], "most": LONGEST_VALUE}
            )


def clean_line(text: str) -> str:
    """One line of text without control characters, with single spaces."""
    return SPACES.sub(" ", CONTROLS.sub("", text)).strip()


def whole_number(text: str, least: int, most: int) -> int:
    """A plain whole number within bounds. Raises ValueError; refuses signs, spaces and digits of other scripts."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        raise ValueError(f"{text!r} is no whole number")
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"{number} is not between {least} and {most}")
    return number
