import uuid

import factory
from django.utils import timezone

from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    DuplicatePair,
    FilePage,
    HarvestedRecord,
    HarvestRun,
    Merger,
    OaiProvider,
    OtherIdentifier,
    Publication,
    PublicationFile,
    SearchEntry,
    SectorTag,
    Source,
    SourceRecord,
    StagedRecord,
    StagedRecords,
    ThemeTag,
)
from research.search.entries import write_missing
from research.search.index import reindex
from tests.factories.groundwork import (
    AreaFactory,
    ModelFactory,
    PublishableFactory,
    StagedFileFactory,
    StagedRowFactory,
)
from tests.factories.relations import related_through
from tests.factories.sectors import SectorFactory, ThemeFactory


class SourceFactory(ModelFactory):
    class Meta:
        model = Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    name = factory.Sequence(lambda n: f"Source {n}")


class ContributorFactory(ModelFactory):
    class Meta:
        model = Contributor

    family = factory.Sequence(lambda n: f"Family{n}")
    given = factory.Sequence(lambda n: f"Given{n}")


class PublicationFactory(PublishableFactory):
    """`PublicationFactory(sectors=[mining], contributors=[person])`, or `sectors__provenance="suggested"` as well.

    It has its search row only with `indexed=True`, as most tests search nothing.
    """

    class Meta:
        model = Publication

    title = factory.Sequence(lambda n: f"Publication {n}")
    kind = Publication.Kind.REPORT
    date = "2024"
    year = factory.LazyAttribute(lambda new: int(str(new.date)[:4]) if new.date else None)
    language = "en"

    contributors = related_through(
        lambda work, person, **fields: ContributionFactory(
            publication=work, contributor=person, **{"order": work.contributions.count()} | fields
        )
    )
    sectors = related_through(
        lambda work, sector, **fields: SectorTagFactory(publication=work, sector=sector, **fields)
    )
    themes = related_through(lambda work, theme, **fields: ThemeTagFactory(publication=work, theme=theme, **fields))
    areas = related_through(lambda work, area, **fields: AreaTagFactory(publication=work, area=area, **fields))
    sources = related_through(
        lambda work, source, **fields: SourceRecordFactory(publication=work, source=source, **fields)
    )

    @factory.post_generation
    def indexed(self, _create, asked):
        if asked:
            reindex([self.pk])


class ContributionFactory(ModelFactory):
    class Meta:
        model = Contribution

    publication = factory.SubFactory(PublicationFactory)
    contributor = factory.SubFactory(ContributorFactory)


class SectorTagFactory(ModelFactory):
    class Meta:
        model = SectorTag

    publication = factory.SubFactory(PublicationFactory)
    sector = factory.SubFactory(SectorFactory)


class ThemeTagFactory(ModelFactory):
    class Meta:
        model = ThemeTag

    publication = factory.SubFactory(PublicationFactory)
    theme = factory.SubFactory(ThemeFactory)


class AreaTagFactory(ModelFactory):
    class Meta:
        model = AreaTag

    publication = factory.SubFactory(PublicationFactory)
    area = factory.SubFactory(AreaFactory)


class SourceRecordFactory(ModelFactory):
    class Meta:
        model = SourceRecord

    publication = factory.SubFactory(PublicationFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence(lambda n: f"key-{n}")


class PublicationFileFactory(ModelFactory):
    """A row alone; `attach` of research/services.py keeps a real file."""

    class Meta:
        model = PublicationFile

    publication = factory.SubFactory(PublicationFactory)
    name = "paper.pdf"
    size = 1
    content_type = "application/pdf"
    stored_as = factory.LazyFunction(lambda: uuid.uuid4().hex)
    visibility = "public"


class FilePageFactory(ModelFactory):
    class Meta:
        model = FilePage

    file = factory.SubFactory(PublicationFileFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "a page"


class OaiProviderFactory(ModelFactory):
    class Meta:
        model = OaiProvider

    source = factory.SubFactory(SourceFactory)
    address = factory.Sequence(lambda n: f"https://repository-{n}.example.org/oai")
    next_at = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0))


class HarvestRunFactory(ModelFactory):
    class Meta:
        model = HarvestRun

    provider = factory.SubFactory(OaiProviderFactory)


class HarvestedRecordFactory(ModelFactory):
    class Meta:
        model = HarvestedRecord

    provider = factory.SubFactory(OaiProviderFactory)
    identifier = factory.Sequence(lambda n: f"oai:repository.example.org:{n}")


def search_entry():
    """That of a new sector."""
    sector = SectorFactory()
    write_missing()
    return SearchEntry.objects.get(model="sectors.sector", object_id=sector.pk)


class OtherIdentifierFactory(ModelFactory):
    class Meta:
        model = OtherIdentifier

    publication = factory.SubFactory(PublicationFactory)
    scheme = OtherIdentifier.Scheme.DOI
    value = factory.Sequence(lambda n: f"10.5555/other.{n}")


class DuplicatePairFactory(ModelFactory):
    class Meta:
        model = DuplicatePair

    first = factory.SubFactory(PublicationFactory)
    second = factory.SubFactory(PublicationFactory)
    why = "title"
    score = 95


class MergerFactory(ModelFactory):
    class Meta:
        model = Merger

    number = factory.Sequence(lambda n: 9_000_000 + n)
    into = factory.SubFactory(PublicationFactory)
    title = factory.Sequence(lambda n: f"Merged {n}")
    snapshot = factory.LazyAttribute(lambda merger: {"title": merger.title})


class StagedRecordsFactory(StagedFileFactory):
    class Meta:
        model = StagedRecords

    subject = "records"


class StagedRecordFactory(StagedRowFactory):
    class Meta:
        model = StagedRecord

    file = factory.SubFactory(StagedRecordsFactory)
