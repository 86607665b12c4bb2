"""The people of the demo: one for each role, with passwords that are printed. Never for a public machine."""

import json
import secrets
from pathlib import Path

from accounts import addresses
from accounts.models import Unit, User
from groundwork.access import Role
from sectors.models import Sector, SectorGroup, TeamMember

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
GROUP, SECTOR = "energy-mining", "shipping-ports-fisheries"  # the demo specialist's


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
    _give_team(User.objects.get(email=people[Role.SPECIALIST]))
    return {role: (email, passwords[email]) for role, email in people.items()}


def _give_team(specialist: User) -> None:
    TeamMember.objects.get_or_create(person=specialist, group=SectorGroup.objects.get(slug=GROUP))
    TeamMember.objects.get_or_create(person=specialist, sector=Sector.objects.get(slug=SECTOR))


def _write_privately(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(text)
