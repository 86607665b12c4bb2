"""Facets in memory are what the database says, whoever writes; test_search_exact.py asks a whole process."""

from itertools import product

import pytest
from django.db import connection, transaction

from groundwork.publishing import PublishingState
from research.models import Publication, SearchChange, SearchRow
from research.search.bitmaps import CHANGED_SQL, Bits, forget_old_changes
from research.search.index import reindex
from research.search.query import SearchText
from research.services import set_state
from tests.factories.research import PublicationFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOOK, THESIS = 7_000_011, 7_000_014


@pytest.fixture
def bits(settings):
    settings.SEARCH_IN_MEMORY = True
    return Bits()


def keys(bits, code):
    assert bits.is_current()
    return set(bits.any_of([code]))


def test_follows_what_is_committed(bits):
    book = PublicationFactory(kind="book", indexed=True)
    bits.load()
    assert keys(bits, BOOK) == {book.pk}
    thesis = PublicationFactory(kind="thesis", indexed=True)
    assert keys(bits, THESIS) == {thesis.pk}
    set_state(publication=book, state=PublishingState.ARCHIVED)
    assert keys(bits, BOOK) == set()
    assert set(bits.every) == {thesis.pk}


def test_sees_a_write_that_was_under_way_while_it_loaded(bits):
    work, other = PublicationFactory(kind="book", indexed=True), connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("UPDATE research_searchrow SET facets = %s", [[THESIS]])
        bits.load()
        assert keys(bits, BOOK) == {work.pk}
        other.commit()
        assert keys(bits, BOOK) == set()
        assert keys(bits, THESIS) == {work.pk}
    finally:
        other.close()


def test_remembers_what_a_search_found_until_a_row_changes(bits):
    work = PublicationFactory(title="On coal", date="1990", indexed=True)
    bits.load()
    rows = SearchRow.objects.filter(year=1990)
    for _time in range(2):
        assert bits.is_current()
        assert set(bits.found(rows)) == {work.pk}
    assert len(bits.remembered) == 1
    another = PublicationFactory(title="On copper", date="1990", indexed=True)
    assert bits.is_current()
    assert set(bits.found(rows)) == {work.pk, another.pk}


@pytest.mark.parametrize(
    "typed",
    ["coal", "coals copper", "coal OR mine", "coal -copper", "-coal", "the coal", "mines OR (coal) -mine", "charbon"],
)
def test_common_words_find_what_the_database_finds(bits, typed):
    for language, title in product(("en", "fr", "de"), ("Coal", "Coal and copper", "The mines of coal", "Charbon")):
        PublicationFactory(title=title, language=language, indexed=True)
    bits.load(words=["coal", "copper", "min", "mine", "charbon"])
    PublicationFactory(title="Mines and coals", indexed=True)
    SearchRow.objects.filter(publication__language="de").first().delete()
    assert bits.is_current()
    text = SearchText.parse(typed)
    found = bits.found_by_words(text)
    assert found is not None
    assert set(found) == set(SearchRow.objects.filter(text.condition()).values_list("pk", flat=True))


def test_words_of_titles_follow_what_is_written(bits):
    bits.load(words=["coal", "copper"])
    works = [PublicationFactory(title=title, indexed=True) for title in ("Coal", "Coal on coal", "Ore", "Copper")]
    assert bits.is_current()
    assert {part: list(rows) for part, rows in bits.with_word.items() if part[-1].isdigit()} == {
        "coal 1": [works[0].pk],
        "coal 2": [works[1].pk],
        "copper 1": [works[3].pk],
    }
    with transaction.atomic():
        Publication.objects.filter(pk=works[1].pk).update(title="Coal on copper")
        reindex([works[1].pk])
    works[0].delete()
    assert bits.is_current()
    anew = Bits()
    anew.load(words=["coal", "copper"])
    assert {part: rows for part, rows in bits.with_word.items() if rows} == anew.with_word


def test_what_is_more_than_common_words_is_left_to_the_database(bits):
    PublicationFactory(title="Coal mines", indexed=True)
    bits.load(words=["coal"])
    for typed in ('"coal mines"', "title:coal", "copper"):
        text = SearchText.parse(typed)
        assert bits.found_by_words(text) is None
        assert bits.is_current()
        rows = SearchRow.objects.filter(text.condition())
        assert set(bits.found(rows, text)) == set(rows.values_list("pk", flat=True))


def test_what_a_search_finds_while_rows_change_is_not_remembered(bits):
    bits.load()
    assert bits.is_current()
    bits.remember("asked", lambda: PublicationFactory(indexed=True).pk)
    assert not bits.remembered


def test_words_that_are_loaded_while_it_catches_up_miss_no_row(bits):
    first, later = PublicationFactory(title="On coal", indexed=True), []
    bits.load(words=[])

    def meanwhile(execute, sql, *args):
        if sql == CHANGED_SQL and not later:
            bits.load(words=["coal"])
            later.append(PublicationFactory(title="More coal", indexed=True))
        return execute(sql, *args)

    with connection.execute_wrapper(meanwhile):
        assert bits.is_current()
    assert set(bits.with_word["coal"]) == {first.pk, later[0].pk}


def test_leaves_counting_to_the_database_inside_of_a_transaction_and_after_all_was_emptied(bits):
    bits.load()
    with transaction.atomic():
        assert not bits.is_current()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE research_searchrow")
    assert not bits.is_current()


def test_old_notes_are_forgotten():
    PublicationFactory(indexed=True)
    assert not forget_old_changes()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE research_searchchange SET at = now() - interval '2 days'")
    number = SearchChange.objects.count()
    assert forget_old_changes() == number > 0
    assert not SearchChange.objects.exists()
