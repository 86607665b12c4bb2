"""The newest of the news in one query, for pages that show a few lines of it: the same rows as in the feeds."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.manager import MultilingualQuerySet

from meetings.models import Answer, Meeting, Outcome, ProgressUpdate
from research.models import Publication
from sector_portal.news import KINDS, NOT_STATED, Subject, Words, sources
from sectors.models import CountryPriority, CountryProgramme, GoodPractice, Instrument, SectorPage

FEW = 4
SPAN = 10  # rows looked at for each headline, as several may be told as one
LETTERS = 300  # of a title


class Headline(NamedTuple):
    title: Words
    url: str
    kind: str | Promise
    changed: dt.datetime


class Brief(NamedTuple):
    """How a row is told in short: the key of its address, its title and that one's language, its own kind.

    Rows of one `group` that changed one after the other are told once; it is the query string of their list.
    """

    address: str  # the name of the pattern
    key: Combinable
    title: Combinable
    language: Combinable
    kind: Combinable = Value("")
    number: Combinable = Value("")
    group: Combinable = Value("")
    fragment: str = ""


class Told(NamedTuple):
    """A row of the query."""

    model: str
    key: str
    title: str
    language: str
    kind: str
    number: str
    group: str
    changed: dt.datetime


def headlines(subject: Subject | None = None, *, most: int = FEW) -> list[Headline]:
    """The last changes of what anyone may see, newest first, with their dates and kinds."""
    first, *others = [_in_brief(rows)[: most * SPAN] for rows in sources(subject)]
    newest = first.union(*others, all=True).order_by("-news_changed", "news_model", "-news_key")[: most * SPAN]
    rows = (Told(*row) for row in newest)
    groups = (list(group) for _key, group in groupby(rows, key=lambda row: row.group or (row.model, row.key)))
    return [_headline(group) for group in islice(groups, most)]


def _in_brief(rows: QuerySet) -> QuerySet:
    brief = BRIEF[rows.model]()
    texts = {name: getattr(brief, name) for name in ("key", "title", "language", "kind", "number", "group")}
    told = {
        "news_model": Value(rows.model._meta.label_lower),
        **{f"news_{name}": Cast(text, CharField()) for name, text in texts.items()},
        "news_changed": F("updated_at"),
    }
    told_rows = rows.prefetch_related(None).select_related(None).order_by("-updated_at", "-pk").annotate(**told)
    if isinstance(told_rows, MultilingualQuerySet):
        told_rows = told_rows.rewrite(False)  # which would mix up the order of the columns
    return told_rows.values_list(*told)


def _headline(group: list[Told]) -> Headline:
    row = group[0]
    table = TABLES[row.model]
    brief = BRIEF[table]()
    label = Publication.Kind(row.kind).label if table is Publication else KINDS[table][1]
    title, address = row.title, f"{reverse(brief.address, args=[row.key])}{brief.fragment}"
    if len(group) > 1:
        label, address = _("Outcomes"), f"{reverse('follow-up')}?{row.group}"
    elif row.number:
        title = f"{title}, " + _("No. %(number)s") % {"number": row.number}
    return Headline(Words(title[:LETTERS], row.language or NOT_STATED), address, label, localtime(row.changed))


def _translated(*path: str) -> tuple[Combinable, Combinable]:
    """A translated text in the active language, else in the first other that has it; and the language that this is."""
    field = "__".join(path)
    order = dict.fromkeys((get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES))
    texts = [NullIf(F(f"{field}_{code}"), Value(""), output_field=CharField()) for code in order]
    is_there = [When(**{f"{field}_{code}__gt": ""}, then=Value(code)) for code in order]
    return Coalesce(*texts, Value(""), output_field=CharField()), Case(*is_there, default=Value(next(iter(order))))


def _of_outcome(*path: str) -> tuple[Combinable, Combinable]:
    """The title of the meeting or review of an outcome, and its language."""
    (meeting, language), (review, other) = _translated(*path, "meeting__title"), _translated(*path, "review__title")
    is_of_meeting = {"__".join((*path, "meeting__isnull")): False}
    title = Case(When(**is_of_meeting, then=meeting), default=review, output_field=CharField())
    return title, Case(When(**is_of_meeting, then=language), default=other)


def _outcome() -> Brief:
    of_meeting = When(meeting__isnull=False, then=Concat(Value("meeting="), "meeting__slug", output_field=CharField()))
    of_review = Concat(Value("review="), "review__slug", output_field=CharField())
    group = Case(of_meeting, default=of_review, output_field=CharField())
    return Brief("outcome", F("pk"), *_of_outcome(), number=F("number"), group=group)


def _report() -> Brief:
    """On the page of the first outcome that it answers."""
    shown = Outcome.objects.visible_to(None)
    answers = Answer.objects.visible_to(None).filter(action=OuterRef("action"), outcome__in=shown)
    title, language = _of_outcome("outcome")
    told = answers.annotate(told_title=title, told_language=language)
    of_first = [Subquery(told.values(name)[:1]) for name in ("outcome", "told_title", "told_language")]
    number = Subquery(told.values("outcome__number")[:1])
    return Brief("outcome", *of_first, number=number)


def _instrument() -> Brief:
    title, language = _translated("title")
    number = Case(
        When(number="", then=Value("")),
        default=Concat("number", Value(" "), output_field=CharField()),
        output_field=CharField(),
    )
    return Brief("instrument", F("slug"), Concat(number, title, output_field=CharField()), language)


BRIEF: dict[type, Callable[[], Brief]] = {
    Publication: lambda: Brief("record", F("pk"), F("title"), F("language"), F("kind")),
    Meeting: lambda: Brief("meeting", F("slug"), *_translated("title")),
    Outcome: _outcome,
    ProgressUpdate: _report,
    Instrument: _instrument,
    GoodPractice: lambda: Brief("practice", F("slug"), *_translated("title")),
    SectorPage: lambda: Brief("sector", F("sector__slug"), *_translated("sector__name")),
    CountryProgramme: lambda: Brief("country", F("area__code"), *_translated("title"), fragment="#priorities"),
    CountryPriority: lambda: Brief("country", F("area__code"), *_translated("text"), fragment="#priorities"),
}
TABLES: dict[str, Any] = {table._meta.label_lower: table for table in BRIEF}
