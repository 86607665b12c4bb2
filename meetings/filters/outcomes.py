"""The filters of outcomes and their follow-up."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.cleaning import whole_number
from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet
from groundwork.partial_dates import PartialDate, today
from groundwork.places import Area
from meetings.models import Meeting, Outcome, Responsibility, Review
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import WORDS
from meetings.wording import FollowUpType, WorkCategory
from sectors.filters import GenderFilter, SectorFilter
from sectors.models import Theme

LONGEST_AHEAD = 3_660  # days
OWN_OF_THE_BAR = ("status", "overdue")  # the bar obeys every filter but these
ORDERS: dict[str, str | Promise] = {
    "reported": _("Latest report"),
    "due": _("Due soonest"),
    "newest": _("Newest meeting or review"),
}


def review_choices() -> Choices:
    return Review.objects.visible_to(None).values_list("slug", "title")


def meeting_choices() -> Choices:
    """Meetings whose outcomes are on record: others would only give empty lists."""
    held = Outcome.objects.visible_to(None).exclude(meeting=None).values("meeting")
    return Meeting.objects.visible_to(None).filter(pk__in=held).values_list("slug", "title")


def theme_choices() -> Choices:
    return Theme.objects.visible_to(None).values_list("slug", "name")


def country_choices() -> Choices:
    """Countries that an outcome names."""
    return Area.objects.countries().filter(outcomes__state="published").distinct().values_list("code", "name")


def unit_choices() -> Choices:
    """Units that carry out a published action, alone or with others."""
    held = Responsibility.objects.visible_to(None).implementing().values("unit")
    return Unit.objects.filter(pk__in=held).values_list("code", "name")


class DaysField(forms.IntegerField):
    """A whole number of days to come."""

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return whole_number(str(value).strip(), 0, LONGEST_AHEAD)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not a number of days. Write a whole number, like 30."),
                params={"value": str(value)[:40]},
            ) from error


class DaysFilter(django_filters.NumberFilter):
    field_class = DaysField


class DateField(forms.CharField):
    """A date known in full or in part."""

    def to_python(self, value: Any) -> PartialDate | None:
        text = super().to_python(value)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not a date. Write 2026, 2026-04 or 2026-04-18."), params={"value": text[:40]}
            ) from error


class DateFilter(django_filters.CharFilter):
    field_class = DateField


class OutcomeFilterSet(PublicFilterSet):
    """Give it outcomes without their status: `as_at` says on which date that is derived."""

    meeting = KnownValuesFilter(field_name="meeting__slug", label=_("Meeting"), options=meeting_choices)
    review = KnownValuesFilter(field_name="review__slug", label=_("Review"), options=review_choices)
    sector = SectorFilter()
    theme = KnownValuesFilter(label=_("Theme"), options=theme_choices, method="with_theme")
    country = KnownValuesFilter(label=_("Country"), options=country_choices, method="of_country")
    unit = KnownValuesFilter(label=_("Unit"), options=unit_choices, method="of_unit")
    status = KnownValuesFilter(
        label=_("Status"), options=lambda: [(word.code, word.label) for word in WORDS], method="in_status"
    )
    type = KnownValuesFilter(label=_("Type"), options=lambda: FollowUpType.choices, method="of_type")
    category = KnownValuesFilter(
        field_name="work_category", label=_("Kind of work"), options=lambda: WorkCategory.choices
    )
    gender = GenderFilter()
    overdue = KnownValuesFilter(label=_("Overdue"), options=lambda: [("1", _("Overdue only"))], method="late")
    due_within = DaysFilter(label=_("Due within days"), method="soon")
    as_at = DateFilter(label=_("As at"), method="unchanged")
    changed_since = DateFilter(label=_("Changed since"), method="changed")
    silent_since = DateFilter(label=_("Open, without a report since"), method="silent")

    class Meta:
        model = Outcome
        fields = ()

    @property
    def as_at_text(self) -> str | None:
        """The date on which everything is told; None for today."""
        asked = self.form.cleaned_data.get("as_at")
        return str(asked) if asked else None

    @cached_property
    def of_the_bar(self) -> OutcomeQuerySet:
        """What all filters leave but those that the bar's own numbers set."""
        outcomes = self.queryset.with_status(self.as_at_text).from_before(self.as_at_text)
        for name, value in self.form.cleaned_data.items():
            if name not in OWN_OF_THE_BAR:
                outcomes = self.filters[name].filter(outcomes, value)
        return outcomes

    def filter_queryset(self, _outcomes: QuerySet) -> OutcomeQuerySet:
        found = self.of_the_bar
        for name in OWN_OF_THE_BAR:
            found = self.filters[name].filter(found, self.form.cleaned_data[name])
        return found

    def with_theme(self, outcomes: QuerySet, _name: str, slugs: list[str]) -> QuerySet:
        return self._joined(outcomes, slugs, themes__slug__in=slugs)

    def of_country(self, outcomes: QuerySet, _name: str, codes: list[str]) -> QuerySet:
        return self._joined(outcomes, codes, areas__code__in=codes)

    def of_unit(self, outcomes: QuerySet, _name: str, codes: list[str]) -> QuerySet:
        held = Responsibility.objects.visible_to(None).implementing().filter(unit__code__in=codes)
        return self._joined(outcomes, codes, answers__action__in=held.values("action"))

    def _joined(self, outcomes: QuerySet, values: list[str], **condition: Any) -> QuerySet:
        """Each outcome once, and its annotations as they were."""
        return outcomes.filter(pk__in=Outcome.objects.filter(**condition).values("pk")) if values else outcomes

    def in_status(self, outcomes: OutcomeQuerySet, _name: str, codes: list[str]) -> OutcomeQuerySet:
        return outcomes.in_status(codes) if codes else outcomes

    def of_type(self, outcomes: QuerySet, _name: str, types: list[str]) -> QuerySet:
        return outcomes.filter(follow_up_types__overlap=types) if types else outcomes

    def late(self, outcomes: QuerySet, _name: str, _value: list[str]) -> QuerySet:
        return outcomes.filter(overdue=True)

    def soon(self, outcomes: OutcomeQuerySet, _name: str, days: Any) -> OutcomeQuerySet:
        return outcomes.due_within(int(days), self.form.cleaned_data.get("as_at") or today())

    def unchanged(self, outcomes: QuerySet, _name: str, _date: PartialDate) -> QuerySet:
        """The date is obeyed where the status is derived."""
        return outcomes

    def changed(self, outcomes: OutcomeQuerySet, _name: str, date: PartialDate) -> OutcomeQuerySet:
        return outcomes.changed_since(date)

    def silent(self, outcomes: OutcomeQuerySet, _name: str, date: PartialDate) -> OutcomeQuerySet:
        return outcomes.silent_since(date)

    @property
    def order(self) -> str:
        """How the list is sorted; what is not known is the first order."""
        asked = self.data.get("sort", "")
        return asked if asked in ORDERS else next(iter(ORDERS))

    @property
    def chosen_query(self) -> QueryDict:
        """The filters in use, without what does not exist and without the page."""
        query = QueryDict(mutable=True)
        for name in self.filters:
            known = self.form.cleaned_data[name]
            if isinstance(known, list):
                query.setlist(name, known)
            elif known not in (None, ""):
                query[name] = str(known)
        for name in [name for name, values in query.lists() if not values]:
            del query[name]
        return query
