"""What awaits translation: of what everybody reads, what a person may change and what a language lacks or has older."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundwork.access import Verb, allowed, reach
from groundwork.access.rule import published_q
from groundwork.translated import NAMES
from groundwork.translating import TARGETS, State, missing, older, translated_fields
from groundwork.workplace.duties import Tile

PER_PAGE = 50
OPEN = [State.MISSING, State.OLDER]


@dataclass(frozen=True)
class Kind:
    """Rows of a model, and the admin on whose page they are edited: its own, or that of the whole they are part of."""

    model: type[models.Model]
    admin: ModelAdmin
    tie: str = ""  # of a part: the field that leads to the whole

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def rank(self) -> int:
        """Texts that somebody writes come before lists of names."""
        return 0 if hasattr(self.model, "state_paths") else 1

    def whole_of(self, row: models.Model) -> models.Model:
        return getattr(row, self.tie) if self.tie else row

    def read(self, keys: Iterable[int]) -> dict[int, models.Model]:
        beside = self.admin.list_select_related or []
        paths = [self.tie, *(f"{self.tie}__{name}" for name in beside)] if self.tie else beside
        return self.model._base_manager.select_related(*paths).in_bulk(keys)


def kinds_of(site: AdminSite, user: Any) -> dict[str, Kind]:
    """By label, what has texts in each language and may be changed by the person, somewhere.

    Not models that say `awaits_translation = False`.
    """
    kinds: dict[str, Kind] = {}
    for one in site._registry.values():
        for inline in one.inlines:
            tie = next((f.name for f in inline.model._meta.fields if f.related_model is one.model), "")
            kinds.setdefault(inline.model._meta.label_lower, Kind(inline.model, one, tie))
        if one.model._meta.label_lower not in kinds:
            kinds[one.model._meta.label_lower] = Kind(one.model, one)
    return {
        label: kind
        for label, kind in kinds.items()
        if translated_fields(kind.model)
        and getattr(kind.model, "awaits_translation", True)
        and reach(user, Verb.CHANGE, kind.model)
    }


def _awaiting(kind: Kind, user: Any, language: str, states: Iterable[str]) -> models.QuerySet:
    """Rows as dicts of kind, pk, language, state."""
    lacks, is_older = missing(kind.model, language), older(kind.model, language)
    read = published_q(kind.model) if hasattr(kind.model, "state_paths") else Q()
    wanted = reduce(lambda whole, one: whole | one, [{"missing": lacks, "older": is_older}[state] for state in states])
    state = Case(When(lacks, then=Value("missing")), default=Value("older"), output_field=CharField())
    rows = kind.model._base_manager.filter(allowed(user, Verb.CHANGE, kind.model)).filter(read).filter(wanted)
    rows = rows.order_by().annotate(
        rank=Value(kind.rank),
        row_kind=Value(kind.label, CharField()),
        into=Value(language, CharField()),
        how=state,
        row_key=F("pk"),
    )
    return rows.filter(how__in=states)


def _union(querysets: Iterator[models.QuerySet]) -> models.QuerySet | list:
    first, *others = [*querysets] or [[]]
    return first.union(*others, all=True) if others else first


def awaiting(
    kinds: Iterable[Kind], user: Any, languages: Iterable[str], states: Iterable[str]
) -> models.QuerySet | list:
    """Tuples (rank, kind, key, language, state), in one query whatever the number of rows."""
    each = (_awaiting(kind, user, language, states) for kind in kinds for language in languages)
    rows = _union(one.values_list("rank", "row_kind", "row_key", "into", "how") for one in each)
    return rows.order_by("rank", "row_kind", "row_key", "into") if isinstance(rows, models.QuerySet) else rows


def counts(kinds: Iterable[Kind], user: Any) -> dict[tuple[str, str], int]:
    """By language and state, the number of rows; in one query."""
    each = (_awaiting(kind, user, language, OPEN) for kind in kinds for language in TARGETS)
    numbers = _union(
        one.values("row_kind", "into", "how").annotate(n=Count("pk")).values_list("row_kind", "into", "how", "n")
        for one in each
    )
    found: dict[tuple[str, str], int] = {}
    for _kind, language, state, number in numbers:
        found[language, state] = found.get((language, state), 0) + number
    return found


def translation_tiles(site: AdminSite, request: HttpRequest) -> list[Tile]:
    """For the dashboard; one query."""
    numbers = counts(kinds_of(site, request.user).values(), request.user)
    return [
        _tile(language, state, number)
        for language in TARGETS
        for state in OPEN
        if (number := numbers.get((language, state.value)))
    ]


def _tile(language: str, state: State, number: int) -> Tile:
    labels = {State.MISSING: _("missing in %(language)s"), State.OLDER: _("older in %(language)s than in English")}
    return Tile(
        name=f"{language}-{state.value}",
        kind=ngettext("text of the portal", "texts of the portal", number),
        label=labels[state] % {"language": NAMES[language]},
        count=number,
        url=f"{reverse('admin:translations')}?{urlencode({'language': language, 'state': state.value})}",
        late=False,
    )


class AwaitingForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, data: Any, kinds: dict[str, Kind]) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.fields["language"].choices = [everything, *((code, NAMES[code]) for code in TARGETS)]
        self.fields["state"].choices = [everything, *((state.value, state.label) for state in OPEN)]
        names = [(label, capfirst(kind.model._meta.verbose_name_plural)) for label, kind in kinds.items()]
        self.fields["kind"].choices = [everything, *sorted(names, key=lambda one: one[1])]

    def chosen(self, name: str, all_of_them: Iterable[str]) -> list[str]:
        """What the person chose, if that is there to choose."""
        value = self.cleaned_data.get(name) if self.is_valid() else self.data.get(name)
        return [value] if value in all_of_them else list(all_of_them)


def awaiting_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    kinds = kinds_of(site, request.user)
    form = AwaitingForm(request.GET, kinds)
    shown = [kinds[label] for label in form.chosen("kind", kinds)]
    rows = awaiting(
        shown, request.user, form.chosen("language", TARGETS), form.chosen("state", [state.value for state in OPEN])
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **site.each_context(request),
        "title": _("Awaiting translation"),
        "form": form,
        "page": page,
        "lines": list(_lines(kinds, page.object_list)),
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/awaiting.html", context)


def _lines(kinds: dict[str, Kind], found: Iterable[tuple[int, str, int, str, str]]) -> Iterator[dict[str, Any]]:
    found = list(found)
    keys: dict[str, set[int]] = {}
    for _rank, label, key, _language, _state in found:
        keys.setdefault(label, set()).add(key)
    read = {label: kinds[label].read(those) for label, those in keys.items()}
    for _rank, label, key, language, state in found:
        if row := read[label].get(key):  # not deleted meanwhile
            yield _line(kinds[label], row, language, state)


def _line(kind: Kind, row: models.Model, language: str, state: str) -> dict[str, Any]:
    whole = kind.whole_of(row)
    address = reverse(f"admin:{whole._meta.app_label}_{whole._meta.model_name}_change", args=[whole.pk])
    return {
        "kind": kind.model._meta.verbose_name,
        "name": str(row),
        "whole": str(whole) if kind.tie else "",
        "language": NAMES[language],
        "state": State(state),
        "url": f"{address}#language-{language}",
    }
