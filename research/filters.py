"""The filters of the repository: the same for its page and, later, for its feed, exports and API."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import KnownValuesField, KnownValuesFilter, PublicFilterSet, SinceFilter, YearFilter
from groundwork.partial_dates import PartialDate
from research.models import SearchRow
from research.search import facets, options
from research.search.bitmaps import remembered
from research.search.choices import choices
from research.search.counts import Counts, count, rows_in_memory
from research.search.direct import named
from research.search.facets import Block, Facet, code
from research.search.query import MOST_WORDS, SearchText
from research.search.ranking import NEWEST, RELEVANCE, SORTS, ordered
from research.search.spelling import FEW, correction
from sectors.filters import sectors_of_former_days

NOT_NARROWING = {"q", "sort", "exact", "since"}
NEW_SINCE_DAYS = (7, 30, 365)
CONFIRMED, SUGGESTED = "confirmed", "suggested"
NOTES = {"tags": _("Suggested: from words of the title, not yet seen by a specialist. Both count unless you choose.")}


class FacetFilter(KnownValuesFilter):
    """Any of the chosen values of a facet, by their codes in the search row."""

    known: list[options.Option]

    def __init__(self, facet: Facet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet

    def condition(self, values: Iterable[str], blocks: Iterable[Block]) -> Q:
        numbers = [option.number for option in self.known if option.value in set(values)]
        return Q(facets__overlap=[code(block, number) for block in blocks for number in numbers])


class SearchTextField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            SearchText.parse(text)
        except ValueError as error:
            raise ValidationError(
                _("The search has too many words. Write at most %(most)d."), params={"most": MOST_WORDS}
            ) from error
        return text


class SearchTextFilter(django_filters.CharFilter):
    field_class = SearchTextField


class SearchForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("year_from"), self.cleaned_data.get("year_to")
        if first and last and first > last:
            raise ValidationError(
                _("The years run backwards, from %(first)d to %(last)d. Write the earlier year first."),
                params={"first": first, "last": last},
            )
        return self.cleaned_data


class PublicationFilterSet(PublicFilterSet):
    """What `/research/` is asked. `matched` are the rows that the words find, `conditions` what narrows them."""

    q = SearchTextFilter(label=_("Words"))
    source = FacetFilter(facets.SOURCE, label=_("Source"), options=options.sources)
    type = FacetFilter(facets.KIND, label=_("Kind"), options=options.kinds)
    sector = FacetFilter(facets.SECTOR, label=_("Sector"), options=options.sectors, replacements=sectors_of_former_days)
    theme = FacetFilter(facets.THEME, label=_("Theme"), options=options.themes)
    country = FacetFilter(facets.COUNTRY, label=_("Country or area"), options=options.countries)
    tags = KnownValuesFilter(
        label=_("Tags that count"),
        options=lambda: [(CONFIRMED, _("Confirmed tags")), (SUGGESTED, _("Suggested tags"))],
    )
    year_from = YearFilter(label=_("From"))
    year_to = YearFilter(label=_("To"))
    language = FacetFilter(facets.LANGUAGE, label=_("Language of the record"), options=options.languages)
    full_text = FacetFilter(facets.ACCESS, label=_("Full text"), options=options.full_texts)
    gender = FacetFilter(facets.GENDER, label=_("Gender equality"), options=options.gender_markers)
    peer_reviewed = FacetFilter(facets.PEER_REVIEW, label=_("Peer review"), options=options.peer_reviews)
    sort = django_filters.ChoiceFilter(
        choices=SORTS,
        error_messages={
            "invalid_choice": _(
                "“%(value)s” is not an order. Write sort=relevance, sort=newest, sort=oldest or sort=title."
            )
        },
    )
    since = SinceFilter(label=_("New since"))
    exact = django_filters.ChoiceFilter(
        choices=[("0", _("No"))],
        error_messages={
            "invalid_choice": _("“%(value)s” is not known here. Write exact=0 to search for the words of a symbol.")
        },
    )

    class Meta:
        model = SearchRow
        fields = ()
        form = SearchForm

    def __init__(self, data: QueryDict, *, queryset: QuerySet[SearchRow], request: HttpRequest) -> None:
        data = data.copy()
        data.setlist("country", [value.lower() for value in data.getlist("country")])  # ISO codes come in capitals
        data.setlist("tags", [value for value in data.getlist("tags") if value != "all"])
        super().__init__(data, queryset=queryset, request=request)

    def checked(self) -> Self:
        super().checked()
        for name, known in self.form.fields.items():  # said once, in a notice; no link of the page asks for it again
            if isinstance(known, KnownValuesField) and known.unknown:
                self.data.setlist(name, self.form.cleaned_data[name])
        return self

    @cached_property
    def text(self) -> SearchText:
        return SearchText.parse(self.chosen.get("q", ""))

    @property
    def asked(self) -> str:
        """What decides which records are found, and in which order."""
        sql, values = self.qs.query.sql_with_params()
        return f"{sql} {values!r} {self.sort_by} {self.chosen.get('q', '')}"

    @property
    def sort_by(self) -> str:
        """The order in force: without words to look for there is no relevance."""
        asked = self.chosen.get("sort", RELEVANCE)
        return NEWEST if asked == RELEVANCE and not self.text.alternatives else asked

    @cached_property
    def named(self) -> list[int]:
        """Keys of the records whose identifier is the whole of what was typed, unless exact=0 asks for its words."""
        return named(self.queryset, self.chosen["q"]) if "q" in self.chosen and "exact" not in self.chosen else []

    @property
    def matched(self) -> QuerySet[SearchRow]:
        """The rows that the words find, or that the identifier names, whatever else is chosen."""
        rows = self.queryset.all()
        if self.named:
            return rows.filter(pk__in=self.named)
        return rows.filter(self.text.condition()) if "q" in self.chosen else rows

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """One condition for each facet in use, by its name; the two years are one."""
        chosen = self.chosen
        conditions = {
            name: known.condition(chosen[name], self.counted(known.facet))
            for name, known in self.filters.items()
            if isinstance(known, FacetFilter) and name in chosen
        }
        bounds = {"year_from": "year__gte", "year_to": "year__lte"}
        years = {lookup: chosen[name] for name, lookup in bounds.items() if name in chosen}
        return conditions | ({facets.YEAR.name: Q(**years)} if years else {})

    def counted(self, facet: Facet) -> tuple[Block, ...]:
        """The blocks of a facet in which tags count: of confirmed ones, of suggested ones, or of both."""
        tags = self.chosen.get("tags", [])
        if len(tags) != 1 or facet.suggested is None:
            return facet.blocks
        return (facet.block,) if CONFIRMED in tags else (facet.suggested,)

    def facets(self, counts: Counts) -> list[dict[str, Any]]:
        """Every list of options with its counts (parts/_facets.html)."""
        columns = []
        for name, known in self.filters.items():
            if not isinstance(known, KnownValuesFilter):
                continue
            checked = self.chosen.get(name, [])
            if isinstance(known, FacetFilter):
                shown = choices(known.facet, known.known, checked, self.counted(known.facet), counts)
            else:
                shown = [{"value": value, "label": label, "checked": value in checked} for value, label in known.known]
            columns.append({"name": name, "legend": known.label, "options": shown, "note": NOTES.get(name)})
        return [column for column in columns if column["options"]]

    def in_words(self) -> list[str]:
        """What is asked for, as a person would say it: the words, then each filter."""
        words = [f"“{self.chosen['q']}”"] if "q" in self.chosen else []
        return words + [chip.label for chip in self.chips(leave_out=NOT_NARROWING)]

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The orders that this search can have (parts/_sort.html)."""
        offered = SORTS if self.text.alternatives else [sort for sort in SORTS if sort[0] != RELEVANCE]
        return [{"value": value, "label": label, "selected": value == self.sort_by} for value, label in offered]

    @property
    def narrowing(self) -> list[str]:
        """The filters that narrow the result, whatever the words and the order."""
        return [name for name in self.filters if name not in NOT_NARROWING]

    def newness(self, counts: Counts) -> dict[str, Any]:
        """What is marked as new, and how many results are; or the ways to have them marked (research/_newness.html)."""
        since = self.chosen.get("since")
        if since:
            marked = {"since": PartialDate.of(since).display(), "number": counts.new}
            return marked | {"url": self.url_without("since"), "newest_url": self._url_with(sort=NEWEST)}
        return {"ways": [{"days": days, "url": self._url_with(since=str(days))} for days in NEW_SINCE_DAYS]}

    def wider(self, counts: Counts) -> list[dict[str, Any]]:
        """Ways out of a narrow search: without one of its filters, without any, each with its number of results."""
        ways = [
            {"label": _("Year"), "names": ("year_from", "year_to"), "number": number}
            if name == facets.YEAR.name
            else {"label": self.filters[name].label, "names": (name,), "number": number}
            for name, number in counts.without.items()
        ]
        if len(ways) > 1:
            ways.append({"label": "", "names": self.narrowing, "number": counts.unfiltered})
        return [way | {"url": self.url_without(*way["names"])} for way in ways if way["number"] > counts.total]

    def any_word(self) -> dict[str, Any] | None:
        """The same search for any one of its words, with its number of results; one query."""
        typed = self.text.any_of
        number = self._number(SearchText.parse(typed)) if typed else 0
        return {"number": number, "url": self._url_with(q=typed)} if number else None

    def _number(self, text: SearchText) -> int:
        """Of records that another text finds under the same filters."""
        rows = self.queryset.filter(text.condition())
        known, _version = rows_in_memory(rows, self.conditions, text)
        return rows.filter(*self.conditions.values()).count() if known is None else len(known)

    def _url_with(self, **values: str) -> str:
        """The address of the first page of the same search with other values."""
        query = self.data.copy()
        for name, value in values.items():
            query[name] = value
        query.pop("page", None)
        return f"?{query.urlencode()}"

    def meant(self, total: int) -> dict[str, Any] | None:
        """The search for what was perhaps meant, with its number of results, where this one has few; two queries."""
        if "q" not in self.chosen or self.named or total > FEW:
            return None
        rows = self.queryset.filter(*self.conditions.values())
        found = remembered(("meant", self.asked), lambda: correction(self.chosen["q"], total, rows))
        return found and {"text": found.text, "number": found.number, "url": self._url_with(q=found.text)}

    def longer(self) -> dict[str, Any] | None:
        """The search for all words that begin with the last one, where that was not searched for."""
        longer = self.text.longer(self.chosen.get("q", ""))
        return {"word": self.text.beginning, "url": self._url_with(q=longer)} if longer else None

    def words_url(self) -> str:
        """The address of the search for the words of an identifier."""
        return f"{self.url_without('exact')}&exact=0"

    def url_without(self, *names: str) -> str:
        """The address of the first page of the same search without these filters."""
        rest = self.data.copy()
        for name in (*names, "page"):
            rest.pop(name, None)
        return f"?{rest.urlencode()}"

    def counts(self) -> Counts:
        return count(
            self.queryset,
            self.matched,
            self.conditions,
            since=self.chosen.get("since"),
            text=None if self.named else self.text,
            word=self.text.beginning,
        )

    def keys(self) -> Iterator[int]:
        """Keys of all that is found, in the order in force, read from the database as they are asked for."""
        counts = self.counts()
        return iter(ordered(self.qs, self.text, self.sort_by, total=counts.total, found=counts.rows).iterator())

    def filter_queryset(self, _queryset: QuerySet[SearchRow]) -> QuerySet[SearchRow]:
        return self.matched.filter(*self.conditions.values())
