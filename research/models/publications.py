"""Publications: one record for one work, wherever it was found."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.gender import GenderMarked
from groundwork.partial_dates import PartialDateField
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet
from research.models.contributors import Contribution
from research.models.identifiers import plain_isbn, plain_symbol
from research.models.languages import language_name
from research.models.sources import SourceRecord
from research.models.tags import AreaTag, Provenance, SectorTag, ThemeTag, tags_of
from sectors.models import Sector, Theme

FIRST_YEAR, LAST_YEAR = 1400, 2100  # a year outside is a slip of the pen

NEWEST = (models.F("year").desc(nulls_last=True), models.F("date").desc(nulls_last=True), "-pk")


def _suggested(subject: Sector | Theme | Area) -> models.Case:
    """0 where somebody vouches for the tag, 1 where it is only suggested."""
    vouched = tags_of(subject).filter(publication=models.OuterRef("pk")).exclude(provenance=Provenance.SUGGESTED)
    return models.Case(models.When(models.Exists(vouched), then=0), default=1)


class PublicationQuerySet(PublishableQuerySet):
    def about(self, subject: Sector | Theme | Area) -> Self:
        """Tagged with it, or, if it is a sector, with one of its branches; each record once."""
        return self.filter(pk__in=tags_of(subject).values("publication"))

    def stated_first(self, subject: Sector | Theme | Area) -> Self:
        """Those whose tag somebody vouches for before suggested ones, the ILO's own before others, newest first."""
        return self.order_by(_suggested(subject), "-in_house", *NEWEST)

    def newest_and_most_relevant(self, subject: Sector | Theme | Area, number: int) -> Self:
        """The newest and the most relevant, apart where the tag is stated and where it is only suggested.

        Annotates `suggested` (0 or 1); the places `by_date` and `by_relevance` among those alike, from 1, as many as it
        takes to show `number` of each and none twice; and `total`, the number of all.
        """
        suggested = _suggested(subject)
        return (
            self.defer("abstract")
            .annotate(
                suggested=suggested,
                by_date=models.Window(RowNumber(), partition_by=suggested, order_by=NEWEST),
                by_relevance=models.Window(RowNumber(), partition_by=suggested, order_by=("-in_house", *NEWEST)),
                total=models.Window(models.Count("*")),
            )
            .filter(models.Q(by_date__lte=number) | models.Q(by_relevance__lte=2 * number))
            .order_by("suggested", "by_relevance")
        )

    def newest(self) -> Self:
        """Latest first; what has no date comes last."""
        return self.order_by(*NEWEST)

    def beside(self, publication: "Publication") -> Self:
        """Others that share a sector with it, or a branch of one, vouched for by somebody on both sides."""
        vouched = self.model.sectors.through.objects.exclude(provenance=Provenance.SUGGESTED)
        sectors = {
            sector.pk for tag in publication.sector_tags.all() if not tag.is_suggested for sector in tag.sector.lineage
        }
        return self.filter(pk__in=vouched.filter(sector__in=sectors).values("publication")).exclude(pk=publication.pk)

    def related_to(self, publication: "Publication", nearest: list[int]) -> Self:
        """Those of the given keys in their order, then others beside it, newest first."""
        places = [models.When(pk=key, then=models.Value(place)) for place, key in enumerate(nearest)]
        either = self.filter(pk__in=nearest) | self.beside(publication)
        place = models.Case(*places, default=models.Value(len(nearest)), output_field=models.SmallIntegerField())
        return either.order_by(*([place] if places else []), *NEWEST)

    def versions_of(self, publication: "Publication") -> Self:
        """The same work in other languages."""
        original = publication.version_of_id or publication.pk
        return self.filter(models.Q(pk=original) | models.Q(version_of=original)).exclude(pk=publication.pk)

    def in_brief(self) -> Self:
        """With what a line of a list shows, in three queries more."""
        return self.prefetch_related(
            models.Prefetch("contributions", Contribution.objects.select_related("contributor")),
            models.Prefetch("sector_tags", SectorTag.objects.select_related("sector")),
            models.Prefetch("source_records", SourceRecord.objects.select_related("source")),
        )

    def in_a_row(self) -> Self:
        """With what a row of research/_publication_rows.html shows, in one query more."""
        return self.prefetch_related(models.Prefetch("sector_tags", SectorTag.objects.select_related("sector")))

    def with_citing_meetings(self, user: Any) -> Self:
        """With `cited_in`: address and titles of the meetings that cite it and this user may see, latest first."""
        meetings = self.model._meta.get_field("meetings").related_model  # of a floor above
        titles = {f"title_{code}": f"title_{code}" for code, _name in settings.LANGUAGES}
        citing = meetings.objects.visible_to(user).rewrite(False).filter(publications=models.OuterRef("pk"))
        facts = citing.order_by(models.F("start").desc(nulls_last=True), "pk").values(
            facts=JSONObject(slug="slug", **titles)
        )
        return self.annotate(cited_in=ArraySubquery(facts))

    def with_parts(self, user: Any) -> Self:
        """With all of a record that this user may see, in five queries more."""
        return self.prefetch_related(
            models.Prefetch("contributions", Contribution.objects.select_related("contributor")),
            models.Prefetch("sector_tags", SectorTag.objects.with_group()),
            models.Prefetch("theme_tags", ThemeTag.objects.visible_to(user).select_related("theme")),
            models.Prefetch("area_tags", AreaTag.objects.select_related("area")),
            models.Prefetch("source_records", SourceRecord.objects.select_related("source")),
        )


class Publication(GenderMarked, Publishable):
    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        WORKING_PAPER = "working-paper", _("Working paper")
        JOURNAL_ARTICLE = "journal-article", _("Journal article")
        PREPRINT = "preprint", _("Preprint")
        BRIEF = "brief", _("Brief")
        MEETING_REPORT = "meeting-report", _("Meeting report")
        ISSUES_PAPER = "issues-paper", _("Issues paper")
        GUIDELINES = "guidelines", _("Guidelines")
        CODE_OF_PRACTICE = "code-of-practice", _("Code of practice")
        MANUAL = "manual", _("Manual or guide")
        BOOK = "book", _("Book")
        BOOK_CHAPTER = "book-chapter", _("Book chapter")
        CONFERENCE_PAPER = "conference-paper", _("Conference paper")
        THESIS = "thesis", _("Thesis")
        GB_DOCUMENT = "gb-document", _("Governing Body document")
        OTHER = "other", _("Publication")

    class Access(models.TextChoices):
        FREE = "free", _("Free to read")
        MAY_COST = "may-cost", _("May require payment")
        UNKNOWN = "unknown", _("No copy known")

    sector_path = "sectors"
    version_parts = ("contributions", "sector_tags", "theme_tags", "area_tags", "source_records", "other_identifiers")

    title = models.TextField(_("title"), help_text=_("In the language of the work"))
    abstract = models.TextField(_("abstract"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    kind_as_given = models.CharField(
        _("kind as given"), max_length=60, blank=True, help_text=_("The source’s own word for it")
    )
    date = PartialDateField(_("date"))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        db_index=True,
    )
    language = models.CharField(_("language"), max_length=3, blank=True, help_text=_("ISO 639 code: en, fr, es …"))
    in_house = models.BooleanField(_("in-house"), default=False, help_text=_("Published by the ILO"))
    all_sectors = models.BooleanField(_("concerns all sectors"), default=False)
    container = models.CharField(_("published in"), max_length=300, blank=True, help_text=_("Journal, book or series"))
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    series = models.CharField(_("series and number"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, null=True, blank=True, unique=True)
    isbn = models.CharField(_("ISBN"), max_length=17, blank=True)
    handle = models.CharField(_("handle"), max_length=120, blank=True)
    url = models.URLField(_("address"), max_length=800, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    access = models.CharField(_("full text"), max_length=8, choices=Access, default=Access.UNKNOWN)
    peer_reviewed = models.BooleanField(
        _("peer reviewed"), null=True, blank=True, help_text=_("Unknown unless the source or an editor says so")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    keywords = ArrayField(models.CharField(max_length=120), verbose_name=_("keywords"), default=list, blank=True)
    version_of = models.ForeignKey(
        "self",
        verbose_name=_("language version of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="versions",
    )
    contributors = models.ManyToManyField(
        "Contributor", verbose_name=_("contributors"), through="Contribution", related_name="publications"
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectors"), through="SectorTag", related_name="publications"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), through="ThemeTag", related_name="publications")
    areas = models.ManyToManyField(Area, verbose_name=_("countries"), through="AreaTag", related_name="publications")

    objects = PublicationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-year", "title"]
        indexes = [
            models.Index(plain_symbol("symbol"), name="research_pub_plain_symbol", condition=~models.Q(symbol="")),
            models.Index(plain_isbn("isbn"), name="research_pub_plain_isbn", condition=~models.Q(isbn="")),
            models.Index(fields=["handle"], name="research_pub_handle", condition=~models.Q(handle="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("record", args=[self.pk])

    @property
    def language_name(self) -> str:
        return language_name(self.language)
