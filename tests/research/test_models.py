import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    Provenance,
    Publication,
    SectorTag,
    SourceRecord,
    ThemeTag,
)
from tests.factories.groundwork import AreaFactory
from tests.factories.research import (
    AreaTagFactory,
    ContributionFactory,
    ContributorFactory,
    PublicationFactory,
    SectorTagFactory,
    SourceFactory,
    SourceRecordFactory,
    ThemeTagFactory,
)
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory


def refusals(item) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    return refusal.value.messages


def test_tag_is_once_on_a_record(db):
    for tag, model, other in (
        (SectorTagFactory(), SectorTag, "sector"),
        (ThemeTagFactory(), ThemeTag, "theme"),
        (AreaTagFactory(), AreaTag, "area"),
    ):
        again = model(publication=tag.publication, **{other: getattr(tag, other)})
        assert "already exists" in refusals(again)[0]
        with pytest.raises(IntegrityError, match="_once"), transaction.atomic():
            again.save()


def test_contributor_is_once_on_a_record_in_a_role(db):
    written = ContributionFactory()
    again = Contribution(publication=written.publication, contributor=written.contributor)
    assert "already exists" in refusals(again)[0]
    again.role = Contribution.Role.EDITOR
    again.full_clean()


def test_contributor_is_one_for_each_name(db):
    ana = ContributorFactory(family="Silva", given="Ana")
    assert str(ana) == "Ana Silva"
    assert "already exists" in refusals(Contributor(family="Silva", given="Ana"))[0]
    Contributor(family="Silva", given="Ana", orcid="0000-0002-1825-0097").full_clean()


def test_record_is_listed_once_under_its_key_in_a_source(db):
    listed = SourceRecordFactory(key="ED-1")
    again = SourceRecord(publication=PublicationFactory(), source=listed.source, key="ED-1")
    assert "already exists" in refusals(again)[0]
    SourceRecord(publication=listed.publication, source=SourceFactory(), key="ED-1").full_clean()


def test_doi_is_one_record_s_and_its_absence_is_nobody_s(db):
    PublicationFactory(doi="10.1000/1")
    assert refusals(Publication(title="Again", doi="10.1000/1")) == ["Publication with this DOI already exists."]
    PublicationFactory(doi=None)
    PublicationFactory(doi=None).full_clean()


@pytest.mark.parametrize("year", [1399, 2101, 20006])
def test_year_outside_is_a_slip_of_the_pen(db, year):
    assert len(refusals(Publication(title="A", year=year))) == 1


def test_taxonomy_in_use_is_not_deleted(db):
    mining, theme, ghana = SectorFactory(), ThemeFactory(), AreaFactory()
    person = ContributorFactory()
    work = PublicationFactory(sectors=[mining], themes=[theme], areas=[ghana], contributors=[person])
    for used in (mining, theme, ghana, person):
        with pytest.raises(ProtectedError):
            used.delete()
    work.delete()
    mining.delete()


def test_record_of_a_branch_is_one_of_its_sector_and_is_there_once(db):
    mining = SectorFactory()
    coal = BranchFactory(parent=mining)
    both, other = PublicationFactory(sectors=[mining, coal]), PublicationFactory(sectors=[SectorFactory()])
    of_branch = PublicationFactory(sectors=[coal])
    assert set(Publication.objects.about(mining)) == {both, of_branch}
    assert Publication.objects.about(mining).count() == 2
    assert other not in Publication.objects.about(mining)
    assert set(Publication.objects.about(coal)) == {both, of_branch}


def test_newest_come_first_as_far_as_dates_are_known(db):
    dates = ["2024-05", "2023-12-31", "2024-05-02", None, "2022"]
    made = {date: PublicationFactory(date=date) for date in dates}
    newest = [work.date and str(work.date) for work in Publication.objects.newest().exclude(year=None)]
    assert newest == ["2024-05-02", "2024-05", "2023-12-31", "2022"]
    assert made[None] in Publication.objects.newest()


def test_suggested_tag_is_a_guess(db):
    assert ThemeTagFactory(provenance=Provenance.SUGGESTED).is_suggested
    assert not ThemeTagFactory(provenance=Provenance.SOURCE).is_suggested


@pytest.mark.parametrize("number", [1, 3])
def test_with_parts_takes_as_many_queries_for_many_as_for_one(db, django_assert_num_queries, number):
    for _ in range(number):
        PublicationFactory(
            sectors=[SectorFactory()],
            themes=[ThemeFactory()],
            areas=[AreaFactory()],
            contributors=[ContributorFactory()],
            sources=[SourceFactory()],
        )
    with django_assert_num_queries(6):
        for work in Publication.objects.with_parts(None):
            tags = (*work.sector_tags.all(), *work.theme_tags.all(), *work.area_tags.all())
            assert len([str(tag) for tag in tags]) == 3
            assert [str(written.contributor) for written in work.contributions.all()]
            assert [str(listed.source) for listed in work.source_records.all()]
