import pytest
from django.http import Http404

from groundwork.cleaning import BadInputError
from groundwork.paging import PageBeyondEndError, page_of
from groundwork.places import Area
from tests.factories.groundwork import AreaFactory


def test_page_is_the_first_unless_another_is_asked_for(rf):
    page = page_of(rf.get("/"), list(range(45)))
    assert (page.number, list(page), page.paginator.num_pages) == (1, list(range(20)), 3)
    assert list(page_of(rf.get("/", {"page": "3"}), list(range(45)))) == list(range(40, 45))
    assert page_of(rf.get("/", {"page": ""}), [1]).number == 1


def test_nothing_is_one_empty_page(rf):
    assert list(page_of(rf.get("/"), [])) == []


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "1000001", "9" * 50, "１"])
def test_page_that_is_no_number_is_refused_with_a_sentence(rf, number):
    with pytest.raises(BadInputError, match=r"is not a page number\. Write a whole number"):
        page_of(rf.get("/", {"page": number}), [1])


def test_page_beyond_the_end_leads_to_the_last_one(rf):
    with pytest.raises(PageBeyondEndError, match="There is no page 4") as beyond:
        page_of(rf.get("/", {"q": "coal", "page": "4"}), list(range(45)))
    assert beyond.value.last_page_query == "q=coal&page=3"
    assert isinstance(beyond.value, Http404)


def test_known_count_is_not_asked_again(rf, db, django_assert_num_queries):
    for _ in range(3):
        AreaFactory()
    with django_assert_num_queries(1):
        page = page_of(rf.get("/"), Area.objects.order_by("pk"), per_page=2, count=3)
        assert (len(page), page.paginator.count, page.has_next()) == (2, 3, True)
