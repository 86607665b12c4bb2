"""The filter by sector, for every list that has one, and the filters of the list of instruments."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet, Replaced
from groundwork.folding import fold
from groundwork.gender import GenderMarker
from groundwork.places import Area
from sectors.directory import BELONGS_TO
from sectors.models import FocalPoint, Goal, GoodPractice, Instrument, Sector, TeamMember, Theme
from sectors.models.instruments import InstrumentQuerySet
from sectors.models.teams import OFFICE, FocalPointQuerySet, TeamMemberQuerySet
from sectors.search import named

NOT_RECORDED = "not-recorded"
IN_FORCE_VALUES = {"yes": True, "no": False}
IN_FORCE = (
    ("yes", _("In force")),
    ("no", _("Not in force")),
    (NOT_RECORDED, _("Not on record")),
)


def sector_choices() -> Choices:
    sectors = Sector.objects.visible_to(None).not_succeeded().from_a_to_z()
    return [(sector.slug, sector.dated_name) for sector in sectors]


def sectors_of_former_days(slugs: list[str]) -> dict[str, Replaced]:
    heirs = Sector.objects.visible_to(None).heirs_of(slugs)
    return {old.slug: Replaced(old.name, [new.slug for new in present]) for old, present in heirs.items()}


def gender_choices() -> Choices:
    return [(str(score.value), score.label) for score in GenderMarker]


class SectorFilter(KnownValuesFilter):
    """Sectors by address, each with its branches and what came before, in the relation `sectors`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Sector"), options=sector_choices, replacements=sectors_of_former_days, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        chosen = Sector.objects.counted_for(Sector.objects.filter(slug__in=value))
        return qs.filter(pk__in=qs.model.objects.filter(sectors__in=chosen).values("pk"))


class GenderFilter(KnownValuesFilter):
    """Scores of the gender marker, in the column `gender_marker`."""

    def __init__(self, **kwargs: Any) -> None:
        options = {"field_name": "gender_marker", "label": _("Gender equality"), "options": gender_choices}
        super().__init__(**options | kwargs)


class SectorViewFilterSet(PublicFilterSet):
    """The ways to look at all sectors."""

    BY_GROUP, BY_NAME, BY_ISIC = "group", "name", "isic"

    by = KnownValuesFilter(
        label=_("View"),
        options=lambda: [
            (SectorViewFilterSet.BY_GROUP, _("By group")),
            (SectorViewFilterSet.BY_NAME, _("A to Z")),
            (SectorViewFilterSet.BY_ISIC, _("By economic activity (ISIC)")),
        ],
        method="is_no_filter",
    )

    class Meta:
        model = Sector
        fields = ()

    def is_no_filter(self, sectors: QuerySet, _name: str, _value: list[str]) -> QuerySet:
        return sectors

    @property
    def view(self) -> str:
        return self.chosen.get("by", [self.BY_GROUP])[0]

    @property
    def views(self) -> list[dict[str, Any]]:
        """The links to each way; the first needs no query string."""
        return [
            {"label": label, "url": f"?by={code}" if code != self.BY_GROUP else "?", "current": code == self.view}
            for code, label in self.form.fields["by"].choices
        ]


class ThemeFilterSet(PublicFilterSet):
    """Themes by the Sustainable Development Goals that they serve."""

    goal = KnownValuesFilter(
        label=_("Sustainable Development Goal"),
        options=lambda: [(str(goal.value), f"{goal.value} {goal.label}") for goal in Goal],
        method="serving",
    )

    class Meta:
        model = Theme
        fields = ()

    def serving(self, themes: QuerySet, _name: str, goals: list[str]) -> QuerySet:
        return themes.filter(sdg_goals__overlap=[int(goal) for goal in goals])


class InstrumentFilterSet(PublicFilterSet):
    q = django_filters.CharFilter(label=_("Number or title"), method="named")
    kind = KnownValuesFilter(field_name="kind", label=_("Kind"), options=lambda: Instrument.Kind.choices)
    sector = SectorFilter(method="in_sectors")
    in_force = KnownValuesFilter(label=_("In force"), options=lambda: list(IN_FORCE), method="by_force")

    class Meta:
        model = Instrument
        fields = ()

    def named(self, instruments: InstrumentQuerySet, _name: str, text: str) -> InstrumentQuerySet:
        return instruments.filter(pk__in=[one.pk for one in named(instruments, text)])

    def by_force(self, instruments: InstrumentQuerySet, _name: str, chosen: list[str]) -> InstrumentQuerySet:
        known = [IN_FORCE_VALUES[value] for value in chosen if value != NOT_RECORDED]
        unknown = Q(in_force=None) if NOT_RECORDED in chosen else Q()
        return instruments.filter(Q(in_force__in=known) | unknown) if known else instruments.filter(unknown)

    def in_sectors(self, instruments: InstrumentQuerySet, _name: str, slugs: list[str]) -> InstrumentQuerySet:
        return instruments.in_sectors(Sector.objects.filter(slug__in=slugs))


def theme_choices() -> Choices:
    return [(theme.slug, theme.name) for theme in Theme.objects.visible_to(None)]


def practice_countries() -> Choices:
    """Countries and areas of which a practice is on record: others would only give empty lists."""
    practices = GoodPractice.objects.visible_to(None)
    areas = Area.objects.visible_to(None).filter(good_practices__in=practices).distinct()
    return [(area.code, area.name) for area in sorted(areas, key=lambda area: fold(area.name))]


class PracticeFilterSet(PublicFilterSet):
    sector = SectorFilter()
    theme = KnownValuesFilter(field_name="themes__slug", label=_("Theme"), options=theme_choices)
    country = KnownValuesFilter(field_name="areas__code", label=_("Country or area"), options=practice_countries)
    outcome = KnownValuesFilter(field_name="outcome", label=_("Outcome"), options=lambda: GoodPractice.Outcome.choices)
    gender = GenderFilter()

    class Meta:
        model = GoodPractice
        fields = ()


class ChosenPracticeFilterSet(PracticeFilterSet):
    """The same, and those that somebody ticked."""

    practice = KnownValuesFilter(
        field_name="slug",
        label=_("Good practice"),
        options=lambda: GoodPractice.objects.visible_to(None).values_list("slug", "title"),
    )


def region_choices() -> Choices:
    """The regions of the world: not the parts of these."""
    regions = Area.objects.visible_to(None).filter(kind=Area.Kind.REGION, parent__kind=Area.Kind.WORLD)
    return [(region.code, region.name) for region in sorted(regions, key=lambda region: fold(region.name))]


def unit_choices() -> Choices:
    """Units of which somebody is in the directory."""
    points, members = FocalPoint.objects.visible_to(None), TeamMember.objects.visible_to(None)
    there = Q(focal_points__in=points) | Q(people__team_memberships__in=members)
    return [(unit.code, unit.name) for unit in Unit.objects.visible_to(None).filter(there).distinct()]


class DirectoryFilterSet(PublicFilterSet):
    """What the directory is asked: the same of focal points and of teams."""

    sector = SectorFilter(method="of_sectors")
    region = KnownValuesFilter(label=_("Region"), options=region_choices, method="in_regions")
    unit = KnownValuesFilter(label=_("Unit"), options=unit_choices, method="in_units")
    group = KnownValuesFilter(label=_("Belongs to"), options=BELONGS_TO.items, method="of_groups")


class FocalPointFilterSet(DirectoryFilterSet):
    class Meta:
        model = FocalPoint
        fields = ()

    def of_sectors(self, points: FocalPointQuerySet, _name: str, slugs: list[str]) -> FocalPointQuerySet:
        return points.of_sectors(Sector.objects.filter(slug__in=slugs))

    def in_regions(self, points: FocalPointQuerySet, _name: str, codes: list[str]) -> FocalPointQuerySet:
        return points.in_regions(Area.objects.filter(code__in=codes))

    def in_units(self, points: FocalPointQuerySet, _name: str, codes: list[str]) -> FocalPointQuerySet:
        return points.filter(unit__code__in=codes)

    def of_groups(self, points: FocalPointQuerySet, _name: str, groups: list[str]) -> FocalPointQuerySet:
        of_office = Q(unit__isnull=False) if OFFICE in groups else Q(pk__in=[])
        return points.filter(of_office | Q(organisation__kind__in=set(groups) - {OFFICE}))


class TeamFilterSet(DirectoryFilterSet):
    class Meta:
        model = TeamMember
        fields = ()

    def of_sectors(self, members: TeamMemberQuerySet, _name: str, slugs: list[str]) -> TeamMemberQuerySet:
        return members.of_sectors(Sector.objects.filter(slug__in=slugs))

    def in_regions(self, members: TeamMemberQuerySet, _name: str, _codes: list[str]) -> TeamMemberQuerySet:
        return members.none()  # a team of the Department is for the world

    def in_units(self, members: TeamMemberQuerySet, _name: str, codes: list[str]) -> TeamMemberQuerySet:
        return members.filter(person__unit__code__in=codes)

    def of_groups(self, members: TeamMemberQuerySet, _name: str, groups: list[str]) -> TeamMemberQuerySet:
        return members if OFFICE in groups else members.none()
