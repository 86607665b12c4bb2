from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from groundwork.paging import page_of
from sectors.filters import InstrumentFilterSet
from sectors.models import Instrument, Sector, SectorGroup


class SectorList(TemplateView):
    """The window of the eight groups, then every sector and branch from A to Z."""

    template_name = "sectors/sector_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            groups=SectorGroup.objects.visible_to(user).with_sectors(user),
            alphabet=Sector.objects.visible_to(user).select_related("parent__group", "group").from_a_to_z(),
            **kwargs,
        )


class InstrumentList(TemplateView):
    """Conventions, Recommendations, codes, guidelines and tools."""

    template_name = "sectors/instrument_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        instruments = Instrument.objects.visible_to(self.request.user).conventions_first()
        filters = InstrumentFilterSet(self.request.GET, queryset=instruments, request=self.request).checked()
        page = page_of(self.request, filters.qs)
        count = page.paginator.count
        return super().get_context_data(
            filters=filters,
            q=filters.chosen.get("q", ""),
            kept={"words": filters.kept("q"), "filters": filters.kept("kind", "sector")},
            selects=filters.selects(kind=_("All kinds"), sector=_("All sectors and branches")),
            page=page,
            heading=ngettext("%(count)d instrument", "%(count)d instruments", count) % {"count": count},
            **kwargs,
        )
