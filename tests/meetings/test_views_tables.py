import csv
import io
from http import HTTPStatus

import pytest
from django.core.management import call_command

from tests.factories.meetings import OutcomeFactory, ReviewFactory

pytestmark = pytest.mark.django_db
TABLES = "/follow-up/tables/"


def of_review(**fields):
    return OutcomeFactory(meeting=None, review=ReviewFactory(**fields))


def test_page_shows_the_table_with_merged_cells_headings_and_notes(client):
    call_command("load_reviews")
    page = client.get(f"{TABLES}2012-independent-evaluation/")
    assert page.text.count('rowspan="2"') == 2
    assert "For 1 and 2 together" in page.text
    assert "Whether this report answers this point is uncertain." in page.text
    second = client.get(f"{TABLES}2015-brainstorming/").text
    assert 'scope="rowgroup">Coherence and alignment' in second
    assert "<b>" not in second.partition("<tbody>")[2].partition("</tbody>")[0]  # no status was printed, so none is


def test_several_sources_stand_in_the_order_chosen_for_one_session(client):
    one, two = of_review(title="First review", slug="one"), of_review(title="Second review", slug="two")
    body = client.get(f"{TABLES}?source=two&source=one&session=GB.328").text.partition("<main")[2]
    assert body.index(two.text) < body.index(one.text)
    assert "GB.328" in body
    assert "/follow-up/tables.docx?source=two&amp;source=one&amp;session=GB.328" in body


def test_choice_lists_every_source(client):
    of_review(title="First review", slug="one")
    body = client.get(TABLES).text
    assert "/follow-up/tables/one/" in body


def test_csv_has_a_row_for_each_pair(client):
    call_command("load_reviews")
    for slug, pairs in (("2012-independent-evaluation", 11), ("2015-brainstorming", 13)):
        body = client.get(f"{TABLES}{slug}.csv?as_at=2016-10-04").text.removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(body)))
        assert (len(rows), rows[0]["as_at"]) == (pairs, "2016-10-04")
    assert {row["status"] for row in rows} == {"not_stated"}


def test_unknown_source_is_said_on_the_page_and_refused_in_files(client):
    of_review(slug="one")
    page = client.get(f"{TABLES}?source=one&source=nope")
    assert page.status_code == HTTPStatus.OK
    assert "there is no “nope”" in page.text
    for kind in ("docx", "csv"):
        assert client.get(f"/follow-up/tables.{kind}?source=one&source=nope").status_code == HTTPStatus.BAD_REQUEST
        assert client.get(f"/follow-up/tables.{kind}").status_code == HTTPStatus.BAD_REQUEST
        assert client.get(f"{TABLES}nope.{kind}").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{TABLES}nope/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("query", ["as_at=today", "as_at=2016-13", "&".join(f"source=s{n}" for n in range(21))])
def test_malformed_input_is_refused_in_words(client, query):
    assert client.get(f"{TABLES}?{query}").status_code == HTTPStatus.BAD_REQUEST


def test_draft_source_is_not_there(client):
    OutcomeFactory(meeting=None, review=ReviewFactory(slug="hidden", draft=True))
    assert client.get(f"{TABLES}hidden/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_constant(client, rows, django_assert_max_num_queries):
    review = ReviewFactory(slug="one")
    for _ in range(rows):
        OutcomeFactory(meeting=None, review=review)
    with django_assert_max_num_queries(10):
        client.get(f"{TABLES}one/")
