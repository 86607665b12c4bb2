from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields
from procrastinate.contrib.django.models import ProcrastinateJob

from groundwork import jobs, outbox
from groundwork.access import Verb, allowed, can
from groundwork.audit import IN_WORDS
from groundwork.links import where_shown
from groundwork.models import Area, AuditEntry, FailedJob, LinkCheck, OutgoingMail, StagedTable, Version
from groundwork.staging import importer_of
from groundwork.staging.rows import TABLES
from groundwork.tables.declared import Table, declared
from groundwork.tables.importer import exported
from groundwork.tabular import csv_response
from groundwork.versions.differences import differences
from groundwork.versions.keeping import CannotBeHeldError, recover
from groundwork.workplace import ScopedAdmin, StagedFileAdmin, StageForm, plain_number
from groundwork.workplace.columns import kind_in_words
from groundwork.workplace.filters import InWordsFilter, KindFilter

SHOWN = "shown"  # the parameter that carries the query of a list to the page of downloads


class TableForm(StageForm):
    """Whose rows they are; and the file."""

    table = forms.ChoiceField(label=_("Table"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV as it was downloaded, changed in a spreadsheet; a row without an id is a new one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [table for table in declared() if table.is_open_to(self.by)]
        self.fields["table"].choices = sorted(((one.label, capfirst(one.name)) for one in tables), key=itemgetter(1))

    def clean_table(self) -> str:
        self.importer = importer_of(Table.named(self.cleaned_data["table"]).subject)
        return self.cleaned_data["table"]

    def options(self) -> dict[str, Any]:
        return {"by": self.by.pk}


@admin.register(StagedTable)
class StagedTableAdmin(StagedFileAdmin):
    """Rows of our own tables, changed in a spreadsheet; and the downloads of these tables."""

    importer = importer_of("table")
    form = TableForm
    most_shown = 500
    change_form_template = "admin/staging/tables.html"
    list_display = ["name", "rows_of", "state", "length", "stored_at"]

    @admin.display(description=_("table"))
    def rows_of(self, file: StagedTable) -> str:
        model = apps.get_model(file.subject.removeprefix(TABLES))
        return capfirst(model._meta.verbose_name_plural)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<str:label>.csv", view, name="groundwork_stagedtable_export"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        seen = [table for table in declared() if can(request.user, Verb.VIEW, table.model)]
        asked, shown = request.GET.get("table", ""), request.GET.get(SHOWN, "")
        whole = next((table.whole for table in seen if table.label == asked), None) if shown else None
        downloads = {
            "downloads": sorted(seen, key=attrgetter("name")),
            "narrowed": [table for table in seen if table.whole is whole],
            "shown": shown,
        }
        return super().add_view(request, form_url, downloads | (extra_context or {}))

    def export_view(self, request: HttpRequest, label: str) -> HttpResponse:
        """As a file that can be sent back: all rows that the person may see, or what a list shows under the query."""
        try:
            table = Table.named(label)
        except LookupError as error:
            raise Http404 from error
        if not can(request.user, Verb.VIEW, table.model):
            raise PermissionDenied
        of = self._listed(request, table) if request.GET else None
        return csv_response(label.replace(".", "-"), table.heading, exported(table, request.user, of))

    def _listed(self, request: HttpRequest, table: Table) -> list[int]:
        """The keys of what the workplace's list shows under the query of the request."""
        try:
            listed = self.admin_site.get_model_admin(table.whole).get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise BadRequest(_("The list cannot be narrowed like that.")) from error
        return list(listed.queryset.order_by().values_list("pk", flat=True))


NO_TASK = _("This release of the portal has no such task.")  # procrastinate notices before our note of errors begins

admin.site.unregister(ProcrastinateJob)  # only what failed for good awaits a person


@admin.register(Area)
class AreaAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["name", "code", "m49", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "=m49", *get_translation_fields("name")]


class VerbFilter(InWordsFilter):
    words = staticmethod(lambda verb: IN_WORDS.get(verb, verb))


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedAdmin):
    list_display = ["at", "by_name", "done", "object_name", kind_in_words]
    list_filter = [("verb", VerbFilter), ("model", KindFilter)]
    date_hierarchy = "at"
    search_fields = ["by_name", "object_name", "=object_id", "=request_id"]
    fields = ["at", "by_name", "by_id", "done", "object_name", kind_in_words, "object_id", "detail", "request_id"]
    readonly_fields = fields

    @admin.display(description=_("action"), ordering="verb")
    def done(self, entry: AuditEntry) -> str:
        return entry.in_words


class BrokenFilter(admin.SimpleListFilter):
    """What sends gigabytes is no good to a reader either: editors find it here, its outcome beside it."""

    title = _("broken")
    parameter_name = "broken"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("yes", _("Broken only"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.told() if self.value() else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(ScopedAdmin):
    list_display = ["url", "outcome", plain_number("status", _("HTTP status")), "reason", "checked_at", "broken_since"]
    list_filter = [BrokenFilter, "outcome"]
    search_fields = ["url"]
    fields = [
        *("url", "outcome", "status", "reason", "leads_to", "checked_at", "answered_at", "broken_since"),
        "shown_by",
    ]
    readonly_fields = fields

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> LinkCheck:
        check = super().get_object(request, object_id, from_field)
        check.reader = request.user
        return check

    @admin.display(description=_("shown by"))
    def shown_by(self, check: LinkCheck) -> str:
        """The rows with it that the reader may change, each leading to where that is done; a part to its page."""
        wholes = dict.fromkeys(getattr(row, "page", row) for row in where_shown(check.url))
        mended_at = [(_address_of_form(one), one) for one in wholes if can(check.reader, Verb.CHANGE, one)]
        return format_html_join(", ", '<a href="{}">{}</a>', mended_at)


def _address_of_form(item: models.Model) -> str:
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])


class DeletedFilter(admin.SimpleListFilter):
    title = _("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("yes", _("Can be recovered"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.deleted() if self.value() else queryset


@admin.register(Version)
class VersionAdmin(ScopedAdmin):
    """Every version of everything; what was deleted in the workplace is made again from its last one."""

    list_display = ["object_name", kind_in_words, "number", "state", "at", "author", "comment"]
    list_filter = [DeletedFilter, "state", ("model", KindFilter)]
    list_select_related = ["author"]
    search_fields = ["object_name", "=object_id"]
    fields = [
        "object_name",
        kind_in_words,
        "number",
        "state",
        "at",
        "author",
        "comment",
        "reviewer",
        "remark",
        "words",
    ]
    readonly_fields = fields
    actions = ["recover"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows if request.resolver_match.url_name.endswith("_change") else rows.defer("snapshot")

    def has_recover_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.RECOVER, self.model)

    @admin.display(description=_("content"))
    def words(self, version: Version) -> str:
        """All that it says, line by line."""
        nothing = {"fields": {}, "relations": {}, "parts": {}}
        found = differences(version.kind, nothing, version.snapshot) if version.kind else []
        lines = ((str(one), "".join(piece.text for piece in one.after)) for one in found)
        return format_html_join("", "<p><b>{}</b><br>{}</p>", lines)

    @admin.action(description=_("Recover what was deleted"), permissions=["recover"])
    def recover(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for version in queryset.deleted():
            try:
                item, untold = recover(version, by=request.user)
            except CannotBeHeldError as error:
                self.message_user(request, f"{version}: {error}", messages.ERROR)
                continue
            said = _("“%(name)s” is there again.") % {"name": item}
            self.message_user(request, " ".join([said, *untold]), messages.WARNING if untold else messages.SUCCESS)


class RetryAdmin(ScopedAdmin):
    """Lists of what failed, from which it is tried again."""

    actions = ["retry"]
    queue: Callable[[models.QuerySet], list[models.Model]]  # queues rows anew; returns those queued

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.RETRY, self.model)

    @admin.action(description=_("Try again"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        queued = self.queue(queryset.filter(allowed(request.user, Verb.RETRY, self.model)))
        for item in queued:
            self.log_change(request, item, [{"changed": {"fields": ["state"]}}])
        number = len(queued)
        self.message_user(request, ngettext("%(n)d queued.", "%(n)d queued.", number) % {"n": number})


@admin.register(FailedJob)
class FailedJobAdmin(RetryAdmin):
    list_display = ["task", "arguments", "tries", "failed_at", "last_line"]
    search_fields = ["task_name"]
    fields = ["task", "arguments", "tries", "failed_at", "whole_error"]
    readonly_fields = fields
    queue = staticmethod(jobs.try_again)

    @admin.display(description=_("task"), ordering="task_name")
    def task(self, job: FailedJob) -> str:
        return job.task_name

    @admin.display(description=_("arguments"))
    def arguments(self, job: FailedJob) -> str:
        return ", ".join(f"{name}={value}" for name, value in job.args.items())

    @admin.display(description=_("attempts"), ordering="attempts")
    def tries(self, job: FailedJob) -> int:
        return job.attempts

    @admin.display(description=_("failed at"), ordering="error__at")
    def failed_at(self, job: FailedJob) -> str:
        return localize(localtime(job.error.at)) if hasattr(job, "error") else ""

    @admin.display(description=_("error"))
    def last_line(self, job: FailedJob) -> str:
        return str(job.error) if hasattr(job, "error") else NO_TASK

    @admin.display(description=_("error"))
    def whole_error(self, job: FailedJob) -> str:
        return job.error.error if hasattr(job, "error") else NO_TASK


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RetryAdmin):
    list_display = ["subject", "to", "state", "created_at", "attempts", "last_error"]
    list_filter = ["state"]
    search_fields = ["subject", "to", "key"]
    fields = [
        *("subject", "to", "text", "state", "created_at", "due_at", "sent_at", "attempts", "last_error"),
        *("key", "message_id"),
    ]
    queue = staticmethod(outbox.send_again)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and not settings.EMAIL_URL:
            sentence = _("No mail server is set (EMAIL_URL). Mail waits here, and is sent when there is one.")
            self.message_user(request, sentence, messages.WARNING)
        return super().changelist_view(request, extra_context)
