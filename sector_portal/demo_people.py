"""The people of the demo: one for each role, with passwords that are printed. Never for a public machine."""

import datetime as dt
import json
import secrets
from pathlib import Path

from django.utils import timezone

from accounts import addresses
from accounts.models import Unit, User
from groundwork.access import Role
from groundwork.publishing import PublishingState, enter_state
from sectors.models import FocalPoint, Sector, SectorGroup, SectorPage, TeamMember

ROLES = (
    Role.CONSTITUENT,
    Role.CONTRIBUTOR,
    Role.SPECIALIST,
    Role.STATISTICIAN,
    Role.ASSESSOR,
    Role.EDITOR,
    Role.ADMINISTRATOR,
)
DOMAIN = "example.org"  # reserved for examples by RFC 2606
UNIT = "SECTOR"  # its code: the demo contributor's
FUNCTION = {
    "function_en": "Demo focal point",
    "function_fr": "Point focal de démonstration",
    "function_es": "Punto focal de demostración",
}
GROUP, SECTOR = "energy-mining", "shipping-ports-fisheries"  # the demo specialist's
DAYS_TO_REVIEW = {
    "mining": 14,
    SECTOR: 90,
    "oil-gas": -1,
}  # of the specialist's pages, whose starter texts wait for one


def make_people(passwords_file: Path) -> dict[Role, tuple[str, str]]:
    """E-mail and password by role. Who is there is left alone, so that a second run gives the same.

    The passwords are kept in the file, which only its owner can read.
    """
    passwords = json.loads(passwords_file.read_text()) if passwords_file.exists() else {}
    unit, _ = Unit.objects.get_or_create(code=UNIT, defaults={"name": UNIT})
    people = {role: f"{role}@{DOMAIN}" for role in ROLES}
    for role, email in people.items():
        user = User.objects.filter(email=email).first() or User(email=email, name=f"Demo {role}", roles=[role])
        if user.pk is None or email not in passwords:
            passwords.setdefault(email, secrets.token_urlsafe(9))
            user.set_password(passwords[email])
            user.unit = unit if role == Role.CONTRIBUTOR else user.unit
            user.save()
        addresses.vouch_for(user)
    _write_privately(passwords_file, json.dumps(passwords, indent=1))
    _make_focal_point(unit)
    specialist = User.objects.get(email=people[Role.SPECIALIST])
    _give_team(specialist)
    _give_pages(specialist)
    return {role: (email, passwords[email]) for role, email in people.items()}


def _give_team(specialist: User) -> None:
    """A name that says what it is, so that the directory may show it."""
    for place in ({"group": SectorGroup.objects.get(slug=GROUP)}, {"sector": Sector.objects.get(slug=SECTOR)}):
        member, is_new = TeamMember.objects.get_or_create(person=specialist, **place)
        if is_new:
            enter_state(member, PublishingState.PUBLISHED)
            member.save()


def _give_pages(specialist: User) -> None:
    """Their owner is to confirm the starter texts, one soon and one since yesterday; a day that is set stays."""
    for slug, days in DAYS_TO_REVIEW.items():
        pages = SectorPage.objects.filter(sector__slug=slug, review_by=None)
        pages.update(owner=specialist, review_by=timezone.localdate() + dt.timedelta(days=days))


def _make_focal_point(unit: Unit) -> None:
    """For all sectors, in the unit of the demo's contributor, who reads what is written to it."""
    point = FocalPoint.objects.filter(unit=unit).first() or FocalPoint(unit=unit, **FUNCTION)
    if point.pk is None:
        enter_state(point, PublishingState.PUBLISHED)
        point.save()


def _write_privately(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text)
