from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from meetings.figures import follow_up_bar
from meetings.models import Outcome, Review


class ReviewDetail(DetailView):
    """A review with what it recommended, section by section, and where the follow-up of each point stands."""

    template_name = "meetings/review_detail.html"
    context_object_name = "review"

    def get_queryset(self) -> QuerySet[Review]:
        return Review.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcomes = Outcome.objects.visible_to(self.request.user).filter(review=self.object).with_status()
        query = QueryDict(mutable=True)
        query["review"] = self.object.slug
        return super().get_context_data(
            crumbs=[{"label": _("Follow-up"), "url": reverse("follow-up")}],
            outcomes=list(outcomes.with_follow_up(self.request.user)),
            bar=follow_up_bar(outcomes, address=reverse("follow-up"), query=query),
            **kwargs,
        )
