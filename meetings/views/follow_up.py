"""The public pages of what became of outcomes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView, View

from groundwork.near import get_or_near_number
from groundwork.paging import page_of
from groundwork.tabular import csv_response
from groundwork.uploads import private_file_response
from meetings import record
from meetings.calendars import CONTENT_TYPE, calendar_of_deadlines, days_due
from meetings.figures import bar_of
from meetings.filters import OutcomeFilterSet
from meetings.filters.outcomes import ORDERS
from meetings.models import Evidence, Outcome
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import WORD, WORDS
from meetings.wording import FollowUpType, WorkCategory

LONGEST_CRUMB = 60
SORTS = {
    "reported": OutcomeQuerySet.latest_report_first,
    "due": OutcomeQuerySet.due_soonest_first,
    "newest": OutcomeQuerySet.newest_first,
}


class OutcomeList(TemplateView):
    """All outcomes with what is on record about each; the bar obeys every filter but its own."""

    template_name = "meetings/outcome_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        outcomes = Outcome.objects.visible_to(self.request.user)
        filters = OutcomeFilterSet(query, queryset=outcomes, request=self.request).checked()
        overdue_only = "overdue" in filters.chosen
        counts = filters.of_the_bar.counted()
        bar = bar_of(counts, address=self.request.path, query=query, overdue_only=overdue_only)
        count = bar.listed(filters.chosen.get("status", []), overdue_only=overdue_only)
        rows = SORTS[filters.order](filters.qs).with_origin().with_due()
        return super().get_context_data(
            filters=filters,
            subject=self._subject(filters),
            page=page_of(self.request, rows, count=count),
            heading=ngettext("%(count)d outcome", "%(count)d outcomes", count) % {"count": count},
            bar=bar,
            words=WORDS,
            links=self._files(filters),
            sort=self._sort(filters),
            **self._fields(filters),
            **kwargs,
        )

    def _subject(self, filters: OutcomeFilterSet) -> str:
        """What the page is about, where it is the view of one unit, sector, country or theme."""
        about = [filters.chosen[name] for name in ("unit", "sector", "country", "theme") if name in filters.chosen]
        if len(about) != 1 or len(about[0]) != 1:
            return ""
        name = next(name for name in ("unit", "sector", "country", "theme") if name in filters.chosen)
        return str(dict(filters.form.fields[name].choices)[about[0][0]])

    def _files(self, filters: OutcomeFilterSet) -> list[dict[str, str]]:
        return [
            {"text": "CSV", "url": reverse("follow-up-csv", query=filters.chosen_query)},
            {"text": _("Feed"), "url": reverse("follow-up-feed", query=filters.chosen_query)},
            {"text": _("Due dates (ICS)"), "url": reverse("follow-up-calendar", query=filters.chosen_query)},
        ]

    def _sort(self, filters: OutcomeFilterSet) -> dict[str, Any]:
        options = [{"value": code, "label": label, "selected": code == filters.order} for code, label in ORDERS.items()]
        return {"options": options, "kept": filters.kept(*filters.filters)}

    def _fields(self, filters: OutcomeFilterSet) -> dict[str, Any]:
        """The selects of the form, those asked for most first, and its text fields as they were typed."""
        first = filters.selects(
            meeting=_("All meetings"),
            review=_("All reviews"),
            sector=_("All sectors and branches"),
            theme=_("All themes"),
            country=_("All countries"),
            unit=_("All units"),
        )
        more = filters.selects(
            status=_("Any status"), type=_("All types"), category=_("All kinds of work"), gender=_("Any")
        )
        typed = [
            {
                "name": name,
                "label": filters.form.fields[name].label,
                "value": self.request.GET.get(name, ""),
                "hint": hint,
            }
            for name, hint in (
                ("due_within", "30"),
                ("as_at", "2016-10-04"),
                ("changed_since", "2024-01"),
                ("silent_since", "2024-01"),
            )
        ]
        unfolded = {"type", "category", "gender", "due_within", "as_at", "changed_since", "silent_since"} & set(
            filters.chosen
        )
        checks = [{"name": "overdue", "value": "1", "label": _("Overdue only"), "checked": "overdue" in filters.chosen}]
        return {"selects": first, "more": more, "typed": typed, "checks": checks, "unfolded": unfolded}


class OutcomeDetail(DetailView):
    """One outcome: its words, where they come from, who judged it, and everything reported about its follow-up."""

    template_name = "meetings/outcome_detail.html"
    context_object_name = "outcome"

    def get_object(self, queryset: QuerySet | None = None) -> Outcome:
        user = self.request.user
        outcomes = (queryset or Outcome.objects.visible_to(user)).with_status().with_origin()
        return get_or_near_number(record.with_record(outcomes, user), self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome, user = self.object, self.request.user
        verdicts, actions = record.verdicts_of(outcome), record.actions_of(outcome)
        beside, referring = record.around(outcome, user)
        origin = {
            "label": Truncator(outcome.origin.title).chars(LONGEST_CRUMB),
            "url": outcome.origin.get_absolute_url(),
        }
        return super().get_context_data(
            crumbs=[origin],
            word=WORD[outcome.status],
            beside=beside,
            referring=referring,
            verdicts=verdicts,
            contradiction=record.contradict(verdicts),
            actions=actions,
            why_overdue=record.why_overdue(outcome, actions),
            in_calendar=any(days_due(action.deadline) for action in actions if action.deadline),
            steps=record.timeline_of(outcome, record.events_of(outcome, user)),
            **kwargs,
        )


class FollowUpDefinition(TemplateView):
    """What "follow-up" means here: a working definition, for the Department to confirm."""

    template_name = "meetings/follow_up_definition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            words=WORDS, types=FollowUpType.labels, categories=WorkCategory.labels, **kwargs
        )


class FollowUpCalendar(View):
    """When actions about the outcomes that the list's filters leave are due; for anyone, as programs do not sign in."""

    def outcomes(self) -> OutcomeQuerySet:
        outcomes = Outcome.objects.visible_to(None)
        return OutcomeFilterSet(self.request.GET, queryset=outcomes, request=self.request).strict().qs

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        name = gettext("%(name)s: due dates") % {"name": "SECTOR"}
        calendar = calendar_of_deadlines(
            self.outcomes().with_origin().with_due(),
            name=name,
            address=lambda outcome: request.build_absolute_uri(outcome.get_absolute_url()),
        )
        return HttpResponse(calendar, content_type=CONTENT_TYPE)


class OutcomeCalendar(FollowUpCalendar):
    """The same of one outcome."""

    def outcomes(self) -> OutcomeQuerySet:
        outcomes = Outcome.objects.visible_to(None).filter(pk=self.kwargs["pk"])
        get_object_or_404(outcomes)
        return outcomes


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept file on which a report rests. Who may have it is asked each time."""
    files = Evidence.objects.visible_to(request.user).exclude(stored_as=None)
    return private_file_response(request, get_object_or_404(files, pk=pk))


CSV_COLUMNS = (
    *(
        "id",
        "source",
        "section",
        "number",
        "text",
        "wording",
        "status",
        "overdue",
        "last_reported",
        "due",
        "lead_units",
    ),
    *("sectors", "all_sectors", "addressed_to", "type", "category", "url"),
)


class FollowUpCsv(View):
    """The list as it is filtered, whole; for anyone, so that a link to it gives everybody the same."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = OutcomeFilterSet(request.GET, queryset=Outcome.objects.visible_to(None), request=request).strict()
        rows = SORTS[filters.order](filters.qs).with_origin().with_due()
        return csv_response("follow-up", CSV_COLUMNS, (self._row(outcome) for outcome in rows))

    def _row(self, outcome: Outcome) -> tuple:
        due = "; ".join(str(deadline) for deadline in outcome.deadlines)
        return (
            outcome.pk,
            outcome.origin.title,
            outcome.section,
            outcome.number,
            outcome.text,
            outcome.wording,
            outcome.status,
            int(outcome.overdue),
            outcome.last_reported or "",
            due,
            "; ".join(outcome.lead_units),
            "; ".join(sector.slug for sector in outcome.sectors.all()),
            int(outcome.all_sectors),
            "; ".join(outcome.addressed_to),
            "; ".join(outcome.follow_up_types),
            outcome.work_category,
            self.request.build_absolute_uri(outcome.get_absolute_url()),
        )
