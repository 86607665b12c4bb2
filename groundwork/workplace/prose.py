"""The editor of texts with marks, and the search for records of ours that it links to."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.forms import Media, Script
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.access.rule import published_q
from groundwork.cleaning import clean_line
from groundwork.prose import as_html, clean_prose

FOUND_OF_EACH = 4  # records of a kind that are offered
SHORTEST = 2  # characters that are worth a search
WORDS = {
    "toolbar": _("Marks"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "heading": _("Heading"),
    "subheading": _("Smaller heading"),
    "bullets": _("List"),
    "numbers": _("Numbered list"),
    "quote": _("Quotation"),
    "link": _("Link"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "address": _("Address, or words of a record of ours"),
    "set": _("Set the link"),
    "unset": _("Take the link out"),
    "cancel": _("Cancel"),
    "found": _("Records of ours"),
    "none": _("No record of ours is found."),
}


class ProseWidget(AdminTextareaWidget):
    """Markdown in a text area, which a script makes an editor. Text that nobody touched is sent as it was."""

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["css/prose-editor.css"]},
            js=[Script("js/prose-editor.js", type="module")],
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        value = clean_prose(value or "")
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-prose": as_html(value),
            "data-words": json.dumps({key: str(word) for key, word in WORDS.items()}),
            "data-records": reverse("admin:records"),
        }
        return context


def records(site: AdminSite, request: HttpRequest) -> JsonResponse:
    """Public records that the words of `q` find, as `{"records": [{"name", "kind", "url"}]}`, in a `language`."""
    words = clean_line(request.GET.get("q", ""))
    language = request.GET.get("language", "")
    with translation.override(language if translation.check_for_language(language) else None):
        found = list(_found(site, request, words)) if len(words) >= SHORTEST else []
    found.sort(key=lambda one: words.casefold() not in one["name"].casefold())
    return JsonResponse({"records": found})


def _found(site: AdminSite, request: HttpRequest, words: str) -> Iterator[dict[str, str]]:
    for one in site._registry.values():
        if _has_pages(one) and one.has_view_permission(request):
            rows, may_repeat = one.get_search_results(request, _public(one, request), words)
            for row in (rows.distinct() if may_repeat else rows)[:FOUND_OF_EACH]:
                yield {"name": str(row), "kind": str(one.opts.verbose_name), "url": row.get_absolute_url()}


def _has_pages(one: ModelAdmin) -> bool:
    """Whether readers find its rows at addresses of their own, and the workplace finds them by words."""
    is_shown = hasattr(one.model, "get_absolute_url") and hasattr(one.model, "state_paths")
    return is_shown and bool(one.search_fields) and isinstance(one.model._default_manager.all(), AccessQuerySet)


def _public(one: ModelAdmin, request: HttpRequest) -> QuerySet:
    rows = one.get_queryset(request).filter(published_q(one.model))
    return rows.select_related(*one.list_select_related) if isinstance(one.list_select_related, list) else rows
