from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from groundwork.paging import page_of
from groundwork.tabular import csv_response
from sectors.directory import entries
from sectors.filters import (
    ChosenPracticeFilterSet,
    FocalPointFilterSet,
    InstrumentFilterSet,
    PracticeFilterSet,
    SectorViewFilterSet,
    TeamFilterSet,
)
from sectors.models import FocalPoint, GoodPractice, Instrument, Sector, SectorActivity, SectorGroup, TeamMember

IN_PRINT = 25  # practices of one print: some ten sheets


def to_successor(request: HttpRequest, slug: str, heirs: list[Sector]) -> HttpResponse | None:
    """The way from an address of a sector that has one successor today to the same address of that one.

    Its page names what it was called (`#formerly-<slug>`), so that the notice needs no query string or cookie and
    survives every cache.
    """
    if len(heirs) != 1:
        return None
    address = reverse(request.resolver_match.view_name, args=[heirs[0].slug])
    return HttpResponsePermanentRedirect(f"{address}#formerly-{slug}")


def following_successions(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the feed and the calendar of a sector."""

    @wraps(view)
    def led(request: HttpRequest, slug: str) -> HttpResponse:
        former = Sector.objects.visible_to(request.user).heirs_of([slug])
        return next((to_successor(request, slug, heirs) for heirs in former.values()), None) or view(request, slug=slug)

    return led


class SectorList(TemplateView):
    """All sectors: the window of the eight groups, or from A to Z with former names, or by economic activity."""

    template_name = "sectors/sector_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        sectors = Sector.objects.visible_to(user)
        filters = SectorViewFilterSet(self.request.GET, queryset=sectors, request=self.request).checked()
        shown = {}
        if filters.view == filters.BY_GROUP:
            shown["groups"] = SectorGroup.objects.visible_to(user).in_force().with_sectors(user)
        elif filters.view == filters.BY_NAME:
            heirs = sectors.heirs()
            letters = sectors.begun().select_related("parent").by_letter()
            shown["letters"] = [(letter, [(one, heirs.get(one)) for one in inside]) for letter, inside in letters]
        else:
            joined = SectorActivity.objects.visible_to(user).filter(sector__in=sectors.in_force())
            shown["isic"] = joined.by_section()
        return super().get_context_data(filters=filters, **shown, **kwargs)


class InstrumentList(TemplateView):
    """Conventions, Recommendations, codes, guidelines and tools."""

    template_name = "sectors/instrument_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        instruments = Instrument.objects.visible_to(self.request.user).with_standing().conventions_first()
        filters = InstrumentFilterSet(self.request.GET, queryset=instruments, request=self.request).checked()
        page = page_of(self.request, filters.qs)
        count = page.paginator.count
        return super().get_context_data(
            filters=filters,
            q=filters.chosen.get("q", ""),
            kept={"words": filters.kept("q"), "filters": filters.kept("kind", "sector", "in_force")},
            selects=filters.selects(
                kind=_("All kinds"), sector=_("All sectors and branches"), in_force=_("In force or not")
            ),
            page=page,
            heading=ngettext("%(count)d instrument", "%(count)d instruments", count) % {"count": count},
            **kwargs,
        )


class PracticeList(TemplateView):
    """The compendium: what works, what is mixed, what does not."""

    template_name = "sectors/practice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practices = GoodPractice.objects.visible_to(self.request.user).works_first().in_brief()
        filters = PracticeFilterSet(self.request.GET, queryset=practices, request=self.request).checked()
        counts = filters.qs.outcome_counts()
        return super().get_context_data(
            filters=filters,
            kept=filters.kept(*filters.filters),
            selects=filters.selects(
                sector=_("All sectors and branches"),
                theme=_("All themes"),
                country=_("All countries"),
                outcome=_("Any outcome"),
                gender=_("Any"),
            ),
            page=page_of(self.request, filters.qs, count=sum(counts.values())),
            heading=_heading(counts),
            links=[
                {"text": _("All of these, for print"), "url": reverse("practices-print", query=filters.chosen)},
                {"text": _("CSV"), "url": reverse("practices-csv", query=filters.chosen)},
            ],
            **kwargs,
        )


def _heading(counts: dict[str, int]) -> str:
    """ "12 practices: 5 work, 4 mixed, 3 do not"; an outcome that none has is not named."""
    total = sum(counts.values())
    works, mixed, does_not = counts.values()
    parts = [
        ngettext("%(n)d works", "%(n)d work", works) % {"n": works} if works else "",
        ngettext("%(n)d mixed", "%(n)d mixed", mixed) % {"n": mixed} if mixed else "",
        ngettext("%(n)d does not", "%(n)d do not", does_not) % {"n": does_not} if does_not else "",
    ]
    heading = ngettext("%(count)d practice", "%(count)d practices", total) % {"count": total}
    return ": ".join(filter(None, (heading, ", ".join(filter(None, parts)))))


class PracticePrint(TemplateView):
    """The compendium for print: those that were ticked, or all that the filters leave, each in full."""

    template_name = "sectors/practice_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        practices = GoodPractice.objects.visible_to(self.request.user).works_first().in_brief()
        filters = ChosenPracticeFilterSet(self.request.GET, queryset=practices, request=self.request).checked()
        counts = filters.qs.outcome_counts()
        return super().get_context_data(
            filters=filters,
            chips=filters.chips(leave_out={"practice"}),
            page=page_of(self.request, filters.qs, per_page=IN_PRINT, count=sum(counts.values())),
            heading=_heading(counts),
            **kwargs,
        )


@require_safe
def practices_csv(request: HttpRequest) -> HttpResponse:
    """What the filters leave, a row each, in the active language; lists are parted by semicolons."""
    practices = GoodPractice.objects.visible_to(request.user).works_first().with_parts(request.user)
    filters = PracticeFilterSet(request.GET, queryset=practices, request=request).checked().refuse_unknown()
    heading = ("address", "title", "outcome", "gender_marker", "countries", "sectors", "themes", "period")
    lines = (
        (
            request.build_absolute_uri(one.get_absolute_url()),
            one.title,
            one.outcome,
            one.gender_marker,
            "; ".join(area.code.upper() for area in one.areas.all()),
            "; ".join(sector.slug for sector in one.sectors.all()),
            "; ".join(theme.slug for theme in one.themes.all()),
            one.period,
            one.text,
            one.conditions,
            "; ".join(source.citation for source in one.sources.all()),
        )
        for one in filters.qs
    )
    return csv_response("good-practices", (*heading, "text", "conditions", "sources"), lines)


class PeopleList(TemplateView):
    """The directory: who is responsible for what. No e-mail address is in any answer."""

    template_name = "sectors/people_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.request, self.request.user
        points = FocalPoint.objects.visible_to(user)
        members = TeamMember.objects.visible_to(user)
        filters = FocalPointFilterSet(request.GET, queryset=points, request=request).checked()
        teams = TeamFilterSet(request.GET, queryset=members, request=request).checked()
        found = entries(teams.qs, filters.qs)
        count = len(found)
        return super().get_context_data(
            filters=filters,
            selects=filters.selects(
                sector=_("All sectors and branches"), region=_("All regions"), unit=_("All units"), group=_("All")
            ),
            page=page_of(request, found),
            heading=ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count},
            **kwargs,
        )
