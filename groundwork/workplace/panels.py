"""What the dashboard shows beside its counts: short lists, each line leading to where the work is done.

An admin class that knows such a list names it: `def panel(self, request) -> Panel | None`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import AdminSite
from django.db import models
from django.db.models import CharField, F, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from groundwork.access import Verb, allowed, reach
from groundwork.audit import AuditEntry
from groundwork.publishing import REVIEW_NOTICE, Publishable

SHOWN = 8  # lines of a list
LOOKED_AT = 60  # of the latest changes, of which those are shown that are one's own


@dataclass(frozen=True)
class Line:
    text: str
    url: str
    note: str | Promise = ""
    late: bool = False
    review_url: str = ""  # where “nothing changed, reviewed today” is said


@dataclass(frozen=True)
class Panel:
    name: str
    heading: str | Promise
    lines: list[Line] = field(default_factory=list)
    more_url: str = ""  # the whole list
    more: str | Promise = ""


def panels(site: AdminSite, request: HttpRequest) -> list[Panel]:
    own = [one.panel(request) for one in site._registry.values() if hasattr(one, "panel")]
    return [one for one in [*own, reviews_due(site, request)] if one and one.lines]


def form_address(item: models.Model) -> str:
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])


def reviews_due(site: AdminSite, request: HttpRequest) -> Panel:
    """Published rows that one may change, late ones first, from all kinds; two queries and one for each kind found."""
    until = timezone.localdate() + REVIEW_NOTICE
    admins = {
        model._meta.label_lower: one
        for model, one in site._registry.items()
        if issubclass(model, Publishable) and hasattr(one, "_review_one") and reach(request.user, Verb.CHANGE, model)
    }
    each = [
        models.QuerySet(model_admin.model)  # plain: that of translated models gives columns another order
        .filter(allowed(request.user, Verb.CHANGE, model_admin.model))
        .filter(review_by__lte=until)
        .order_by()
        .annotate(row_kind=Value(label, CharField()), row_key=F("pk"))
        .values_list("row_kind", "row_key", "review_by")
        for label, model_admin in admins.items()
    ]
    found = (
        list(each[0].union(*each[1:], all=True).order_by("review_by", "row_kind", "row_key")[:SHOWN]) if each else []
    )
    rows = _rows(
        {label: one.model for label, one in admins.items()}, ((label, key) for label, key, _day in found), site
    )
    lines = [_due(rows[label, key], day) for label, key, day in found if (label, key) in rows]
    return Panel("reviews", _("Due for review"), lines)


def _due(row: Publishable, day: Any) -> Line:
    address = form_address(row)
    is_late = day < timezone.localdate()
    return Line(str(row), address, _review_note(row), is_late, address)


def _review_note(row: Publishable) -> str:
    words = _("%(kind)s, overdue since %(day)s") if row.is_review_late else _("%(kind)s, due on %(day)s")
    return words % {"kind": row._meta.verbose_name, "day": row.review_by.isoformat()}


def _rows(
    kinds: dict[str, type[models.Model]], keys: Iterable[tuple[str, Any]], site: AdminSite
) -> dict[tuple[str, Any], models.Model]:
    """By label and key, each kind in one query with what its name needs."""
    wanted: dict[str, list[Any]] = {}
    for label, key in keys:
        wanted.setdefault(label, []).append(key)
    found = {}
    for label, those in wanted.items():
        beside = getattr(site._registry.get(kinds[label]), "list_select_related", None) or []
        rows = kinds[label]._base_manager.select_related(*beside).filter(pk__in=those)
        found |= {(label, row.pk): row for row in rows}
    return found


def recent_changes(site: AdminSite, request: HttpRequest) -> list[dict[str, Any]]:
    """The latest changes to rows that one may change oneself, whoever made them; one query for each kind."""
    entries = list(AuditEntry.objects.exclude(by_id=None).order_by("-pk")[:LOOKED_AT])
    kinds = {model._meta.label_lower: model for model in site._registry}
    keys: dict[str, set[str]] = {}
    for entry in entries:
        if entry.model in kinds and entry.object_id.isdigit():
            keys.setdefault(entry.model, set()).add(entry.object_id)
    own = {
        (label, str(key))
        for label, those in keys.items()
        if reach(request.user, Verb.CHANGE, kinds[label])
        for key in kinds[label]
        ._base_manager.filter(allowed(request.user, Verb.CHANGE, kinds[label]), pk__in=those)
        .values_list("pk", flat=True)
    }
    seen: set[tuple[str, str]] = set()
    shown = []
    for entry in entries:
        key = (entry.model, entry.object_id)
        if key in own and key not in seen:  # of each row the latest change
            seen.add(key)
            shown.append(_change(entry, kinds[entry.model]))
    return shown[:SHOWN]


def _change(entry: AuditEntry, model: type[models.Model]) -> dict[str, Any]:
    verbs = {verb.value: verb.label for verb in Verb}
    try:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[entry.object_id])
    except NoReverseMatch:
        url = ""
    return {
        "name": entry.object_name,
        "kind": model._meta.verbose_name,
        "verb": verbs.get(entry.verb, entry.verb),
        "by": entry.by_name,
        "at": entry.at,
        "url": url,
    }
