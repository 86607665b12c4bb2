"""The shape of each thing. What is translated stands in three languages, whatever the language of the request."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from groundwork.places import Area
from indicators.codes import Sex, Status
from indicators.exports import FORMATS
from indicators.models import ActivityCode, ActivityMapping, Indicator, Observation, Vintage
from meetings.models import Document, FollowUpAction, Meeting, Outcome, ProgressUpdate
from research.models import Contribution, Publication
from sectors.models import GoodPractice, Instrument, Sector, Theme

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@extend_schema_field({"type": "object", "properties": {code: {"type": "string"} for code in LANGUAGES}})
class InThreeLanguages(serializers.Field):
    """{"en": …, "fr": …, "es": …}; a language in which nothing is written has the empty text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, row: Model) -> dict[str, str]:
        return {code: getattr(row, f"{self.field_name}_{code}") or "" for code in LANGUAGES}


@extend_schema_field({"type": "string", "format": "uri"})
class PageAddress(serializers.Field):
    """The page of the row, for people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, row: Model) -> str:
        return self.context["request"].build_absolute_uri(row.get_absolute_url())


@extend_schema_field({"type": "string", "nullable": True, "example": "2026-04"})
class AsMuchOfADate(serializers.Field):
    """ "2026", "2026-04" or "2026-04-18"; null where nothing is known."""

    def to_representation(self, value: Any) -> str:
        return str(value)


def slugs(**options: Any) -> serializers.SlugRelatedField:
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, many=True, **options)


@extend_schema_field({"type": "string", "nullable": True})
class OneSlug(serializers.SlugRelatedField):
    """The address of what the row belongs to; null where it belongs to nothing of the kind."""


def slug() -> OneSlug:
    return OneSlug(slug_field="slug", read_only=True)


def codes(**options: Any) -> serializers.SlugRelatedField:
    return serializers.SlugRelatedField(slug_field="code", read_only=True, many=True, **options)


class SectorSerializer(serializers.ModelSerializer):
    name, page = InThreeLanguages(), PageAddress()
    group, parent = slug(), slug()

    class Meta:
        model = Sector
        fields = ("slug", "name", "group", "parent", "page")


class ThemeSerializer(serializers.ModelSerializer):
    name, description, page = InThreeLanguages(), InThreeLanguages(), PageAddress()

    class Meta:
        model = Theme
        fields = ("slug", "name", "description", "page", "updated_at")


class CountrySerializer(serializers.ModelSerializer):
    name, page = InThreeLanguages(), PageAddress()

    class Meta:
        model = Area
        fields = ("code", "m49", "name", "page")


class InstrumentSerializer(serializers.ModelSerializer):
    title, page = InThreeLanguages(), PageAddress()
    in_force_since, ratifications_as_of = AsMuchOfADate(), AsMuchOfADate()
    sectors = slugs()

    class Meta:
        model = Instrument
        fields = (
            *("slug", "kind", "number", "title", "year", "in_force", "in_force_since", "ratifications"),
            *("ratifications_as_of", "normlex_url", "sectors", "page", "updated_at"),
        )


class PracticeSerializer(serializers.ModelSerializer):
    title, text, conditions, page = InThreeLanguages(), InThreeLanguages(), InThreeLanguages(), PageAddress()
    start, end = AsMuchOfADate(), AsMuchOfADate()
    sectors, themes, countries = slugs(), slugs(), codes(source="areas")

    class Meta:
        model = GoodPractice
        fields = (
            *("slug", "title", "text", "conditions", "outcome", "start", "end", "sectors", "themes", "countries"),
            *("starter_text", "page", "updated_at"),
        )


class ContributionSerializer(serializers.ModelSerializer):
    family = serializers.CharField(source="contributor.family")
    given = serializers.CharField(source="contributor.given")
    orcid = serializers.CharField(source="contributor.orcid")

    class Meta:
        model = Contribution
        fields = ("family", "given", "orcid", "role")


class TagSerializer(serializers.Serializer):
    """What a publication is tagged with, and who says so: the source, an editor, or only words of its title."""

    value = serializers.SerializerMethodField()
    provenance = serializers.CharField()

    def get_value(self, tag: Any) -> str:
        for name, attribute in (("sector", "slug"), ("theme", "slug"), ("area", "code")):
            if hasattr(tag, f"{name}_id"):
                return getattr(getattr(tag, name), attribute)
        raise TypeError(f"{tag!r} is no tag")


class PublicationSerializer(serializers.ModelSerializer):
    page, date = PageAddress(), AsMuchOfADate()
    contributors = ContributionSerializer(source="contributions", many=True)
    sectors = TagSerializer(source="sector_tags", many=True)
    themes = TagSerializer(source="theme_tags", many=True)
    countries = TagSerializer(source="area_tags", many=True)
    sources = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = (
            *("id", "title", "abstract", "kind", "kind_as_given", "date", "year", "language", "contributors"),
            *("container", "series", "publisher", "symbol", "doi", "isbn", "handle", "url", "licence", "access"),
            *("keywords", "in_house", "all_sectors", "sectors", "themes", "countries", "sources", "page", "updated_at"),
        )

    def get_sources(self, publication: Publication) -> list[str]:
        return list(dict.fromkeys(record.source.slug for record in publication.source_records.all()))


class MeetingSerializer(serializers.ModelSerializer):
    title, page = InThreeLanguages(), PageAddress()
    start, end, sectors = AsMuchOfADate(), AsMuchOfADate(), slugs()

    class Meta:
        model = Meeting
        fields = (
            *("slug", "title", "kind", "symbol", "start", "end", "place", "online", "all_sectors", "sectors"),
            *("source_url", "page", "updated_at"),
        )


class DocumentSerializer(serializers.ModelSerializer):
    """A paper of a meeting, by what it is; its files are on the meeting's page for whom they are for."""

    meeting = slug()

    class Meta:
        model = Document
        fields = ("id", "meeting", "kind", "title", "symbol", "pages", "updated_at")


class OutcomeSerializer(serializers.ModelSerializer):
    text, section, page = InThreeLanguages(), InThreeLanguages(), PageAddress()
    meeting, review, sectors = slug(), slug(), slugs()
    status = serializers.CharField(read_only=True)

    class Meta:
        model = Outcome
        fields = (
            *("id", "meeting", "review", "section", "number", "text", "wording", "status", "source", "source_url"),
            *("all_sectors", "sectors", "page", "updated_at"),
        )


class ReportSerializer(serializers.ModelSerializer):
    date = AsMuchOfADate()

    class Meta:
        model = ProgressUpdate
        fields = ("date", "status", "text", "reported_by", "source")


class ActionSerializer(serializers.ModelSerializer):
    """What is done about outcomes, with what was reported of it, latest first."""

    outcomes = serializers.SerializerMethodField()
    reports = ReportSerializer(source="updates", many=True)

    class Meta:
        model = FollowUpAction
        fields = ("id", "title", "outcomes", "reports", "updated_at")

    def get_outcomes(self, action: FollowUpAction) -> list[int]:
        return [answer.outcome_id for answer in action.answers.all()]


class VintageSerializer(serializers.ModelSerializer):
    """What a source gave at one time, and what that changed against the vintage before."""

    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        model = Vintage
        fields = ("id", "indicator", "version", "loaded_at", "observations", "sha256", "changes")

    changes = serializers.SerializerMethodField()

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {name: {"type": "integer"} for name in ("added", "changed", "gone", "unchanged")},
        }
    )
    def get_changes(self, vintage: Vintage) -> dict[str, int] | None:
        report = vintage.report
        return {name: report[name] for name in ("added", "changed", "gone", "unchanged")} if report else None


class IndicatorSerializer(serializers.ModelSerializer):
    name, short_name, definition, page = InThreeLanguages(), InThreeLanguages(), InThreeLanguages(), PageAddress()
    themes = slugs()
    vintage = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta:
        model = Indicator
        fields = (
            *("code", "name", "short_name", "definition", "source", "source_url", "licence", "credit", "modelled"),
            *("comparable", "themes", "vintage", "files", "page"),
        )

    @extend_schema_field({"type": "integer", "description": "The newest, whose values pages show"})
    def get_vintage(self, indicator: Indicator) -> int:
        return indicator.newest

    @extend_schema_field({"type": "object", "properties": {name: {"type": "string"} for name in FORMATS}})
    def get_files(self, indicator: Indicator) -> dict[str, str]:
        absolute = self.context["request"].build_absolute_uri
        return {ending: absolute(reverse("statistics-data", args=[indicator.code, ending])) for ending in FORMATS}


class ActivityMappingSerializer(serializers.ModelSerializer):
    """Only what is exact or a subset may be added up for the sector."""

    sector = slug()

    class Meta:
        model = ActivityMapping
        fields = ("sector", "exactness", "approximate")


class ActivitySerializer(serializers.ModelSerializer):
    title = InThreeLanguages()
    sectors = ActivityMappingSerializer(source="mappings", many=True)

    class Meta:
        model = ActivityCode
        fields = ("classification", "code", "title", "sectors")


class ObservationSerializer(serializers.ModelSerializer):
    """One stored value, exactly as the source's file had it."""

    indicator = serializers.CharField(source="series.vintage.indicator.code")
    vintage = serializers.IntegerField(source="series.vintage_id")
    country = serializers.CharField(source="area.code")
    unit = serializers.CharField(source="series.unit")
    activity = ActivitySerializer()
    sex = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()

    class Meta:
        model = Observation
        fields = ("indicator", "vintage", "country", "activity", "sex", "year", "value", "unit", "status")

    @extend_schema_field({"type": "string", "enum": [sex.letter for sex in Sex]})
    def get_sex(self, row: Observation) -> str:
        return Sex(row.sex).letter

    @extend_schema_field({"type": "string", "enum": [status.letter for status in Status]})
    def get_status(self, row: Observation) -> str:
        return Status(row.status).letter
