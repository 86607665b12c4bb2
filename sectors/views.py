from typing import Any

from django.views.generic import TemplateView

from sectors.models import Sector, SectorGroup


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
