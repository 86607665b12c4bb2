"""History: each save keeps what it made; versions are listed in words, compared and brought back.

Only who could change, publish or delete a row reads its history, which may hold words that are not public.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from groundwork.audit import AuditEntry
from groundwork.versions.differences import changes_in_brief, differences
from groundwork.versions.keeping import (
    CannotBeHeldError,
    keep_as_found,
    keep_deleted,
    keep_if_changed,
    lock,
    restored,
)
from groundwork.versions.previews import PreviewLink, links_of, new_token
from groundwork.versions.snapshots import has_next_versions, is_versioned, take
from groundwork.versions.steps import may_see_history
from groundwork.versions.version import Version
from groundwork.workplace.audited import AuditedAdmin

COMMENT = "version_comment"
ON_A_PAGE = 30
DONE = 50  # the latest deeds that are told beside the versions


class HistoryAdmin(AuditedAdmin):
    """For models with `version_parts`; of others, Django's own list of changes is guarded alike."""

    def get_urls(self) -> list[URLPattern]:
        if not is_versioned(self.model):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                "<path:object_id>/history/<int:number>/",
                self.admin_site.admin_view(self.compare_view),
                name=f"{name}_compare",
            ),
            path(
                "<path:object_id>/history/<int:number>/restore/",
                self.admin_site.admin_view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def address(self, page: str, item: models.Model, *more: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[quote(item.pk), *more])

    # Keeping

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self.keep_saved(request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self.keep_saved(request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> list[LogEntry]:
        if is_versioned(self.model):
            with transaction.atomic():
                for item in queryset:
                    keep_deleted(item, by=request.user)
        return super().log_deletions(request, queryset)

    def keep_saved(self, request: HttpRequest, item: models.Model) -> Version | None:
        if not is_versioned(self.model):
            return None
        with transaction.atomic():
            lock(item)
            return keep_if_changed(item, take(item), by=request.user, comment=comment_of(request))

    # What is there before the first change is kept too

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        item = self.get_object(request, unquote(object_id)) if object_id and is_versioned(self.model) else None

        def show() -> HttpResponse:
            return super(HistoryAdmin, self).changeform_view(request, object_id, form_url, extra_context)

        if item is None or not self.has_change_permission(request, item):
            return show()
        with transaction.atomic():
            return self.form_over(request, item, show)

    def form_over(self, request: HttpRequest, item: models.Model, show: Callable[[], HttpResponse]) -> HttpResponse:
        """The form of an item, shown or saved; in a transaction."""
        if request.method == "POST":
            lock(item)
            keep_as_found(item)
        return show()

    # Reading

    def _own(self, request: HttpRequest, object_id: str) -> models.Model:
        """The item whose history the person may read; anything else is not there, or refused."""
        item = self.get_object(request, unquote(object_id))
        if not may_see_history(request.user, item):
            raise PermissionDenied(_("Its history is read by those who may change it."))
        return item

    def _version(self, item: models.Model, number: Any) -> Version:
        version = Version.objects.of(item).select_related("author", "reviewer", "base").filter(number=number).first()
        if version is None:
            raise Http404
        return version

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        item = self._own(request, object_id)
        if not is_versioned(self.model):
            return super().history_view(request, object_id, extra_context)
        page = Paginator(Version.objects.of(item).select_related("author", "reviewer"), ON_A_PAGE).get_page(
            request.GET.get("p")
        )
        older = Version.objects.of(item).filter(number__lt=page[-1].number).first() if len(page) else None
        versions = [*page, older]
        shown = [
            (version, changes_in_brief(self.model, before.snapshot, version.snapshot) if before else [], before)
            for version, before in pairwise([*versions, None] if older else versions)
        ]
        context = {
            "title": _("History"),
            "subtitle": str(item),
            "item": item,
            "page": page,
            "versions": shown,
            "deeds": AuditEntry.objects.about(item)[:DONE],
            "module_name": capfirst(self.opts.verbose_name_plural),
        }
        return self._page(request, "admin/history.html", context)

    def compare_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One version beside an older one (`?with=`), by default the one before."""
        item = self._own(request, object_id)
        version = self._version(item, number)
        asked = request.GET.get("with", "")
        others = Version.objects.of(item).exclude(pk=version.pk).defer("snapshot")
        other = self._version(item, int(asked)) if asked.isdecimal() and len(asked) < 9 else None
        other = other or Version.objects.of(item).filter(number__lt=number).select_related("author").first()
        context = {
            "title": _("Version %(number)d") % {"number": number},
            "subtitle": str(item),
            "item": item,
            "version": version,
            "other": other,
            "others": others,
            "differences": differences(self.model, (other or NOTHING).snapshot, version.snapshot),
            "may_restore": has_next_versions(self.model) and self.has_change_permission(request, item),
            "previews": preview_links(version, item) if has_next_versions(self.model) else [],
            "module_name": capfirst(self.opts.verbose_name_plural),
        }
        return self._page(request, "admin/compare.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts} | context
        )

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        item = self._own(request, object_id)
        version = self._version(item, number)
        may = has_next_versions(self.model) and self.has_change_permission(request, item)
        if request.method != "POST" or not may:
            raise PermissionDenied(_("Only who may change it can bring back an old version, by the button."))
        try:
            made, untold = restored(item, version, by=request.user)
        except CannotBeHeldError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.address("compare", item, number))
        said = _("Version %(old)d is back, as version %(new)d.") % {"old": number, "new": made.number}
        self.message_user(request, " ".join([said, *untold]), messages.WARNING if untold else messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", item))


def preview_links(version: Version, item: models.Model) -> list[PreviewLink]:
    """By which anybody reads the version in each language for some days; none where it has no page."""
    return links_of(new_token(version)) if hasattr(item, "get_absolute_url") else []


NOTHING = Version(snapshot={"fields": {}, "relations": {}, "parts": {}})


def comment_of(request: HttpRequest) -> str:
    """What the person says of the change; one line."""
    return " ".join(request.POST.get(COMMENT, "").split())[: Version._meta.get_field("comment").max_length]
