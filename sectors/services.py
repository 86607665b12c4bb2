"""Writes of the sectors floor that touch more than one table."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groundwork.access import Verb
from groundwork.audit import record
from groundwork.partial_dates import PartialDate
from groundwork.publishing import PublishingState, enter_state
from groundwork.versions.beside import change
from sectors.models import FocalPoint, Instrument, Sector, SectorActivity, SectorPage, Succession, TeamMember

Kind = Succession.Kind


@transaction.atomic
def succeed(
    *,
    earlier: Collection[Sector],
    later: Collection[Sector],
    kind: str,
    date: PartialDate,
    by: Any,
    note: dict[str, str] | None = None,
) -> list[Succession]:
    """Record that sectors took the place of others, which are over from then on; returns a row for each pair.

    Renamed: one by one. Split: one by two or more. Merged: one or more into one, which may be an older sector. What
    stands today goes over to the successor: teams, focal points, instruments, and, but for a split, branches and
    activities; of a renamed sector its page too. What is of its day stays where it is, and counts for the successor
    (`Kinship`). `note` has the texts by field ("note_en"). Raises ValidationError in words of the active language.
    """
    everyone = [*earlier, *later]
    list(Sector.objects.select_for_update().filter(pk__in=[one.pk for one in everyone]).order_by("pk"))
    check_succession(earlier=earlier, later=later, kind=kind, date=date)
    made = []
    for old in earlier:
        for new in later:
            made.append(_join(old, new, kind, date, note or {}))
            _carry_over(old, new, kind)
        _end(old, date)
    for new in later:
        if kind != Kind.MERGED and new.valid_from is None:  # what others merge into may be older
            new.valid_from = date
            new.full_clean()
            new.save()
    for one in made:
        record(kind, by=by, on=one, date=str(date))
    return made


def check_succession(*, earlier: Collection[Sector], later: Collection[Sector], kind: str, date: PartialDate) -> None:
    """Raises ValidationError with every reason against it."""
    wrong = [_numbers(kind, len(earlier), len(later))]
    if set(earlier) & set(later):
        wrong.append(_("A sector cannot succeed itself."))
    if date.first_day > timezone.localdate():
        wrong.append(_("The date lies in the future. Record a succession once it has taken place."))
    for old in earlier:
        if old.successions.exists():
            wrong.append(_("“%(name)s” has been succeeded already.") % {"name": old.name})
        if old.valid_from and date.last_day < old.valid_from.first_day:
            wrong.append(_("“%(name)s” began only after that date.") % {"name": old.name})
        if any(old in new.lineage[1:] for new in later) or (kind == Kind.SPLIT and old.branches.in_force().exists()):
            wrong.append(_("Give the branches of “%(name)s” another sector first.") % {"name": old.name})
    if reasons := [reason for reason in wrong if reason]:
        raise ValidationError(reasons)


def _numbers(kind: str, before: int, after: int) -> str:
    if kind == Kind.RENAMED and (before, after) != (1, 1):
        return _("One sector is renamed into one: choose one of each.")
    if kind == Kind.SPLIT and (before != 1 or after < 2):
        return _("One sector is split into several: choose one, and two or more that take its place.")
    if kind == Kind.MERGED and (before < 1 or after != 1):
        return _("Sectors are merged into one: choose which, and the one that takes their place.")
    return ""


def _join(old: Sector, new: Sector, kind: str, date: PartialDate, note: dict[str, str]) -> Succession:
    row = Succession(earlier=old, later=new, kind=kind, date=date, **note)
    row.full_clean()
    row.save()
    return row


def _carry_over(old: Sector, new: Sector, kind: str) -> None:
    TeamMember.objects.bulk_create(
        (
            TeamMember(
                person=one.person,
                sector=new,
                responsibility=one.responsibility,
                state=one.state,
                published_at=one.published_at,
                owner=one.owner,
            )
            for one in old.team.select_related("person", "owner")
        ),
        ignore_conflicts=True,
    )
    for standing in (*Instrument.objects.filter(sectors=old), *FocalPoint.objects.filter(sectors=old)):
        standing.sectors.add(new)
    if kind == Kind.SPLIT:
        return
    SectorActivity.objects.bulk_create(
        (
            SectorActivity(sector=new, activity=one.activity, exactness=one.exactness)
            for one in old.sectoractivity_set.select_related("activity")
        ),
        ignore_conflicts=True,
    )
    for branch in old.branches.in_force():
        branch.parent = new
        branch.full_clean()
        branch.save()
    if kind == Kind.RENAMED and not SectorPage.objects.filter(sector=new).exists():
        SectorPage.objects.filter(sector=old).update(sector=new, updated_at=timezone.now())


def _end(old: Sector, date: PartialDate) -> None:
    """Over; its page, if it still has one, is no longer shown, since its address leads to the successors."""
    old.valid_to = date
    old.full_clean()
    old.save()
    for page in SectorPage.objects.filter(sector=old, state=PublishingState.PUBLISHED):
        enter_state(page, PublishingState.ARCHIVED)
        page.save(update_fields=["state", "updated_at"])


@transaction.atomic
def set_values(changed: Iterable[tuple[Instrument, dict[str, object]]], *, by: Any, comment: str) -> int:
    """Give instruments values by the names of their fields, all or none; those that have them are left alone.

    What is public gets them in its next version, to be sent for review like any other. Raises ValidationError where a
    value does not fit. Returns how many changed.
    """
    return sum(_give(instrument, values, by, comment) for instrument, values in changed)


def _give(instrument: Instrument, values: dict[str, object], by: Any, comment: str) -> bool:
    new: dict[str, object] = {}

    def write() -> None:
        there = Instrument.objects.get(pk=instrument.pk)  # as its next version says, if there is one
        new.update({name: value for name, value in values.items() if getattr(there, name) != value})
        for name, value in new.items():
            setattr(there, name, value)
        if new:
            there.full_clean()
            there.save()

    change(instrument, write, by=by, comment=comment)
    if new:
        record(Verb.CHANGE, by=by, on=instrument, changed=sorted(new))
    return bool(new)
