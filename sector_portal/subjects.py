"""What a message is about: a page of the portal by its address, or somebody of the directory by a permanent id."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import Http404
from django.urls import resolve
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from groundwork.cleaning import BadInputError
from groundwork.permanent_ids import id_of
from groundwork.places import Area
from meetings.models import Meeting, Outcome
from research.models import Publication
from sectors.models import FocalPoint, GoodPractice, Instrument, Sector, TeamMember, Theme

# By the name of its address: what a page is about. The arguments of the address are the model's fields.
PAGES: dict[str, type[Model]] = {
    "sector": Sector,
    "instrument": Instrument,
    "practice": GoodPractice,
    "theme": Theme,
    "country": Area,
    "record": Publication,
    "meeting": Meeting,
    "outcome": Outcome,
    "statistics-gap": Sector,  # by its slug; which indicator, the address says
}
URN = "urn:uuid:"
LONGEST_TITLE, LONGEST_ADDRESS = 300, 500


@dataclass(frozen=True)
class Subject:
    """`title` is empty where there is nothing that the sender may see."""

    about: str
    title: str = ""
    sectors: list[Sector] = field(default_factory=list)
    unit: Unit | None = None
    person: User | None = None


def subject_of(about: str, user: Any) -> Subject:
    """Of an address ("/fr/sectors/mining/?x=y") or an id ("urn:uuid:…"). Raises BadInputError for anything else."""
    if about.startswith(URN):
        return _of_person(about, user)
    if not about.startswith("/") or about.startswith("//") or "\\" in about or len(about) > LONGEST_ADDRESS:
        raise BadInputError(
            _("“%(value)s” is no page of this portal. Write its address without the host, like about=/sectors/mining/.")
            % {"value": about[:60]}
        )
    row = _row_at(about.partition("?")[0], user)
    if row is None:
        return Subject(about)
    sectors = [row] if isinstance(row, Sector) else list(row.sectors.all()) if hasattr(row, "sectors") else []
    return Subject(about, str(row)[:LONGEST_TITLE], sectors)


def _row_at(path: str, user: Any) -> Model | None:
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Http404:
            return None
    model = PAGES.get(match.url_name or "")
    if model is None:
        return None
    own = {name: value for name, value in match.kwargs.items() if hasattr(model, name)}
    return model.objects.visible_to(user).filter(**own).first()


def _of_person(about: str, user: Any) -> Subject:
    points = FocalPoint.objects.visible_to(user).in_directory()
    members = TeamMember.objects.visible_to(user).in_directory()
    found = next((row for rows in (points, members) for row in rows if id_of(row).urn == about), None)
    if isinstance(found, FocalPoint):
        return Subject(about, str(found), list(found.sectors.all()), found.unit, found.person)
    if isinstance(found, TeamMember):
        return Subject(about, str(found), [found.sector] if found.sector else [], person=found.person)
    return Subject(about)
