from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, TemplateView

from groundwork.paging import page_of
from meetings.figures import follow_up_bar
from meetings.filters import MeetingFilterSet, OutcomeFilterSet
from meetings.models import Meeting, Outcome
from meetings.status import WORD, WORDS


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
            selects=filters.selects(sector=_("All sectors and branches"), kind=_("All kinds")),
            page=page,
            heading=ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count},
            **kwargs,
        )


class MeetingDetail(DetailView):
    """A meeting with its outcomes, each with the status of its follow-up."""

    template_name = "meetings/meeting_detail.html"
    context_object_name = "meeting"

    def get_queryset(self) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(self.request.user).with_parts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcomes = Outcome.objects.visible_to(self.request.user).filter(meeting=self.object).with_status()
        query = QueryDict(mutable=True)
        query["meeting"] = self.object.slug
        return super().get_context_data(
            lit=self.object.pane,
            outcomes=outcomes.with_follow_up(self.request.user),
            bar=follow_up_bar(outcomes, address=reverse("follow-up"), query=query),
            **kwargs,
        )


class OutcomeList(TemplateView):
    """All outcomes with what is on record about each; the bar obeys every filter but its own."""

    template_name = "meetings/outcome_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcomes = Outcome.objects.visible_to(self.request.user).with_status().with_origin().latest_report_first()
        filters = OutcomeFilterSet(self.request.GET, queryset=outcomes, request=self.request).checked()
        query = self.request.GET.copy()
        query.pop("status", None)
        unfiltered = OutcomeFilterSet(query, queryset=outcomes, request=self.request).checked()
        page = page_of(self.request, filters.qs)
        count = page.paginator.count
        bar = follow_up_bar(unfiltered.qs, address=self.request.path, query=query)
        base = sum(segment["count"] for segment in bar)
        return super().get_context_data(
            filters=filters,
            selects=filters.selects(
                review=_("All reviews"),
                meeting=_("All meetings"),
                sector=_("All sectors and branches"),
                status=_("Any status"),
            ),
            page=page,
            heading=ngettext("%(count)d outcome", "%(count)d outcomes", count) % {"count": count},
            bar=bar,
            base=ngettext("Base: %(count)d outcome.", "Base: %(count)d outcomes.", base) % {"count": base},
            words=WORDS,
            **kwargs,
        )


class OutcomeDetail(DetailView):
    """One outcome: its words, where they come from, and everything reported about its follow-up."""

    template_name = "meetings/outcome_detail.html"
    context_object_name = "outcome"

    def get_object(self, queryset: QuerySet | None = None) -> Outcome:
        user = self.request.user
        outcomes = (queryset or Outcome.objects.visible_to(user)).with_status().with_origin().with_follow_up(user)
        return get_object_or_404(outcomes, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        beside = Outcome.objects.visible_to(self.request.user).beside(self.object)
        return super().get_context_data(word=WORD[self.object.status], beside=beside, **kwargs)
