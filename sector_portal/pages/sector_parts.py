"""The parts of a sector page, in the order of the page.

A part is called by its anchor. Its content is the value of the page's context under the same name (with _ for -), and
`templates/pages/sector/_<anchor>.html` shows it. A part without content is not there: neither on the page nor in its
list of contents. Only those who may write it are told that it is missing, and where it is entered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.access import Scope, Verb, can, reach
from meetings.models import Meeting
from research.models import Publication
from sectors.models import FocalPoint, GoodPractice, Instrument, Partner, Sector, SectorPage


@dataclass(frozen=True)
class Part:
    anchor: str
    heading: str | Promise
    entered_as: type[Model] | None = None  # None: not entered by hand

    @property
    def content(self) -> str:
        """Its name in the context."""
        return self.anchor.replace("-", "_")

    @property
    def template(self) -> str:
        return f"pages/sector/_{self.anchor}.html"


PARTS = (
    Part("overview", _("Overview"), SectorPage),
    Part("key-issues", _("Key issues"), SectorPage),
    Part("instruments", _("Instruments and standards"), Instrument),
    Part("tools", _("Codes and tools"), SectorPage),
    Part("research", _("Research"), Publication),
    Part("practices", _("What works, and what does not"), GoodPractice),
    Part("statistics", _("Statistics")),
    Part("themes", _("Themes"), Publication),
    Part("countries", _("Countries"), Publication),
    Part("meetings", _("Meetings and follow-up"), Meeting),
    Part("team", _("Team and focal points"), FocalPoint),
    Part("partners", _("Partners and networks"), Partner),
    Part("links", _("Links"), SectorPage),
    Part("updates", _("Updates"), SectorPage),
    Part("news", _("What’s new")),
    Part("activities", _("Economic activities"), Sector),
)


def parts_with_content(context: Mapping[str, Any]) -> list[Part]:
    return [part for part in PARTS if context.get(part.content)]


class MissingPart(TypedDict):
    text: str | Promise
    url: str


def parts_to_write(context: Mapping[str, Any], user: Any) -> list[MissingPart]:
    """The parts without content that this user may enter, each with where; for most people none."""
    entered = [part for part in PARTS if part.entered_as]
    if not any(reach(user, Verb.ADD, part.entered_as) for part in entered):
        return []
    sector, page = context["sector"], context["page"]
    owned = Sector.objects.owned_by(user).filter(pk=sector.pk).exists()
    return [
        MissingPart(text=part.heading, url=url)
        for part in entered
        if not context.get(part.content) and (url := _where_entered(part.entered_as, sector, page, user, owned=owned))
    ]


def _where_entered(
    model: type[Model], sector: Sector, page: SectorPage | None, user: Any, *, owned: bool
) -> str | None:
    """The page of the workplace; None if the user may not write there for this sector."""
    there = {SectorPage: page, Sector: sector}.get(model)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    if there is not None:
        return reverse(f"{name}_change", args=[there.pk]) if can(user, Verb.CHANGE, there) else None
    scopes = reach(user, Verb.ADD, model)
    if Scope.ALL not in scopes and not (Scope.SECTORS in scopes and owned):
        return None
    return reverse(f"{name}_add", query={"sector" if model is SectorPage else "sectors": sector.pk})
