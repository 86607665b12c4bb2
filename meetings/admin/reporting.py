"""The page of a unit: what it is to do, due first, and one screen on which it reports."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.models import Unit
from groundwork.access import Scope, Verb, allowed, can, reach
from groundwork.cleaning import BadInputError
from groundwork.partial_dates import PartialDate
from groundwork.uploads import UploadError
from groundwork.workplace import ScopedAdmin
from groundwork.workplace.panels import SHOWN, Line, Panel
from meetings import services
from meetings.forms import EvidenceForm, UpdateForm
from meetings.models import FollowUpAction, ProgressUpdate
from meetings.worklist import worklist_of


class ReportingPages(ScopedAdmin):
    """Adds the two pages to the workplace's pages of actions."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("unit/", self.admin_site.admin_view(self.own_unit), name="meetings_unit"),
            path("unit/<str:code>/", self.admin_site.admin_view(self.unit), name="meetings_unit_of"),
            path("<int:pk>/report/", self.admin_site.admin_view(self.report), name="meetings_report"),
        ]
        return [*own, *super().get_urls()]

    def panel(self, request: HttpRequest) -> Panel | None:
        """For the dashboard: what one's unit is to do that is late or due soon."""
        unit = request.user.unit
        if unit is None:
            return None
        due = [group for group in worklist_of(unit, request.user) if group.code in {"late", "soon"}]
        lines = [
            Line(
                action.title or action.key,
                reverse("admin:meetings_report", args=[action.pk]),
                action.due_on or "",
                group.code == "late",
            )
            for group in due
            for action in group.actions
        ]
        whole = reverse("admin:meetings_unit_of", args=[unit.code])
        return Panel("unit", _("What %(unit)s is to do") % {"unit": unit.code}, lines[:SHOWN], whole, _("All of it"))

    def own_unit(self, request: HttpRequest) -> HttpResponse:
        """The way to the page of one's own unit."""
        if request.user.unit is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:meetings_unit_of", args=[request.user.unit.code]))

    def unit(self, request: HttpRequest, code: str) -> HttpResponse:
        unit = get_object_or_404(Unit.objects.visible_to(request.user), code=code)
        if unit != request.user.unit and Scope.ALL not in reach(request.user, Verb.ADD, ProgressUpdate):
            raise PermissionDenied
        since = _date(request.GET.get("since", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": _("What %(unit)s is to do") % {"unit": unit.code},
            "unit": unit,
            "since": since,
            "groups": worklist_of(unit, request.user, since),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/meetings/unit.html", context)

    def report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A report and what it rests on, in one form; it is a draft until it is cleared and published."""
        actions = FollowUpAction.objects.filter(allowed(request.user, Verb.VIEW, FollowUpAction))
        action = get_object_or_404(actions.prefetch_related("outcomes", "responsibilities__unit"), pk=pk)
        if not _may_report(request.user, action):
            raise PermissionDenied
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        forms = (UpdateForm(*posted, instance=ProgressUpdate(action=action)), EvidenceForm(*posted))
        checked = [form.is_valid() for form in forms]  # both, so that all that is wrong is said at once
        if request.method == "POST" and all(checked) and self._saved(request, *forms):
            return HttpResponseRedirect(self._way_back(request))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Report on an action"),
            "action": action,
            "earlier": action.updates.filter(allowed(request.user, Verb.VIEW, ProgressUpdate)),
            "update_form": forms[0],
            "evidence_form": forms[1],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/meetings/report.html", context)

    def _saved(self, request: HttpRequest, update: UpdateForm, evidence: EvidenceForm) -> bool:
        """Whether all of it was; if not, the sentence is on the form."""
        new = update.save(commit=False)
        new.reported_by = str(request.user.unit or "")
        rests_on = evidence.save(commit=False) if evidence.is_given else None
        try:
            services.report(new, evidence=rests_on, upload=evidence.cleaned_data.get("upload"), by=request.user)
        except UploadError as error:
            evidence.add_error("upload", error.messages[0])
            return False
        self.message_user(
            request, _("The report is a draft. It is public once it is cleared and published."), messages.SUCCESS
        )
        return True

    def _way_back(self, request: HttpRequest) -> str:
        unit = request.user.unit
        if unit is None:
            return reverse("admin:meetings_followupaction_changelist")
        return reverse("admin:meetings_unit_of", args=[unit.code])


def _may_report(user: Any, action: FollowUpAction) -> bool:
    """Whether the access table grants the person a report on this action."""
    if Scope.ALL in (scopes := reach(user, Verb.ADD, ProgressUpdate)):
        return True
    own = {Scope.UNIT: action.responsibilities.owned_by(user).exists(), Scope.SECTORS: can(user, Verb.CHANGE, action)}
    return any(own[scope] for scope in scopes)


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text.strip() else None
    except ValueError as error:
        raise BadInputError(
            _("“%(value)s” is not a date. Write 2026, 2026-04 or 2026-04-18.") % {"value": text[:40]}
        ) from error
