"""Pages of the workplace whose published rows are changed beside what is public, and published as a whole."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundwork.access import Verb, allowed
from groundwork.publishing import PublishingState, enter_state
from groundwork.versions.keeping import is_edited_beside, keep_as_found, keep_if_changed, lock
from groundwork.versions.previews import GOOD_FOR
from groundwork.versions.snapshots import put, same_words, take
from groundwork.versions.steps import (
    ARCHIVE,
    PUBLISH,
    SEND,
    STEPS,
    StepError,
    may_publish_own,
    needs_another,
    steps_open_to,
    take_step,
)
from groundwork.versions.trials import trial
from groundwork.versions.version import Version, next_of
from groundwork.workplace.duties import Duty
from groundwork.workplace.history import HistoryAdmin, comment_of, preview_links
from groundwork.workplace.languages import HOLDS, hold, parts_of
from groundwork.workplace.publishing import DUE, LATE, PublishableAdmin

State = Version.State
NEXT, TO_ME = "next", "returned-to-me"
WITH_SAVING = (SEND, PUBLISH)  # buttons of the form itself: what stands in it is saved first
log = logging.getLogger(__name__)


def awaiting(rows: QuerySet, state: str, user: Any = None) -> QuerySet:
    """The rows whose next version is in a state; those, too, that are not public and were never kept as a version."""
    versions = Version.objects.objects_in(rows.model, state)
    if state == TO_ME:
        return rows.filter(pk__in=Version.objects.objects_in(rows.model, State.RETURNED).filter(author=user))
    condition = Q(pk__in=versions)
    if state in (State.DRAFT, State.IN_REVIEW):
        others = Version.objects.objects_in(rows.model, *(one for one in Version.NEXT if one != state))
        condition |= Q(state=state) & ~Q(pk__in=others)
    return rows.filter(condition)


def _duty(name: str, label: Any, state: str, verb: Verb) -> Duty:
    return Duty(name, label, {NEXT: state}, verb, of_person=lambda rows, user: awaiting(rows, state, user))


class NextVersionFilter(admin.SimpleListFilter):
    title = gettext_lazy("next version")
    parameter_name = NEXT

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [*((state, State(state).label) for state in Version.NEXT), (TO_ME, gettext_lazy("Returned to me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {*Version.NEXT, TO_ME}
        return awaiting(queryset, self.value(), request.user) if self.value() in known else queryset


class VersionedAdmin(PublishableAdmin):
    """For models that say `has_next_versions`."""

    change_form_template = "admin/versioned_form.html"
    readonly_fields = ["state", *PublishableAdmin.readonly_fields]
    actions = ["send", "publish", "withdraw", "review"]
    duties: ClassVar[tuple[Duty, ...]] = (
        _duty("to-review", gettext_lazy("to review"), State.IN_REVIEW, Verb.PUBLISH),
        _duty("returned", gettext_lazy("returned to me"), TO_ME, Verb.CHANGE),
        _duty("scheduled", gettext_lazy("scheduled"), State.SCHEDULED, Verb.PUBLISH),
        LATE,
        DUE,
        _duty("drafts", gettext_lazy("in draft"), State.DRAFT, Verb.CHANGE),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [path("<path:object_id>/step/<slug:step>/", view, name=name), *super().get_urls()]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [NextVersionFilter, *super().get_list_filter(request)]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = list(super().get_list_display(request))
        place = shown.index("state") + 1
        return [*shown[:place], "next_version", *shown[place:]]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        label = self.opts.label_lower
        waiting = Version.objects.next().filter(model=label, object_id=OuterRef("pk"))
        return super().get_queryset(request).annotate(next_state=Subquery(waiting.values("state")[:1]))

    @admin.display(description=gettext_lazy("next version"), ordering="next_state")
    def next_version(self, item: models.Model) -> str:
        is_told = item.next_state and item.next_state != item.state
        return str(State(item.next_state).label) if is_told else ""

    # The form

    def form_over(self, request: HttpRequest, item: models.Model, show: Callable[[], HttpResponse]) -> HttpResponse:
        """Over the next version, written into the tables for as long as the form needs it, then taken out again."""
        lock(item)
        item.refresh_from_db()
        self._refuse_state(request, item)
        if request.method == "POST":
            keep_as_found(item)
        response = self._form_beside(request, item, show) if is_edited_beside(item) else show()
        return self._after_saving(request, item) if hasattr(request, "saved") else response

    def _refuse_state(self, request: HttpRequest, item: models.Model) -> None:
        if request.POST.get("state", item.state) != item.state:
            log.warning("state set by a form refused: %s %s by %s", self.opts.label_lower, item.pk, request.user.pk)
            raise PermissionDenied(_("A state is changed by its buttons, step by step. Nothing was saved."))

    def _form_beside(self, request: HttpRequest, item: models.Model, show: Callable[[], HttpResponse]) -> HttpResponse:
        version, live = next_of(item), take(item)
        with trial():
            if version:
                self._lay_out(request, item, version)
            request.is_beside = True
            response = show()
            if hasattr(response, "render"):
                response.render()  # while it can be read
        request.is_beside = False
        item.refresh_from_db()
        if hasattr(request, "saved"):
            snapshot, message = request.saved
            kept = (version or not same_words(snapshot, live | {"older": snapshot["older"]})) and keep_if_changed(
                item, snapshot, by=request.user, comment=comment_of(request)
            )
            if kept:
                super(HistoryAdmin, self).log_change(request, item, message)
            elif version is None:
                hold([item, *parts_of(self, item)], request.POST.get(HOLDS, ""))  # no words: said of what is public
        return response

    def _lay_out(self, request: HttpRequest, item: models.Model, version: Version) -> None:
        try:
            with transaction.atomic():
                untold = put(item, version.snapshot_for(item))
        except DatabaseError:
            untold = [_("The next version cannot be shown: something of it, like its address, has become another’s.")]
        for sentence in untold if request.method == "GET" else ():
            self.message_user(request, sentence, messages.WARNING)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        return HttpResponseRedirect(request.get_full_path())  # what was done is told once it is kept

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        request.saved = (take(obj), message)
        return None if getattr(request, "is_beside", False) else super().log_change(request, obj, message)

    def keep_saved(self, request: HttpRequest, item: models.Model) -> Version | None:
        """What was changed while it was in review is to be sent again."""
        kept = super().keep_saved(request, item)
        if kept and item.state == PublishingState.IN_REVIEW:
            enter_state(item, PublishingState.DRAFT)
            item.save(update_fields=["state"])
        return kept

    def _after_saving(self, request: HttpRequest, item: models.Model) -> HttpResponse:
        version = next_of(item)
        if version is None and HOLDS in request.POST:
            self.message_user(request, _("The translation still holds."), messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        if version is None:
            self.message_user(request, _("Nothing was changed: it is as what is public."), messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        said = _("Saved as version %(number)d, not public yet.") % {"number": version.number}
        self.message_user(request, said, messages.SUCCESS)
        step = next((step for step in WITH_SAVING if f"_{step.name}" in request.POST), None)
        if step:
            self._try_step(request, item, step.name)
        return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        item = kwargs.get("obj")
        context |= {"version_comment": comment_of(request)}
        if item and item.pk and self.has_change_permission(request, item):
            context |= self._standing(request, item)
        return super().render_change_form(request, context, **kwargs)

    def _standing(self, request: HttpRequest, item: models.Model) -> dict[str, Any]:
        """Where the next version stands, what is public, and the steps that lead on."""
        versions = Version.objects.of(item).select_related("author", "reviewer").defer("snapshot", "base__snapshot")
        version = versions.next().first()
        steps = steps_open_to(request.user, item, version)
        may_publish = self.has_publish_permission(request)
        is_own = may_publish and needs_another(request.user, item, version)
        return {
            "next": version,
            "public": versions.filter(state=State.PUBLISHED).first(),
            "steps": {step.name.replace("-", "_"): step for step in steps},
            "may_publish": may_publish and not is_own,
            "is_own": is_own,
            "may_publish_own": is_own and version and may_publish_own(request.user),
            "step_url": f"{self.address('history', item).removesuffix('history/')}step/",
            "previews": preview_links(version, item) if version else [],
            "preview_until": timezone.now() + GOOD_FOR,
        }

    # Steps

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        item = self.get_object(request, unquote(object_id))
        if request.method != "POST":
            raise PermissionDenied(_("Steps are taken by the buttons of the page."))
        known = STEPS.get(step)
        done = self._try_step(request, item, step)
        if not done and (known is None or not self._may(request, known.verb, item)):
            raise PermissionDenied(_("You may not do that. Nothing was changed."))
        return HttpResponseRedirect(self.address("change", item))

    def _may(self, request: HttpRequest, verb: Verb, item: models.Model) -> bool:
        return self.model._base_manager.filter(allowed(request.user, verb, self.model), pk=item.pk).exists()

    def _try_step(self, request: HttpRequest, item: models.Model, name: str) -> bool:
        remark, at = request.POST.get("remark", "")[:2_000], _moment(request.POST.get("at", ""))
        try:
            version = take_step(name, item, by=request.user, remark=remark, at=at)
        except StepError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        self.message_user(request, _said(STEPS[name], version), messages.SUCCESS)
        return True

    @admin.action(description=gettext_lazy("Send for review"), permissions=["change"])
    def send(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._step_each(request, queryset, SEND.name)

    @admin.action(description=gettext_lazy("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._step_each(request, queryset, PUBLISH.name)

    @admin.action(description=gettext_lazy("Withdraw selected %(verbose_name_plural)s"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._step_each(request, queryset, ARCHIVE.name)

    def _step_each(self, request: HttpRequest, queryset: QuerySet, name: str) -> None:
        """Each by itself: what is refused is told and does not stop the others."""
        done = 0
        for item in queryset:
            try:
                take_step(name, item, by=request.user)
                done += 1
            except StepError as error:
                self.message_user(request, f"{item}: {error}", messages.ERROR)
        said = ngettext("%(step)s: %(n)d done.", "%(step)s: %(n)d done.", done)
        self.message_user(request, said % {"step": STEPS[name].label, "n": done})


def _moment(text: str) -> dt.datetime | None:
    """Of a field for date and time, in the portal's own time; None if it is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _said(step: Any, version: Version | None) -> str:
    number = version.number if version else ""
    return {
        "send": _("Version %(number)s is sent for review.") % {"number": number},
        "return": _("Version %(number)s is returned to its author.") % {"number": number},
        "take-back": _("Version %(number)s is a draft again.") % {"number": number},
        "publish": _("Version %(number)s is public.") % {"number": number},
        "schedule": _("Version %(number)s will be published at the time set.") % {"number": number},
        "discard": _("Version %(number)s is discarded; what is public stays.") % {"number": number},
        "archive": _("It is withdrawn from the public."),
    }[step.name]
