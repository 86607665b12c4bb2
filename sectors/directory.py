"""The directory of people: teams of the Department and focal points, as rows of one table. No address is in it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import TripartiteGroup
from groundwork.permanent_ids import id_of
from sectors.models import FocalPoint, Sector, SectorGroup, TeamMember
from sectors.models.teams import OFFICE, FocalPointQuerySet, TeamMemberQuerySet

BELONGS_TO: dict[str, str | Promise] = {OFFICE: gettext_lazy("Office"), **dict(TripartiteGroup.choices)}


@dataclass(frozen=True)
class Entry:
    """Somebody to turn to: a role, perhaps a name, and for what."""

    role: str
    name: str  # empty where nobody has agreed to be named
    place: str
    sectors: list[Sector]  # none: all sectors, or those of the group, or one that is known
    group: SectorGroup | None
    belongs_to: str | Promise
    region: str
    contact: str  # the address of the form
    anchor: str  # in a table


def entries(members: TeamMemberQuerySet, points: FocalPointQuerySet, *, of_sector: bool = False) -> list[Entry]:
    """The Department's own first, in two queries; on the page of one sector they need not say which."""
    points = points.in_directory()
    return [*map(_of_member, members.in_directory()), *(_of_point(point, of_sector) for point in points)]


def _of_member(member: TeamMember) -> Entry:
    return Entry(
        role=member.responsibility or _("Member of the team"),
        name=member.person.name,
        place=member.person.unit.name if member.person.unit else "",
        sectors=[member.sector] if member.sector else [],
        group=member.group,
        belongs_to=BELONGS_TO[OFFICE],
        region=_("World"),
        contact=_form(member),
        anchor=f"team-{member.pk}",
    )


def _of_point(point: FocalPoint, of_sector: bool) -> Entry:
    return Entry(
        role=point.function,
        name=point.shown_name,
        place=point.place,
        sectors=[] if of_sector else point.for_sectors,
        group=None,
        belongs_to=BELONGS_TO.get(point.belongs_to, ""),
        region=point.area.name if point.area else _("World"),
        contact=_form(point),
        anchor=f"focal-{point.pk}",
    )


def _form(row: TeamMember | FocalPoint) -> str:
    return f"{reverse('contact')}?kind=contact&about={id_of(row).urn}"
