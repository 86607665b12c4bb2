"""FilterSets of public lists: what is malformed is refused, what is unknown is left out and said."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundwork.cleaning import BadInputError, whole_number

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOST_DAYS = 36_500

Choices = Iterable[tuple[str, str | Promise]]


class Replaced(NamedTuple):
    """A value of former days: what it was called, and the values that stand in its place."""

    name: str
    heirs: list[str]


Replacements = Callable[[list[str]], Mapping[str, Replaced]]  # of those among some values that are of former days


class KnownValuesField(forms.MultipleChoiceField):
    """Several values of a known list. What was asked for and is not in it is `replaced` by its heirs, or `unknown`."""

    unknown: list[str]
    replaced: list[Replaced]

    def __init__(self, *args: Any, replacements: Replacements | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replacements = replacements

    def clean(self, value: Any) -> list[str]:
        asked = list(dict.fromkeys(str(item) for item in value or [] if item != ""))
        known = {str(code) for code, _label in self.choices}
        missing = [item for item in asked if item not in known]
        former = self.replacements(missing) if missing and self.replacements else {}
        self.replaced = list(former.values())
        self.unknown = [item for item in missing if item not in former]
        present = (heir for item in asked for heir in (former[item].heirs if item in former else [item]))
        return [item for item in dict.fromkeys(present) if item in known]


class KnownValuesFilter(django_filters.MultipleChoiceFilter):
    """Repeated keys of the query string: any of the chosen values. `options` is asked once per request.

    An option is a code and a label; what more it holds is kept in `known`. `replacements` is asked where a value is not
    among them.
    """

    field_class = KnownValuesField
    known: Sequence[tuple]

    def __init__(
        self, *args: Any, options: Callable[[], Choices], replacements: Replacements | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, replacements=replacements, **kwargs)
        self.options = options


class YearField(forms.IntegerField):
    """A year of four digits."""

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return whole_number(str(value).strip(), 1000, 9999)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not a year. Write a year of four digits, like 2006."),
                params={"value": str(value)[:40]},
            ) from error


class YearFilter(django_filters.NumberFilter):
    field_class = YearField


class SinceField(forms.CharField):
    """The day from which something is new: a date, or how many days ago it was."""

    def to_python(self, value: Any) -> date | None:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text)
            return timezone.localdate() - timedelta(days=whole_number(text, 1, MOST_DAYS))
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is neither a day nor a number of days. Write since=2026-03-31, or since=30."),
                params={"value": text[:40]},
            ) from error


class SinceFilter(django_filters.CharFilter):
    field_class = SinceField


@dataclass(frozen=True)
class Chip:
    """A filter in use: the list it belongs to, its value in words, and the address of the list without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True)
class Carried:
    """A value of former days that was carried over, all in words: the filter, what it was called, what it is now."""

    facet: str
    name: str
    heirs: list[str]


@dataclass(frozen=True)
class Unknown:
    """A value that was asked for and does not exist."""

    facet: str
    value: str


class PublicFilterSet(django_filters.FilterSet):
    """Use as `PublicFilterSet(request.GET, queryset=…, request=request).checked()`, then `.qs`."""

    def __init__(self, data: QueryDict, *, queryset: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(data, queryset=queryset, request=request, **kwargs)
        for known in self.filters.values():
            if isinstance(known, KnownValuesFilter):
                known.known = list(known.options())
                known.extra["choices"] = [(str(code), label) for code, label, *_more in known.known]

    def checked(self) -> Self:
        """Itself, if every value is well formed. Raises BadInputError with what would be right."""
        if not self.form.is_valid():
            raise BadInputError(next(iter(self.form.errors.values()))[0])
        for name, field in self.form.fields.items():
            if isinstance(field, KnownValuesField) and field.replaced:  # no link of the page asks for the old again
                self.data = self.data.copy()
                self.data.setlist(name, [*self.form.cleaned_data[name], *field.unknown])
        return self

    def strict(self) -> Self:
        """The same for files and feeds, which cannot show a notice: what is unknown is refused too."""
        self.checked()
        for unknown in self.unknown:
            raise BadInputError(
                _("“%(value)s” is not known here (%(facet)s).") % {"value": unknown.value[:40], "facet": unknown.facet}
            )
        return self

    @property
    def chosen(self) -> dict[str, Any]:
        """The cleaned values by filter name; only those in use."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [], False)}

    @property
    def unknown(self) -> list[Unknown]:
        return [
            Unknown(str(field.label), value)
            for field in self.form.fields.values()
            if isinstance(field, KnownValuesField)
            for value in field.unknown
        ]

    def refuse_unknown(self) -> Self:
        """Itself, if every value exists: what programs read has no place for a notice. Raises BadInputError."""
        for unknown in self.unknown:
            raise BadInputError(
                gettext("“%(value)s” is no value of the filter “%(filter)s”.")
                % {"value": unknown.value[:60], "filter": unknown.facet}
            )
        return self

    @property
    def carried(self) -> list[Carried]:
        """Values of former days that were asked for (parts/_unknown.html)."""
        return [
            Carried(str(field.label), one.name, [str(dict(field.choices).get(heir, heir)) for heir in one.heirs])
            for field in self.form.fields.values()
            if isinstance(field, KnownValuesField)
            for one in field.replaced
        ]

    @property
    def years(self) -> dict[str, str]:
        """The two year fields as the reader typed them (parts/_years.html)."""
        names = {"from": "year_from", "to": "year_to"}
        typed = {end: self.data.get(name, "") for end, name in names.items()}
        return typed | {f"{end}_name": name for end, name in names.items()}

    def chips(self, *, leave_out: Iterable[str] = ()) -> list[Chip]:
        """One for each value in use, with the address of the list without it (and on its first page)."""
        chips = []
        for name, value in self.chosen.items():
            if name in leave_out:
                continue
            field = self.form.fields[name]
            labels = dict(field.choices) if isinstance(field, KnownValuesField) else {}
            for one in value if isinstance(value, list) else [value]:
                label = labels.get(one) or (field.label if one is True else f"{field.label} {one}")
                chips.append(Chip(str(field.label), str(label), self._url_without(name, one)))
        return chips

    def _url_without(self, name: str, value: Any) -> str:
        rest = self.data.copy()
        kept = [item for item in rest.getlist(name) if item != value] if isinstance(value, str) else []
        rest.setlist(name, kept)
        rest.pop("page", None)
        return f"?{rest.urlencode()}"

    def kept(self, *names: str) -> list[tuple[str, str]]:
        """The values of these filters as they were asked for, for a form that sends them along (parts/_kept.html)."""
        return [(name, value) for name in names for value in self.data.getlist(name) if value]

    def selects(self, **everything: str | Promise) -> list[dict[str, Any]]:
        """A select for each named filter, its first option the given words for "no filter" (parts/_filter_bar.html)."""
        return [
            {
                "name": name,
                "label": self.form.fields[name].label,
                "options": [
                    {"value": "", "label": all_of_them},
                    *(
                        {"value": code, "label": label, "selected": code in self.chosen.get(name, ())}
                        for code, label in self.form.fields[name].choices
                    ),
                ],
            }
            for name, all_of_them in everything.items()
        ]
