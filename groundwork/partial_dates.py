"""Dates known only in part: "2026", "2026-04" or "2026-04-18", never rounded to a day that nobody stated.

Stored as that text, which sorts as the dates do.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Self

from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Least, Left, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    year: int
    month: int = 0  # 0 = not known
    day: int = 0  # 0 = not known

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 calendar date with year, month or day precision. Raises ValueError."""
        found = SHAPE.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a date like 2026, 2026-04 or 2026-04-18.")
        year, month, day = (int(part or 0) for part in found.groups())
        dt.date(year, month or 1, day or 1)
        if (found[2] and not month) or (found[3] and not day):
            raise ValueError(f"{text!r} has a month or a day of 00.")
        return cls(year, month, day)

    @classmethod
    def of(cls, day: dt.date) -> Self:
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [
            f"{self.year:04}",
            f"{self.month:02}" if self.month else "",
            f"{self.day:02}" if self.day else "",
        ]
        return "-".join(part for part in parts if part)

    @property
    def first_day(self) -> dt.date:
        """The earliest day it may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The latest day it may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        return bool(self.day)

    def display(self, style: str = "long") -> str:
        """In words of the active language: "18 April 2026" (long), "18 Apr 2026" (short), "April 2026", "2026"."""
        if not self.month:
            return str(self.year)
        language = get_language() or "en"
        locale = "en_GB" if language == "en" else language
        if self.day and style == "long":
            text = format_date(self.first_day, "long", locale)
        else:
            skeleton = ("yMMMM" if style == "long" else "yMMM") + ("d" if self.day else "")
            text = format_skeleton(skeleton, self.first_day, locale=locale)
        return re.sub(r"^1\b", "1er", text) if language == "fr" and self.day else text  # which CLDR leaves out


def today() -> PartialDate:
    return PartialDate.of(timezone.localdate())


def period(start: PartialDate | None, end: PartialDate | None) -> str:
    """A span in words of the active language: "18–22 September 2017", "May 2006", "30 April – 2 May 2018"."""
    if start is None:
        return end.display() if end else ""
    if end is None or end == start:
        return start.display()
    first, last = start.display(), end.display()
    if start.is_exact and end.is_exact and (start.year, start.month) == (end.year, end.month):
        return f"{first.split()[0]}–{last}"  # each of our languages writes the day first
    if start.year == end.year and start.month:
        first = first.removesuffix(f" {start.year}").removesuffix(" de")
    return f"{first} – {last}"


def not_before(later: str, earlier: str) -> GreaterThanOrEqual:
    """A condition on two columns of partial dates, for constraints: the later one may be no sooner than the earlier.

    As far as both are known: "2026" is not before "2026-04". Where one is empty there is nothing to compare.
    """
    known = Least(Length(later), Length(earlier))
    text = models.CharField()
    return GreaterThanOrEqual(Left(later, known, output_field=text), Left(earlier, known, output_field=text))


class PartialDateField(models.CharField):
    """A PartialDate in a text column; empty is None."""

    description = _("Date known in full or in part (2026, 2026-04, 2026-04-18)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs | {"null": self.null, "blank": self.blank}  # whose defaults are others here

    def from_db_value(self, value: str | None, *_args: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 2026, 2026-04 or 2026-04-18."), params={"value": value}
            ) from error

    def get_prep_value(self, value: Any) -> str | None:
        value = self.to_python(value)
        return str(value) if value else None

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)  # they measure text

    def value_from_object(self, obj: models.Model) -> str | None:
        """As text, which is what forms compare and serializers write."""
        return self.get_prep_value(super().value_from_object(obj))

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{"help_text": _("As much as is known: 2026, 2026-04 or 2026-04-18."), "empty_value": None} | kwargs
        )


@deconstructible
class Today(models.Func):
    """Today as text, asked of the database, for constraints: `Q(date__lte=Today())`.

    A date known by its year or month alone lies in the future only if all of it does, as "2026" sorts before "2026-04".
    """

    template = f"to_char(CURRENT_TIMESTAMP AT TIME ZONE '{settings.TIME_ZONE}', 'YYYY-MM-DD')"
    output_field = models.CharField()
