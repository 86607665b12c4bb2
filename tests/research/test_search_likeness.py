from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from research.models import Contributor, DuplicatePair, MatchKey, Publication
from research.search.index import reindex
from research.search.likeness import find_pairs, matches, stored
from tests.factories.research import OtherIdentifierFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def work(title="Dust in mines and quarries", family="Marx", **fields):
    person, _new = Contributor.objects.get_or_create(family=family, given="A.")
    return PublicationFactory(title=title, contributors=[person], indexed=True, **{"date": "2009"} | fields)


def found(publication):
    (one,) = matches([stored(Publication.objects.filter(pk=publication.pk))[publication.pk]])
    return [(match.publication, match.why, match.score) for match in one]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("isbn", "978-0-8044-2957-3", "0 8044 2957-x"),
        ("handle", "11159/7", "11159/7"),
        ("symbol", "GB.331/ins 5", "gb.331/INS5"),
    ],
)
def test_same_identifier_however_it_is_written_is_exact(field, one, other):
    first, second = work("One", "A", **{field: one}), work("Two", "B", **{field: other})
    assert found(second) == [(first.pk, field, 100)]


def test_identifier_kept_beside_counts():
    first = work("One")
    OtherIdentifierFactory(publication=first, scheme="doi", value="10.1000/old")
    assert found(work("Two", doi="10.1000/old")) == [(first.pk, "doi", 100)]


def test_likely_are_title_year_and_first_author_and_a_contradiction_is_none():
    first = work()
    assert found(work("Dust in Mines & quarries".replace("&", "and"))) == [(first.pk, "title", 100)]
    assert found(work("Dust in mines and quarries: a study"))[0][0] == first.pk
    Publication.objects.exclude(pk=first.pk).delete()
    for fields in ({"date": "2014"}, {"family": "Smith"}, {"kind": "journal-article"}, {"language": "fr"}):
        assert found(work(**fields)) == []


def test_versions_in_other_languages_and_chapters_of_a_book_are_no_duplicates():
    first = work("Report", symbol="GB.331/5", language="en", isbn="978-0-8044-2957-3")
    assert found(work("Rapport", "B", symbol="GB.331/5", language="fr")) == []
    assert found(work("A chapter", "C", isbn="978-0-8044-2957-3", kind="book-chapter")) == []
    assert found(work("Reports", "D", symbol="GB.331/5", language="en")) == [(first.pk, "symbol", 100)]


def test_parts_of_a_work_are_no_duplicates():
    first = work("Dust in mines: Part I")
    assert found(work("Dust in mines: part II")) == []
    assert found(work("Dust in Mines – Part I")) == [(first.pk, "title", 100)]


def test_drafts_are_compared_too_and_keys_follow_the_record():
    draft = work(draft=True)
    assert found(work()) == [(draft.pk, "title", 100)]
    Publication.objects.filter(pk=draft.pk).update(title="Something else")
    reindex([draft.pk])
    assert MatchKey.objects.get(publication=draft).title == "something else"


def test_pairs_are_noted_once_and_stay_decided():
    work()
    second = work()
    told = StringIO()
    call_command("find_duplicates", stdout=told)
    assert "1  new pairs" in told.getvalue()
    DuplicatePair.objects.update(state="different")
    assert find_pairs([second.pk]) == 0
    assert DuplicatePair.objects.get().state == "different"


def test_number_of_queries_is_the_same_for_many():
    works = [work(f"Title {n} of a report", doi=f"10.1000/{n}") for n in range(6)]

    def queries(number):
        likenesses = list(stored(Publication.objects.filter(pk__in=[one.pk for one in works[:number]])).values())
        with CaptureQueriesContext(connection) as asked:
            matches(likenesses)
        return len(asked)

    assert queries(2) == queries(6)
