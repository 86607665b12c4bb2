"""The search over everything: sectors, themes, instruments, meetings, outcomes, research … by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet
from groundwork.paging import page_of
from research.filters import SearchTextFilter
from research.models import SearchEntry, SearchRow
from research.search.bitmaps import found_in_memory
from research.search.direct import named
from research.search.entries import KINDS, write_missing
from research.search.everything import answering, by_kind, meant_by_name
from research.search.query import SearchText
from research.search.ranking import RELEVANCE, ordered
from research.search.results import results
from research.search.snippets import marked
from research.search.spelling import FEW, correction

MOST = 3  # of each kind on the page of all kinds
RESEARCH = "research"
Row = dict[str, Any]


def kind_choices() -> Choices:
    labels = {kind.code: kind.label for kind in KINDS} | {RESEARCH: gettext_lazy("Research")}
    return list(labels.items())


class EverythingFilterSet(PublicFilterSet):
    q = SearchTextFilter(label=gettext_lazy("Words"))
    kind = KnownValuesFilter(label=gettext_lazy("Kind"), options=kind_choices)

    class Meta:
        model = SearchEntry
        fields = ()


@dataclass(frozen=True)
class Group:
    """What was found of one kind (pages/_found_kind.html)."""

    code: str
    label: str | Promise
    total: int
    rows: list[Row]
    url: str


class SearchEverything(TemplateView):
    """All kinds with the first of each; with `kind=` one of them, in pages."""

    template_name = "pages/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A DOI, ISBN or symbol of one record leads there, and to ask for the research alone leads to its own page."""
        if self.kind == RESEARCH:
            return redirect(reverse(RESEARCH, query={"q": self.typed}))
        if len(self.named) == 1 and not self.kind:
            return redirect("record", pk=self.named[0])
        return super().get(request, *args, **kwargs)

    @cached_property
    def filters(self) -> EverythingFilterSet:
        return EverythingFilterSet(
            self.request.GET, queryset=SearchEntry.objects.none(), request=self.request
        ).checked()

    @property
    def typed(self) -> str:
        return self.filters.chosen.get("q", "")

    @property
    def kind(self) -> str:
        return next(iter(self.filters.chosen.get("kind", [])), "")

    @cached_property
    def text(self) -> SearchText:
        return SearchText.parse(self.typed)

    @cached_property
    def rows(self) -> QuerySet[SearchRow]:
        return SearchRow.objects.visible_to(self.request.user)

    @cached_property
    def named(self) -> list[int]:
        return named(self.rows, self.typed) if self.typed else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"q": self.typed, "filters": self.filters, "kind": self.kind, "help": _help()}
        if self.typed:
            write_missing()
            answers = answering(self.text, self.typed, self.request.user)
            context |= self.of_one_kind(answers) if self.kind else self.of_all_kinds(answers)
        return super().get_context_data(**context | kwargs)

    def of_one_kind(self, answers: QuerySet[SearchEntry]) -> dict[str, Any]:
        page = page_of(self.request, answers.filter(kind=self.kind))
        label = dict(kind_choices())[self.kind]
        group = Group(self.kind, label, page.paginator.count, self.shown(page.object_list), "")
        return {
            "groups": [group],
            "page": page,
            "heading": _heading(group.total, self.typed),
            "all_url": self.address(),
            "total": group.total,
        }

    def of_all_kinds(self, answers: QuerySet[SearchEntry]) -> dict[str, Any]:
        found = by_kind(answers, MOST)
        shown = self.shown([entry for kind in found.values() for entry in kind.entries])
        groups = [
            Group(code, label, found[code].total, [row for row in shown if row["kind"] == code], self.address(code))
            for code, label in kind_choices()
            if code in found
        ]
        research = self.research()
        groups += [research] if research.total else []
        total = sum(group.total for group in groups)
        return {
            "groups": groups,
            "heading": _heading(total, self.typed, kinds=len(groups)),
            "total": total,
            "direct": self.shown(meant_by_name(found.values())),
            "meant": self.meant(research.total) if total <= FEW else None,
        }

    def research(self) -> Group:
        rows = self.rows.filter(self.text.condition())
        known = found_in_memory(rows, self.text)
        total = rows.count() if known is None else len(known)
        keys = ordered(rows, self.text, RELEVANCE, total=total, found=known)[0:MOST] if total else []
        url = reverse(RESEARCH, query={"q": self.typed})
        found = results(keys, self.text, self.request.user)
        return Group(RESEARCH, _("Research"), total, [row | {"kind": RESEARCH} for row in found], url)

    def meant(self, records: int) -> dict[str, Any] | None:
        found = correction(self.typed, records, self.rows)
        url = reverse("search", query={"q": found.text}) if found else ""
        return found and {"text": found.text, "number": found.number, "url": url}

    def address(self, kind: str = "") -> str:
        return reverse("search", query={"q": self.typed} | ({"kind": kind} if kind else {}))

    def shown(self, entries: Iterable[SearchEntry]) -> list[Row]:
        """Entries with their marks, and with addresses in the language of the page."""
        entries = list(entries)
        marks = marked(entries, self.text) if entries else {}
        prefix = reverse("home").rstrip("/")
        return [
            {
                "kind": entry.kind,
                "title": marks[entry.pk].title,
                "link": {"label": entry.title, "url": f"{prefix}{entry.path}"},
                "snippet": marks[entry.pk].snippet,
                "url": f"{prefix}{entry.path}",
                "lang": entry.language,
                "meta": [entry.detail] if entry.detail else [],
            }
            for entry in entries
        ]


def _help() -> dict[str, str]:
    return {"label": _("How to search"), "url": reverse("search-help")}


def _heading(total: int, words: str, kinds: int = 0) -> str:
    """ "49 results for “fishing” in 6 kinds"."""
    found = ngettext("%(number)s result", "%(number)s results", total) % {"number": number_format(total)}
    heading = _("%(found)s for “%(words)s”") % {"found": found if total else _("Nothing found"), "words": words}
    if kinds < 2:
        return heading
    return ngettext("%(heading)s in %(kinds)d kind", "%(heading)s in %(kinds)d kinds", kinds) % {
        "heading": heading,
        "kinds": kinds,
    }
