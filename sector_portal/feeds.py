"""Atom feeds (RFC 4287) of what is new. They tell only what anyone may see, to signed-in people too."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundwork.cleaning import clean_line
from groundwork.permanent_ids import id_of, permanent_id
from groundwork.places import Area
from indicators.models import Vintage
from meetings.filters import OutcomeFilterSet
from meetings.models import Outcome
from research.filters import PublicationFilterSet
from research.models import Publication, SearchRow
from sector_portal.news import News, Subject, Words, latest, latest_follow_up, latest_of, name_of
from sectors.models import Sector, Theme

LONGEST_SUMMARY = 100  # words


class NewsAtom(Atom1Feed):
    """Atom whose entries say the language of each text, every author, and categories in words."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        news: News = item["news"]
        _add_words(handler, "title", news.title)
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("id", id_of(news.row).urn)
        handler.addQuickElement("published", rfc3339_date(news.row.published_at))
        handler.addQuickElement("updated", rfc3339_date(news.row.updated_at))
        for name in news.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", clean_line(name))
            handler.endElement("author")
        if news.summary.text:
            _add_words(handler, "summary", news.summary)
        for term, label in (news.kind, *((sector.slug, sector.name) for sector in news.sectors)):
            handler.addQuickElement("category", "", {"term": term, "label": clean_line(str(label))})


def _add_words(handler: Any, element: str, words: Words) -> None:
    text = Truncator(clean_line(words.text)).words(LONGEST_SUMMARY)  # no XML can hold control characters
    handler.addQuickElement(element, text, {"type": "text", "xml:lang": words.language})


class NewsFeed(Feed):
    """Everything new."""

    feed_type = NewsAtom
    author_name = gettext_lazy("International Labour Office, Geneva")

    def title(self, subject: Subject | None) -> str:
        return _("%(name)s: what’s new") % {"name": clean_line(subject.name) if subject else "SECTOR"}

    def link(self, subject: Subject | None) -> str:
        return subject.get_absolute_url() if subject else reverse("home")

    def feed_guid(self, subject: Subject | None) -> str:
        return permanent_id("feed", id_of(subject) if subject else "everything").urn

    def items(self, subject: Subject | None) -> list[News]:
        return latest(subject)

    def item_title(self, item: News) -> str:
        return item.title.text

    def item_description(self, item: News) -> str:
        return item.summary.text

    def item_link(self, item: News) -> str:
        return item.url

    def item_updateddate(self, item: News) -> Any:
        return item.row.updated_at

    def item_extra_kwargs(self, item: News) -> dict[str, News]:
        return {"news": item}


class SectorFeed(NewsFeed):
    """What is new in a sector and its branches."""

    def get_object(self, _request: HttpRequest, slug: str) -> Sector:
        return get_object_or_404(Sector.objects.visible_to(None), slug=slug)


class SearchFeed(NewsFeed):
    """What a search of the repository finds, last changed first."""

    def get_object(self, request: HttpRequest) -> PublicationFilterSet:
        rows = SearchRow.objects.visible_to(None)
        return PublicationFilterSet(request.GET, queryset=rows, request=request).strict()

    def title(self, search: PublicationFilterSet) -> str:
        return _("%(name)s: what’s new") % {"name": clean_line(", ".join(search.in_words()) or _("Research"))}

    def link(self, search: PublicationFilterSet) -> str:
        return reverse("research") + search.url_without("list")

    def feed_url(self, search: PublicationFilterSet) -> str:
        return reverse("research-feed") + search.url_without("list")

    def feed_guid(self, search: PublicationFilterSet) -> str:
        return permanent_id("feed", f"search {search.url_without('sort', 'since', 'list')}").urn

    def items(self, search: PublicationFilterSet) -> list[News]:
        return latest_of(Publication.objects.visible_to(None).filter(pk__in=search.qs.values("pk")))


class ThemeFeed(NewsFeed):
    def get_object(self, _request: HttpRequest, slug: str) -> Theme:
        return get_object_or_404(Theme.objects.visible_to(None), slug=slug)


class CountryFeed(NewsFeed):
    def get_object(self, _request: HttpRequest, code: str) -> Area:
        return get_object_or_404(Area.objects.visible_to(None).countries(), code=code.lower())


class FollowUpFeed(NewsFeed):
    """What is new about outcomes, or about those that the list's filters leave."""

    def get_object(self, request: HttpRequest) -> OutcomeFilterSet:
        filters = OutcomeFilterSet(request.GET, queryset=Outcome.objects.visible_to(None), request=request)
        return filters.strict()

    def title(self, _filters: OutcomeFilterSet) -> str:
        return _("%(name)s: what’s new") % {"name": _("Follow-up")}

    def link(self, filters: OutcomeFilterSet) -> str:
        return reverse("follow-up", query=filters.chosen_query)

    def feed_guid(self, filters: OutcomeFilterSet) -> str:
        return permanent_id("feed", f"follow-up?{filters.chosen_query.urlencode()}").urn

    def items(self, filters: OutcomeFilterSet) -> list[News]:
        return latest_follow_up(filters.qs)


class OutcomeFeed(NewsFeed):
    """What is new about one outcome."""

    def get_object(self, _request: HttpRequest, pk: int) -> Outcome:
        return get_object_or_404(Outcome.objects.visible_to(None).with_origin(), pk=pk)

    def title(self, outcome: Outcome) -> str:
        return _("%(name)s: what’s new") % {"name": clean_line(name_of(outcome).text)}

    def items(self, outcome: Outcome) -> list[News]:
        return latest_follow_up(Outcome.objects.filter(pk=outcome.pk))


class VintageFeed(Feed):
    """New vintages of the statistics, each with what changed against the one before."""

    feed_type = Atom1Feed
    author_name = gettext_lazy("International Labour Office, Geneva")
    title = gettext_lazy("Statistics: new data")
    most = 50

    def link(self) -> str:
        return reverse("statistics")

    def feed_guid(self) -> str:
        return permanent_id("feed", "statistics").urn

    def items(self) -> list[Vintage]:
        return list(Vintage.objects.visible_to(None).select_related("indicator")[: self.most])

    def item_title(self, item: Vintage) -> str:
        return clean_line(item.indicator.name)

    def item_description(self, item: Vintage) -> str:
        """The version, and what changed."""
        words = {"version": item.version, "count": item.observations, **item.report}
        if not item.report:
            return clean_line(_("%(version)s: %(count)d observations.") % words)
        sentence = _("%(version)s: %(added)d added, %(changed)d changed, %(gone)d gone, %(unchanged)d unchanged.")
        return clean_line(sentence % words)

    def item_link(self, item: Vintage) -> str:
        return item.indicator.get_absolute_url()

    def item_guid(self, item: Vintage) -> str:
        return id_of(item).urn

    def item_pubdate(self, item: Vintage) -> Any:
        return item.loaded_at

    item_updateddate = item_pubdate
