"""The site of the workplace: Django's, but for two addresses that would tell more than its pages do."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from groundwork.workplace.awaiting import awaiting_page, translation_tiles
from groundwork.workplace.duties import waiting
from groundwork.workplace.guide import guide_page, guide_picture
from groundwork.workplace.limits import own_choices
from groundwork.workplace.panels import panels, recent_changes
from groundwork.workplace.prose import records


class OwnAutocomplete(AutocompleteJsonView):
    """Offers what the form that asks would take."""

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        own = own_choices(self.request.user, self.source_field.model).get(self.source_field.name)
        return rows if own is None else rows.filter(pk__in=own.values("pk"))


class Workplace(AdminSite):
    index_title = _("Workplace")
    enable_nav_sidebar = False  # the index is one step away, and forms need the room

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {
            "waiting": waiting(self, request),
            "to_translate": translation_tiles(self, request),
            "panels": panels(self, request),
            "recent": recent_changes(self, request),
        }
        return super().index(request, own | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without "view on site", which leads to the address of any row, seen or not."""
        own = [
            path("translations/", self.admin_view(partial(awaiting_page, self)), name="translations"),
            path("records/", self.admin_view(partial(records, self)), name="records"),
            path("guide/", self.admin_view(partial(guide_page, self)), name="guide"),
            path("guide/<slug:name>.png", self.admin_view(guide_picture), name="guide-picture"),
        ]
        return [*own, *(one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site")]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the portal's own sign-in, with its limits and second factor; who may not work here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def autocomplete_view(self, request: HttpRequest) -> JsonResponse:
        return OwnAutocomplete.as_view(admin_site=self)(request)
