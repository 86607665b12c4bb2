"""The values that each facet offers, in words of the active language."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.gender import GenderMarker
from groundwork.places import Area
from research.models import Publication, Source
from research.models.languages import known_languages, language_or_not_stated
from research.search import facets
from sectors.models import Sector, Theme

ALL_SECTORS = "all-sectors"
PEER_REVIEWED = {
    True: ("yes", _("Peer reviewed")),
    False: ("no", _("Not peer reviewed")),
    None: ("unknown", _("Not on record")),
}


class Option(NamedTuple):
    """A value of a facet: its word in the query string, its label, and its number in the facet's block."""

    value: str
    label: str | Promise
    number: int
    within: str = ""  # the value that this one lies in: of a branch its sector, of a country its region


def sectors() -> Iterable[Option]:
    yield Option(ALL_SECTORS, _("All sectors"), facets.ALL_SECTORS)
    for sector in Sector.objects.visible_to(None).not_succeeded().select_related("parent"):
        yield Option(sector.slug, sector.dated_name, sector.pk, sector.parent.slug if sector.parent else "")


def themes() -> Iterable[Option]:
    return (Option(theme.slug, theme.name, theme.pk) for theme in Theme.objects.visible_to(None))


def countries() -> Iterable[Option]:
    """The regions of the world, and within each its countries and lesser regions."""
    areas = {row[0]: row for row in Area.objects.visible_to(None).values_list("pk", "code", "name", "kind", "parent")}
    for pk, code, name, _kind, parent in areas.values():
        yield Option(code, name, pk, _widest(parent, areas))


def _widest(parent: int | None, areas: dict[int, tuple]) -> str:
    """The code of the widest region around; the world is none. From plain rows: to make objects of them took longer."""
    code = ""
    while parent in areas and areas[parent][3] == Area.Kind.REGION:
        code, parent = areas[parent][1], areas[parent][4]
    return code


def sources() -> Iterable[Option]:
    """Who is behind a work, and within each the sources of that kind."""
    for kind in Source.Kind:
        yield Option(kind.value, kind.label, facets.ORIGINS[kind])
    for source in Source.objects.visible_to(None):
        yield Option(source.slug, source.name, source.pk, source.kind)


def kinds() -> Iterable[Option]:
    return (Option(kind.value, kind.label, facets.KIND_NUMBERS[kind]) for kind in Publication.Kind)


def full_texts() -> Iterable[Option]:
    return (Option(access.value, access.label, facets.ACCESS_NUMBERS[access]) for access in Publication.Access)


def gender_markers() -> Iterable[Option]:
    return (Option(str(score.value), score.label, score.value) for score in GenderMarker)


def peer_reviews() -> Iterable[Option]:
    return (
        Option(value, label, facets.PEER_REVIEW_NUMBERS[reviewed]) for reviewed, (value, label) in PEER_REVIEWED.items()
    )


def languages() -> Iterable[Option]:
    for language in (*known_languages(), facets.NOT_STATED):
        label = language_or_not_stated("" if language == facets.NOT_STATED else language)
        yield Option(language, label, facets.language_number(language))
