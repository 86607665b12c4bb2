from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView, View

from groundwork.access import Verb, can
from groundwork.near import get_or_near
from groundwork.paging import page_of
from groundwork.publishing import PublishingState
from groundwork.uploads import private_file_response
from meetings.calendars import CONTENT_TYPE, calendar_of, days_of
from meetings.figures import YearOfMeetings, bar_of, counted, meetings_by_year
from meetings.filters import MeetingFilterSet
from meetings.models import DocumentFile, Meeting, Outcome
from meetings.models.meetings import MeetingQuerySet
from meetings.papers import links_of, record_of
from meetings.record import points_of
from sectors.models import Sector


class MeetingList(TemplateView):
    """Meetings, latest first."""

    template_name = "meetings/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = Meeting.objects.visible_to(self.request.user).with_parts().newest()
        filters = MeetingFilterSet(self.request.GET, queryset=meetings, request=self.request).checked()
        page = page_of(self.request, filters.qs)
        count = page.paginator.count
        return super().get_context_data(
            filters=filters,
            selects=filters.selects(
                sector=_("All sectors and branches"),
                kind=_("All kinds"),
                place=_("Anywhere"),
                outcomes=_("With or without outcomes"),
            ),
            years=self.years(meetings),
            page=page,
            heading=ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count},
            links=[
                {"text": _("Programme of meetings"), "url": reverse("programme")},
                {"text": _("Calendar (ICS)"), "url": reverse("meetings-calendar", query=filters.chosen)},
            ],
            **kwargs,
        )

    def years(self, meetings: MeetingQuerySet) -> list[YearOfMeetings]:
        """Under every filter but that of the years, so that one can go from year to year."""
        query = self.request.GET.copy()
        for name in ("year_from", "year_to"):
            query.pop(name, None)
        unfiltered = MeetingFilterSet(query, queryset=meetings, request=self.request).checked()
        return meetings_by_year(unfiltered.qs, query=self.request.GET)


class MeetingDetail(DetailView):
    """A meeting with its outcomes, each with the status of its follow-up."""

    template_name = "meetings/meeting_detail.html"
    context_object_name = "meeting"

    def get_object(self, queryset: QuerySet[Meeting] | None = None) -> Meeting:
        meetings = queryset or Meeting.objects.visible_to(self.request.user)
        return get_or_near(meetings.with_parts().select_related("series", "programme_entry"), self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, programme = self.request.user, self.object.programme_entry
        outcomes = Outcome.objects.visible_to(user).filter(meeting=self.object).with_status()
        points = points_of(outcomes, user)
        record = record_of(self.object, user)
        query = QueryDict(mutable=True)
        query["meeting"] = self.object.slug
        return super().get_context_data(
            **record,
            programme=programme if programme and can(user, Verb.VIEW, programme) else None,
            links=links_of(record, has_outcomes=bool(points)),
            any_numbered_here=any(point.numbered_here for point in points),
            lit=self.object.pane,
            in_calendar=days_of(self.object) is not None and self.object.state == PublishingState.PUBLISHED,
            outcomes=points,
            bar=bar_of(counted(points), address=reverse("follow-up"), query=query),
            **kwargs,
        )


class CalendarView(View):
    """A calendar for anyone: signed-in people get the same, as their programs ask without signing in."""

    def answer(self, meetings: QuerySet[Meeting], name: str) -> HttpResponse:
        def address(meeting: Meeting) -> str:
            return self.request.build_absolute_uri(meeting.get_absolute_url())

        calendar = calendar_of(meetings.with_parts().newest(), name=name, address=address)
        return HttpResponse(calendar, content_type=CONTENT_TYPE)


class MeetingsCalendar(CalendarView):
    """All meetings, or those that the list's filters leave."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = MeetingFilterSet(request.GET, queryset=Meeting.objects.visible_to(None), request=request).checked()
        return self.answer(filters.refuse_unknown().qs, gettext("%(name)s: meetings") % {"name": "SECTOR"})


class SectorCalendar(CalendarView):
    """The meetings of a sector and of its branches."""

    def get(self, _request: HttpRequest, slug: str) -> HttpResponse:
        sector = get_object_or_404(Sector.objects.visible_to(None), slug=slug)
        meetings = Meeting.objects.visible_to(None).in_sector(sector)
        return self.answer(meetings, gettext("%(name)s: meetings") % {"name": sector.name})


class MeetingCalendar(CalendarView):
    """One meeting; not there if its days are not on record."""

    def get(self, _request: HttpRequest, slug: str) -> HttpResponse:
        meetings = Meeting.objects.visible_to(None).filter(slug=slug)
        meeting = get_object_or_404(meetings)
        if not days_of(meeting):
            raise Http404
        return self.answer(meetings, meeting.title)


def document_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of a meeting's paper, or the way to where it is. Who may have it is asked each time."""
    files = DocumentFile.objects.visible_to(request.user).filter(document__meeting__slug=slug)
    file = get_object_or_404(files, pk=pk)
    if file.is_kept:
        return private_file_response(request, file)
    if not file.elsewhere:
        raise Http404
    return redirect(file.elsewhere)
