from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from groundwork.paging import page_of
from groundwork.tabular import csv_response
from research.exports.files import file_links
from research.filters import NOT_NARROWING, PublicationFilterSet
from research.gaps import GapMap, gap_map
from research.models import SearchRow
from research.reading_list import MOST, chosen, followed, in_address
from research.search.beginnings import beginnings
from research.search.choices import decades
from research.search.counts import Counts, count, rows_in_memory
from research.search.query import SearchText
from research.search.ranking import CAP, RELEVANCE, Remembered, ordered
from research.search.results import results
from sectors.models import SectorGroup, Theme

REACHABLE = 10_000  # results that can be leafed through: the database passes over all that come before
FIRST = 10  # results of another search than the one that was typed, besides


class PublicationList(TemplateView):
    """The repository: search, filters with counts, results."""

    template_name = "research/publication_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What one identifier names is shown at once."""
        if len(self.filters.named) == 1:
            return redirect("record", pk=self.filters.named[0])
        return super().get(request, *args, **kwargs)

    @cached_property
    def rows(self) -> QuerySet[SearchRow]:
        return SearchRow.objects.visible_to(self.request.user)

    @cached_property
    def filters(self) -> PublicationFilterSet:
        return PublicationFilterSet(self.request.GET, queryset=self.rows, request=self.request).checked()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = self.filters
        since, counts = filters.chosen.get("since"), filters.counts()
        found = ordered(filters.qs, filters.text, filters.sort_by, total=counts.total, found=counts.rows)
        page = page_of(
            self.request, Remembered(found, filters.asked, counts.version), count=min(counts.total, REACHABLE)
        )
        listed = list(page.object_list)
        meant = filters.meant(counts.total)
        query = filters.url_without("list")
        return super().get_context_data(
            q=filters.chosen.get("q", ""),
            filters=filters,
            heading=_heading(filters, counts),
            title=_title(filters, page, counts.total),
            chips=filters.chips(leave_out=NOT_NARROWING),
            newness=filters.newness(counts),
            forms=_forms(filters, counts),
            clear_url=filters.url_without(*filters.narrowing),
            words_url=filters.words_url() if filters.named else None,
            meant=meant,
            instead=self.instead(meant, listed) if meant else None,
            wider=filters.wider(counts),
            any_word=None if counts.total else filters.any_word(),
            completed=_completed(filters, counts),
            longer=filters.longer() if counts.knows_word else None,
            reachable=REACHABLE if counts.total > REACHABLE else None,
            total=counts.total,
            ranked=CAP if filters.sort_by == RELEVANCE and counts.total > CAP else None,
            results=results(listed, filters.text, self.request.user, since=since),
            files=file_links("research-file", query=query) if counts.total else [],
            feed_url=reverse("research-feed") + query,
            reading_list=filters.data.get("list", ""),
            page=page,
            record_count=counts.visible,
            **kwargs,
        )

    def instead(self, meant: dict[str, Any], listed: list[int]) -> list[dict[str, Any]]:
        """The first results of the search that was perhaps meant, without those that are listed already."""
        text = SearchText.parse(meant["text"])
        matched, conditions = self.rows.filter(text.condition()), self.filters.conditions
        known, version = rows_in_memory(matched, conditions, text)
        rows = matched.filter(*conditions.values())
        total = meant["number"] if known is None else len(known)
        found = ordered(rows, text, self.filters.sort_by, total=total, found=known)
        asked = ("instead", meant["text"], self.filters.asked)
        keys = Remembered(found, asked, version)[0 : FIRST + len(listed)]
        return results([key for key in keys if key not in listed][:FIRST], text, self.request.user)


def _forms(filters: PublicationFilterSet, counts: Counts) -> dict[str, Any]:
    """What each form of the page shows, and what it sends along from the others."""
    return {
        "search": {
            "kept": filters.kept(*filters.narrowing, "sort", "since", "list"),
            "help": {"label": _("How to search"), "url": reverse("search-help")},
        },
        "sort": {"options": filters.sorts, "kept": filters.kept("q", "exact", "since", *filters.narrowing, "list")},
        "filters": {
            "facets": filters.facets(counts),
            "decades": decades(counts, filters.data),
            "kept": filters.kept("q", "exact", "sort", "since", "list"),
        },
    }


def _completed(filters: PublicationFilterSet, counts: Counts) -> str | None:
    """The last word, where no record has it and it was taken for the beginning of others."""
    return filters.text.beginning if filters.text.beginning and counts.total and not counts.knows_word else None


def _number_found(total: int) -> str:
    return ngettext("%(number)s result", "%(number)s results", total) % {"number": number_format(total)}


def _heading(filters: PublicationFilterSet, counts: Counts) -> str:
    """ "15 results for “mining”"."""
    found = _number_found(counts.total) if counts.total else _("Nothing found")
    if q := filters.chosen.get("q"):
        return _("%(found)s for “%(words)s”") % {"found": found, "words": q}
    return found


def _title(filters: PublicationFilterSet, page: Page, total: int) -> str:
    """ "mining, 15 results (page 1 of 2). Research"; without words or filters "Research"."""
    found = _number_found(total) if total else _("nothing found")
    if page.paginator.num_pages > 1:
        found = _("%(found)s (page %(number)s of %(pages)s)") % {
            "found": found,
            "number": number_format(page.number),
            "pages": number_format(page.paginator.num_pages),
        }
    if filters.chosen or filters.unknown or page.number > 1:
        parts = [filters.chosen["q"], found] if "q" in filters.chosen else [found]
        return _("%(search)s. Research") % {"search": ", ".join(parts)}
    return _("Research")


@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """The records of the address; ticked ones are taken into it."""
    asked = chosen(request.GET)
    keys = followed(asked)
    if "id" in request.GET or keys != asked:
        return redirect(f"{request.path}{in_address(keys)}")
    listed = results(keys, SearchText(), request.user)
    for result in listed:
        result["without"] = in_address([key for key in keys if key != result["key"]])
    context = {
        "listed": listed,
        "missing": len(keys) - len(listed),
        "kept": [("list", in_address(keys).removeprefix("?list="))],
        "files": file_links("reading-list-file", query=in_address(keys)),
        "most": MOST,
    }
    return render(request, "research/reading_list.html", context)


@require_safe
def research_suggest(request: HttpRequest) -> JsonResponse:
    """What begins with the words of `q`."""
    return JsonResponse({"suggestions": beginnings(request.GET.get("q", ""), request.user)})


class ResearchGaps(TemplateView):
    """Records by sector and theme, of the whole repository or of any search; as a page and as CSV."""

    template_name = "research/gaps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = SearchRow.objects.visible_to(user)
        filters = PublicationFilterSet(self.request.GET, queryset=rows, request=self.request).checked()
        themes, chosen = Theme.objects.visible_to(user), filters.chosen.get("theme")
        found = gap_map(
            filters.qs,
            SectorGroup.objects.visible_to(user).with_sectors(user),
            themes.filter(slug__in=chosen) if chosen else themes,
            filters.data,
            tags=filters.chosen["tags"][0] if len(filters.chosen.get("tags", [])) == 1 else "",
        )
        return super().get_context_data(
            filters=filters,
            selects=filters.selects(theme=_("All themes"), source=_("All sources"), tags=_("All tags")),
            map=found,
            chips=filters.chips(leave_out={"sort", "since"}),
            decades=decades(count(rows, filters.matched, filters.conditions), filters.data),
            csv_url=f"{reverse('research-gaps-csv')}?{filters.data.urlencode()}",
            **kwargs,
        )


@require_safe
def research_gaps_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers: a row for each sector and theme."""
    found: GapMap = ResearchGaps(request=request).get_context_data()["map"]
    heading = ("sector", "theme", "records", "of_these_suggested")
    lines = (
        (sector.slug, cell["theme"].slug, cell["count"], cell["suggested"])
        for _group, rows in found.groups
        for sector, cells in rows
        for cell in cells
    )
    return csv_response("research-gaps", heading, lines)
