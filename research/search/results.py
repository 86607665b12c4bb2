"""A page of search results, as the partials in templates/parts/ take it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from research.models import Publication
from research.search.pages import best_pages
from research.search.query import SearchText
from research.search.snippets import marked

NAMED_AUTHORS = 3

Item = str | dict[str, Any]


def results(keys: Iterable[int], text: SearchText, user: Any, *, since: date | None = None) -> list[dict[str, Any]]:
    """The publications of these keys, in their order (parts/_result.html); `new` where published here since a day."""
    found = Publication.objects.visible_to(user).in_brief().with_citing_meetings(user).in_bulk(list(keys))
    publications = [found[key] for key in keys if key in found]
    pages = best_pages((one.pk for one in publications), text)
    marks = marked(publications, text, pages)
    return [
        {
            "key": one.pk,
            "title": marks[one.pk].title,
            "snippet": marks[one.pk].snippet,
            "page": {"number": pages[one.pk].number, "snippet": marks[one.pk].page} if marks[one.pk].page else None,
            "url": one.get_absolute_url(),
            "lang": one.language,
            "meta": facts(one),
            "side": [*whereabouts(one), *citing(one)],
            "new": bool(since and one.published_at and timezone.localdate(one.published_at) >= since),
        }
        for one in publications
    ]


def citing(publication: Publication) -> list[Item]:
    """The meetings that cite it."""
    first, *others = dict.fromkeys(
        [f"title_{get_language()}", *(f"title_{code}" for code, _name in settings.LANGUAGES)]
    )
    return [
        {
            "text": _("Cited in: %(meeting)s")
            % {"meeting": meeting[first] or next(filter(None, (meeting[name] for name in others)), "")},
            "url": reverse("meeting", args=[meeting["slug"]]),
        }
        for meeting in publication.cited_in
    ]


def facts(publication: Publication) -> list[Item]:
    """Kind, year, by whom, sectors (parts/_meta.html)."""
    return [
        publication.get_kind_display(),
        *([str(publication.year)] if publication.year else []),
        *([by] if (by := by_whom(publication)) else []),
        *([_("All sectors")] if publication.all_sectors else []),
        *(
            {"text": tag.sector.name, "suggested": tag.is_suggested}
            for tag in sorted(publication.sector_tags.all(), key=lambda tag: (tag.is_suggested, tag.sector.name))
        ),
    ]


def by_whom(publication: Publication) -> str:
    names = [str(contribution.contributor) for contribution in publication.contributions.all()]
    if not names:
        return _("ILO") if publication.in_house else ""
    more = len(names) - NAMED_AUTHORS
    if more <= 0:
        return ", ".join(names)
    others = ngettext("%(number)d more", "%(number)d more", more) % {"number": more}
    return ", ".join([*names[:NAMED_AUTHORS], others])


def whereabouts(publication: Publication) -> list[Item]:
    """Where it appeared, its language, whether it is free to read."""
    sources = [str(record.source) for record in publication.source_records.all()]
    appeared_in = publication.series or publication.container or ", ".join(dict.fromkeys(sources))
    return [
        *([appeared_in] if appeared_in else []),
        *([publication.language_name] if publication.language else []),
        publication.get_access_display(),
    ]
