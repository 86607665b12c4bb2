from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from groundwork.near import get_or_near
from meetings.figures import bar_of, counted
from meetings.models import Outcome, Review
from meetings.record import points_of


class ReviewDetail(DetailView):
    """A review with what it recommended, section by section, and where the follow-up of each point stands."""

    template_name = "meetings/review_detail.html"
    context_object_name = "review"

    def get_object(self, queryset: QuerySet[Review] | None = None) -> Review:
        return get_or_near(queryset or Review.objects.visible_to(self.request.user), self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        outcomes = Outcome.objects.visible_to(user).filter(review=self.object).with_status()
        points = points_of(outcomes, user)
        query = QueryDict(mutable=True)
        query["review"] = self.object.slug
        return super().get_context_data(
            crumbs=[{"label": _("Follow-up"), "url": reverse("follow-up")}],
            outcomes=points,
            bar=bar_of(counted(points), address=reverse("follow-up"), query=query),
            **kwargs,
        )
