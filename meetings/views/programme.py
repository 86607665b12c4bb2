from typing import Any

from django.views.generic import TemplateView

from meetings.models import ProgrammeEntry


class Programme(TemplateView):
    """The programmes of sectoral meetings, latest biennium first: what was proposed, decided, and held."""

    template_name = "meetings/programme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        entries = ProgrammeEntry.objects.visible_to(user).with_what_came_of_it(user)
        return super().get_context_data(
            entries=entries.latest_biennium_first(),
            **kwargs,
        )
