"""What the explorer may be asked: one indicator, a few sectors and places, sexes, a window of years."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet, Unknown, YearFilter
from groundwork.places import Area
from indicators.codes import Sex
from indicators.gaps import USUAL, WINDOWS
from indicators.models import ActivityCode, ActivityMapping, Indicator, Observation, Series, Vintage
from sectors.models import Sector

MOST = {"indicator": 1, "sector": 3, "country": 10, "vintage": 1}
TOO_MANY = {
    "indicator": _("Choose one indicator; two are never drawn together."),
    "sector": _("Choose at most three sectors."),
    "country": _("Choose at most ten countries or regions."),
    "vintage": _("Choose one version of the data."),
}


def indicators() -> Choices:
    """Those that there are values of; each with its row."""
    rows = Indicator.objects.visible_to(None).filter(vintages__isnull=False).distinct()
    return [(row.code, row.short_name, row) for row in rows]


def sectors() -> Choices:
    """Sectors, and their branches, whose pages lead here."""
    return [(row.slug, row.name, row) for row in Sector.objects.visible_to(None).from_a_to_z()]


def places() -> Choices:
    return [(row.code, row.name, row) for row in Area.objects.visible_to(None).only("code", "kind", "name")]


def vintages() -> Choices:
    return [(str(row.pk), str(row), row) for row in Vintage.objects.visible_to(None).select_related("indicator")]


def activities() -> Choices:
    """By classification and code, like ISIC4:B."""
    return [(row.key, str(row), row) for row in ActivityCode.objects.visible_to(None)]


class ExplorerForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        for name, most in MOST.items():
            if len(self.cleaned_data.get(name) or ()) > most:
                raise ValidationError(TOO_MANY[name])
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            raise ValidationError(
                _("The years run backwards, from %(first)d to %(last)d. Write the earlier year first."),
                params={"first": first, "last": last},
            )
        return self.cleaned_data


class OfVersionFilterSet(PublicFilterSet):
    """Of the newest versions of the data, or of one that is asked for."""

    indicator = KnownValuesFilter(label=_("Indicator"), options=indicators)
    vintage = KnownValuesFilter(label=_("Version of the data"), options=vintages)

    @property
    def version(self) -> Vintage | None:
        """The version that is asked for; None for the newest, and where another indicator is chosen since."""
        indicators = self.rows("indicator")
        return next((row for row in self.rows("vintage") if not indicators or row.indicator in indicators), None)

    @property
    def unknown(self) -> list[Unknown]:
        """Among them a version that is not the indicator's."""
        foreign = [] if self.version else self.rows("vintage")
        return [*super().unknown, *(Unknown(str(self.form.fields["vintage"].label), str(row)) for row in foreign)]

    def rows(self, name: str) -> list[Any]:
        """What stands for the chosen values of a filter, in the order of its options."""
        chosen = self.chosen.get(name, ())
        return [row for code, _label, row in self.filters[name].known if code in chosen]


class ExplorerFilterSet(OfVersionFilterSet):
    """What is chosen names lines (figures/lines.py); the rows themselves are not filtered here."""

    sector = KnownValuesFilter(label=_("Sector"), options=sectors)
    country = KnownValuesFilter(label=_("Country or region"), options=places)
    sex = KnownValuesFilter(label=_("Sex"), options=lambda: [(sex.letter, sex.label, sex) for sex in Sex])
    vars()["from"] = YearFilter(label=_("From"))  # a word that Python keeps for itself
    to = YearFilter(label=_("To"))

    class Meta:
        model = Observation
        fields: tuple[str, ...] = ()
        form = ExplorerForm

    def stored(self, user: Any) -> QuerySet[Observation]:
        """The stored observations that are asked for, of the newest vintages; what is not chosen narrows nothing."""
        series = Series.objects.visible_to(user).shown(self.version)
        if indicators := self.rows("indicator"):
            series = series.filter(vintage__indicator__in=indicators)
        found: dict[str, Any] = {"series__in": list(series.values_list("pk", flat=True))}
        if sectors := self.rows("sector"):
            mappings = ActivityMapping.objects.visible_to(user).filter(sector__in=sectors)
            found["activity__in"] = set(mappings.values_list("activity", flat=True))
        chosen = {"area__in": self.rows("country"), "sex__in": self.rows("sex")}
        years = {"year__gte": self.chosen.get("from"), "year__lte": self.chosen.get("to")}
        found |= {name: value for name, value in (chosen | years).items() if value}
        return Observation.objects.visible_to(user).filter(**found)


class StoredFilterSet(ExplorerFilterSet):
    """Of stored values, which can be asked for by activity too: a figure of a page is the sum of a few of them."""

    activity = KnownValuesFilter(label=_("Activity"), options=activities)

    def stored(self, user: Any) -> QuerySet[Observation]:
        found = super().stored(user)
        rows = self.rows("activity")
        return found.filter(activity__in=rows) if rows else found


class GapFilterSet(OfVersionFilterSet):
    """Of the gap matrix: which indicators, and since when."""

    window = KnownValuesFilter(label=_("Period"), options=WINDOWS.items)

    class Meta:
        model = Observation
        fields: tuple[str, ...] = ()

    @property
    def indicators(self) -> list[Indicator]:
        """The chosen ones, or all; of a version of the data its own, as no other has values in it."""
        chosen = [self.version.indicator.code] if self.version else self.chosen.get("indicator", ())
        return [row for code, _label, row in self.filters["indicator"].known if not chosen or code in chosen]

    @property
    def since(self) -> str:
        """The chosen window; the usual one for none or several."""
        chosen = self.chosen.get("window", ())
        return chosen[0] if len(chosen) == 1 else USUAL
