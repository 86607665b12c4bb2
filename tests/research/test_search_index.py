"""Search rows: who has one, what is in it, and that they follow every change."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from groundwork.publishing import PublishingState
from research.models import Provenance, Publication, SearchRow, Source
from research.search import facets
from research.search.facets import Block, code
from research.search.index import BATCH, reindex
from research.services import set_state
from sectors.models import Sector
from tests.factories.groundwork import AreaFactory
from tests.factories.research import (
    AreaTagFactory,
    ContributorFactory,
    PublicationFactory,
    SectorTagFactory,
    SourceFactory,
    ThemeTagFactory,
)
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def codes_of(publication):
    return set(SearchRow.objects.get(pk=publication.pk).facets)


def test_only_published_records_have_a_row():
    works = [PublicationFactory(state=state) for state in PublishingState]
    assert reindex(work.pk for work in works) == 1
    assert [row.publication.state for row in SearchRow.objects.all()] == ["published"]


def test_row_comes_with_publishing_and_goes_with_archiving():
    work = PublicationFactory(draft=True)
    set_state(publication=work, state=PublishingState.PUBLISHED)
    assert SearchRow.objects.filter(pk=work.pk).exists()
    set_state(publication=work, state=PublishingState.ARCHIVED)
    assert not SearchRow.objects.filter(pk=work.pk).exists()


def test_row_is_part_of_the_callers_transaction():
    work = PublicationFactory()
    with transaction.atomic():
        reindex([work.pk])
        transaction.set_rollback(True)
    assert not SearchRow.objects.exists()


def test_row_goes_with_its_publication():
    work = PublicationFactory(indexed=True)
    work.delete()
    assert not SearchRow.objects.exists()


def test_reindex_twice_writes_the_same():
    work = PublicationFactory(title="Safety in mines", sectors=[SectorFactory()], indexed=True)
    first = SearchRow.objects.values().get()
    reindex([work.pk, work.pk])
    assert SearchRow.objects.values().get() == first


def test_reindex_of_more_than_a_batch_writes_all():
    works = Publication.objects.bulk_create(
        PublicationFactory.build(title=f"Paper {number}") for number in range(BATCH + 2)
    )
    assert reindex(work.pk for work in works) == BATCH + 2
    assert SearchRow.objects.count() == BATCH + 2


def test_reindex_asks_the_same_number_of_queries_for_any_number(django_assert_max_num_queries):
    few = [PublicationFactory(sectors=[SectorFactory()]).pk for _ in range(1)]
    many = [PublicationFactory(sectors=[SectorFactory()]).pk for _ in range(5)]
    with django_assert_max_num_queries(16) as for_few:
        reindex(few)
    with django_assert_max_num_queries(16) as for_many:
        reindex(many)
    assert len(for_few) == len(for_many)


def test_reindex_of_nothing_and_of_the_deleted_does_nothing():
    assert reindex([]) == 0
    assert reindex([999_999]) == 0


def test_codes_of_a_record():
    sector, theme, area, source = SectorFactory(), ThemeFactory(), AreaFactory(), SourceFactory()
    work = PublicationFactory(
        kind=Publication.Kind.BOOK,
        access=Publication.Access.FREE,
        date="1999-05",
        language="fr",
        sectors=[sector],
        themes=[theme],
        areas=[area],
        sources=[source],
        indexed=True,
    )
    assert codes_of(work) == {
        code(Block.SECTOR, sector.pk),
        code(Block.THEME, theme.pk),
        code(Block.AREA, area.pk),
        code(Block.SOURCE, source.pk),
        code(Block.SOURCE, facets.ORIGINS["external"]),
        code(Block.PEER_REVIEW, facets.PEER_REVIEW_NUMBERS[None]),
        code(Block.KIND, facets.KIND_NUMBERS["book"]),
        code(Block.ACCESS, facets.ACCESS_NUMBERS["free"]),
        code(Block.LANGUAGE, facets.language_number("fr")),
        code(Block.YEAR, 1999),
    }


def test_suggested_tags_lie_in_blocks_of_their_own():
    work = PublicationFactory(indexed=False)
    sector_tag, theme_tag, area_tag = (
        factory(publication=work, provenance=Provenance.SUGGESTED)
        for factory in (SectorTagFactory, ThemeTagFactory, AreaTagFactory)
    )
    reindex([work.pk])
    assert {
        code(Block.SECTOR_SUGGESTED, sector_tag.sector_id),
        code(Block.THEME_SUGGESTED, theme_tag.theme_id),
        code(Block.AREA_SUGGESTED, area_tag.area_id),
    } <= codes_of(work)
    assert code(Block.SECTOR, sector_tag.sector_id) not in codes_of(work)


def test_record_of_a_branch_counts_for_its_sector():
    branch = BranchFactory()
    work = PublicationFactory(sectors=[branch], indexed=True)
    assert {code(Block.SECTOR, branch.pk), code(Block.SECTOR, branch.parent_id)} <= codes_of(work)


def test_sector_of_two_branches_counts_as_the_better_vouched_for():
    mining = SectorFactory()
    coal, gold = BranchFactory(parent=mining), BranchFactory(parent=mining)
    work = PublicationFactory()
    SectorTagFactory(publication=work, sector=coal, provenance=Provenance.SUGGESTED)
    SectorTagFactory(publication=work, sector=gold, provenance=Provenance.SOURCE)
    reindex([work.pk])
    assert code(Block.SECTOR, mining.pk) in codes_of(work)
    assert code(Block.SECTOR_SUGGESTED, mining.pk) not in codes_of(work)
    assert code(Block.SECTOR_SUGGESTED, coal.pk) in codes_of(work)


def test_record_of_all_sectors_has_a_code_of_its_own():
    work = PublicationFactory(all_sectors=True, indexed=True)
    assert code(Block.SECTOR, facets.ALL_SECTORS) in codes_of(work)


def test_record_without_date_language_or_tags_has_a_row():
    work = PublicationFactory(date=None, year=None, language="", indexed=True)
    row = SearchRow.objects.get(pk=work.pk)
    assert (row.year, row.date) == (None, None)
    assert code(Block.LANGUAGE, facets.language_number(facets.NOT_STATED)) in row.facets


def test_row_of_a_record_with_a_year_alone_has_it_as_date():
    work = PublicationFactory(date=None, year=1987, indexed=True)
    assert str(SearchRow.objects.get(pk=work.pk).date) == "1987"


def test_words_are_stemmed_in_the_language_of_the_record():
    PublicationFactory(title="Des travailleurs dans les mines", language="fr", indexed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(title_words) FROM research_searchrow")
        assert cursor.fetchone()[0] == ["le", "min", "travailleur"]  # "des" and "dans" are stop words


def test_names_weigh_more_than_the_abstract_and_less_than_the_title():
    PublicationFactory(
        title="Coal",
        abstract="Gas",
        contributors=[ContributorFactory(family="Nuñez", given="Ana")],
        keywords=["copper"],
        series="Paper 27",
        symbol="GB.328/POL/8",
        container="Review",
        language="nl",
        indexed=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexeme, weights FROM research_searchrow, unnest(all_words)")
        weights = {lexeme: weights[0] for lexeme, weights in cursor.fetchall()}
    assert weights.pop("coal") == "A"
    assert weights.pop("gas") == "D"
    assert set(weights) == {"ana", "nunez", "copper", "paper", "27", "gb", "328", "pol", "8", "review", "2024"}
    assert set(weights.values()) == {"B"}


def test_endless_abstract_has_a_row():
    work = PublicationFactory(abstract=" ".join(f"word{number}" for number in range(200_000)), indexed=True)
    assert SearchRow.objects.filter(pk=work.pk).exists()


def test_every_kind_and_access_has_a_number():
    assert set(facets.KIND_NUMBERS) == set(Publication.Kind)
    assert set(facets.ACCESS_NUMBERS) == set(Publication.Access)
    assert len(set(facets.KIND_NUMBERS.values())) == len(Publication.Kind)


def test_language_numbers_are_distinct():
    codes = ["en", "fr", "es", "ne", "n", "nen", "zzz", "und"]
    assert len({facets.language_number(language) for language in codes}) == len(codes)
    assert facets.language_number("EN") == facets.language_number("en")
    for odd in ("", "zz1", "très", "abcd"):
        assert facets.language_number(odd) == facets.language_number(facets.NOT_STATED)


def test_code_refuses_a_number_of_the_next_block():
    with pytest.raises(ValueError, match="does not fit"):
        code(Block.SECTOR, facets.BLOCK_SIZE)


@pytest.mark.django_db(transaction=True)
def test_two_editors_of_one_record_lose_neither_change():
    """The second waits for the first, then reads what it wrote; else its row would lack the first one's tag."""
    work, first, second = PublicationFactory(), SectorFactory(), SectorFactory()
    tagged = threading.Event()

    def edit_at_the_same_time():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '20s'")
                SectorTagFactory(publication=work, sector=second)
                tagged.set()
                reindex([work.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as other:
        with transaction.atomic():
            SectorTagFactory(publication=work, sector=first)
            reindex([work.pk])
            done = other.submit(edit_at_the_same_time)
            assert tagged.wait(60)
            with pytest.raises(TimeoutError):
                done.result(timeout=0.3)
        done.result(timeout=60)
    assert {code(Block.SECTOR, first.pk), code(Block.SECTOR, second.pk)} <= codes_of(work)


@pytest.mark.django_db(transaction=True)
def test_record_that_is_tagged_while_its_branch_moves_counts_for_where_it_goes():
    """Who moves the branch waits for who tags by the old rule, and then finds the record."""
    work, branch, mining = PublicationFactory(indexed=True), BranchFactory(), SectorFactory()

    def move():
        try:
            Sector.objects.filter(pk=branch.pk).update(parent=mining)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as other:
        with transaction.atomic():
            SectorTagFactory(publication=work, sector=branch)
            done = other.submit(move)
            with pytest.raises(TimeoutError):
                done.result(timeout=0.3)
        done.result(timeout=60)
    assert code(Block.SECTOR, mining.pk) in codes_of(work)
    assert code(Block.SECTOR, branch.parent_id) not in codes_of(work)


def test_codes_that_the_database_gives_are_those_of_this_code():
    """The numbers of migration 0013 against the facets, for each origin."""
    kinds = Source.Kind
    listed = {kind: SourceFactory(kind=kind) for kind in kinds}
    for in_house, listed_by, origin in (
        (True, [], kinds.IN_HOUSE),
        (True, [kinds.OTHER_ILO], kinds.OTHER_ILO),
        (True, [kinds.OTHER_ILO, kinds.IN_HOUSE], kinds.IN_HOUSE),
        (True, [kinds.CONSTITUENTS], kinds.IN_HOUSE),
        (False, [], kinds.EXTERNAL),
        (False, [kinds.OTHER_ILO], kinds.EXTERNAL),
        (False, [kinds.EXTERNAL, kinds.CONSTITUENTS], kinds.CONSTITUENTS),
    ):
        work = PublicationFactory(in_house=in_house, sources=[listed[kind] for kind in listed_by], indexed=True)
        assert codes_of(work) & {code(Block.SOURCE, number) for number in facets.ORIGINS.values()} == {
            code(Block.SOURCE, facets.ORIGINS[origin])
        }
