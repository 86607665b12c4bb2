"""What waits for a person in the workplace: counts, each with the list that it counts.

An admin class names the duties of its rows: `duties = (Duty("new", _("new"), {"state__exact": "new"}),)`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.access import Scope, Verb, allowed, reach
from groundwork.workplace.filters import OWN, with_broken_link


@dataclass(frozen=True)
class Duty:
    name: str
    label: str | Promise  # after the kind of rows: "sector pages: to review"
    query: dict[str, str]  # under which the list shows the same rows
    verb: Verb = Verb.CHANGE  # what the person must be allowed to do with a row for it to wait for him or her
    late: bool = False
    rows: Callable[[QuerySet], QuerySet] | None = None  # those that wait, where the query is not one of fields
    of_person: Callable[[QuerySet, Any], QuerySet] | None = None  # the same, where it matters who asks

    def of(self, rows: QuerySet, user: Any) -> QuerySet:
        if self.of_person:
            return self.of_person(rows, user)
        return self.rows(rows) if self.rows else rows.filter(**self.query)


def broken_links(paths: list[str]) -> Duty:
    """Rows that show an address which did not answer or was cut off; for an admin with the BrokenLinkFilter."""
    rows = partial(with_broken_link, paths=paths)
    return Duty("broken-links", _("with a broken link"), {"links": "broken"}, late=True, rows=rows)


class Tile(TypedDict):
    """name, kind and label in words, count (above 0), url of the list, late."""

    name: str
    kind: str
    label: str | Promise
    count: int
    url: str
    late: bool


def waiting(site: AdminSite, request: HttpRequest) -> list[Tile]:
    """The duties of a person that are not done, late ones first; one query for each duty that could be his or hers."""
    admins = [one for one in site._registry.values() if one.has_view_permission(request)]
    tiles = [tile for admin in admins for tile in _tiles(admin, request)]
    return sorted(tiles, key=lambda tile: not tile["late"])


def _tiles(admin: ModelAdmin, request: HttpRequest) -> Iterator[Tile]:
    for duty in getattr(admin, "duties", ()):
        scopes = reach(request.user, duty.verb, admin.model)
        rows = admin.model._default_manager.filter(allowed(request.user, duty.verb, admin.model))
        if scopes and (count := duty.of(rows, request.user).count()):
            own = {} if Scope.ALL in scopes else {OWN: duty.verb.value}
            yield _tile(admin, duty, count, duty.query | own)


def _tile(admin: ModelAdmin, duty: Duty, count: int, query: dict[str, str]) -> Tile:
    address = reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")
    kind = admin.opts.verbose_name if count == 1 else admin.opts.verbose_name_plural
    url = f"{address}?{urlencode(query)}"
    return Tile(name=duty.name, kind=str(kind), label=duty.label, count=count, url=url, late=duty.late)
