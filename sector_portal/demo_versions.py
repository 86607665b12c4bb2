"""Versions to try the workplace with: pages with a next version that waits, was returned, is scheduled; old ones.

Their words are those of the page, cut or in another order: nothing is invented, and what is public stays as loaded.
"""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groundwork.access import Role
from groundwork.versions.keeping import keep, keep_as_found, restored
from groundwork.versions.snapshots import Snapshot, take
from groundwork.versions.steps import take_step
from groundwork.versions.version import Version
from sector_portal.demo_people import DOMAIN, SECTOR
from sectors.models import SectorPage

RETURNED, SCHEDULED = "oil-gas", "chemicals"  # one of the group of the demo's specialist, one of the editor's own
PUBLISHED_IN = dt.timedelta(days=60)


@transaction.atomic
def make_versions() -> None:
    """Needs the demo's people. A page that has versions already is left alone."""
    specialist, editor = (User.objects.get(email=f"{role.value}@{DOMAIN}") for role in (Role.SPECIALIST, Role.EDITOR))
    for slug, make in ((SECTOR, _waiting), (RETURNED, _returned), (SCHEDULED, _scheduled)):
        page = SectorPage.objects.published().filter(sector__slug=slug).first()
        if page and not Version.objects.of(page).exists():
            keep_as_found(page)
            make(page, specialist, editor)


def _waiting(page: SectorPage, specialist: User, editor: User) -> None:
    """Published in another order, then as it was; a shorter one waits for review."""
    _write(page, _issues_reversed, specialist, "Key issues in another order")
    take_step("send", page, by=specialist)
    take_step("publish", page, by=editor)
    restored(page, Version.objects.of(page).get(number=1), by=specialist)
    take_step("publish", page, by=editor)
    _write(page, _overview_cut, specialist, "Overview without its last paragraph")
    take_step("send", page, by=specialist)


def _returned(page: SectorPage, specialist: User, editor: User) -> None:
    _write(page, _overview_cut, specialist, "Overview without its last paragraph")
    take_step("send", page, by=specialist)
    take_step("return", page, by=editor, remark="Please keep the last paragraph, and put the key issues in order.")


def _scheduled(page: SectorPage, specialist: User, editor: User) -> None:
    _write(page, _issues_reversed, specialist, "Key issues in another order")
    take_step("schedule", page, by=editor, at=timezone.now() + PUBLISHED_IN)


def _write(page: SectorPage, change: Callable[[Snapshot], None], by: User, comment: str) -> None:
    words = take(page)
    change(words)
    keep(page, words, state=Version.State.DRAFT, by=by, comment=comment)


def _issues_reversed(words: Snapshot) -> None:
    issues = words["parts"]["key_issues"]
    for place, issue in enumerate(reversed(issues)):
        issue["fields"]["order"] = place
    issues.reverse()


def _overview_cut(words: Snapshot) -> None:
    for code, _name in settings.LANGUAGES:
        text = words["fields"][f"overview_{code}"] or ""
        words["fields"][f"overview_{code}"] = text.rpartition("\n\n")[0] or text
