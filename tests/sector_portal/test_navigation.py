from django.template.loader import render_to_string
from django.utils import translation

from sector_portal.navigation import address_of, sections, trail


def test_sections_mark_where_the_request_stands(rf):
    here = {section["url"]: (section["current"], section["exact"]) for section in sections(rf.get("/meetings/x/"))}

    assert here == {
        "/sectors/": (False, False),
        "/research/": (False, False),
        "/meetings/": (True, False),
        "/follow-up/": (False, False),
        "/statistics/": (False, False),
        "/practices/": (False, False),
        "/search/": (False, False),
    }


def test_sections_lead_to_pages_of_the_active_language():
    with translation.override("es"):
        assert [section["url"] for section in sections(None)][:2] == ["/es/sectors/", "/es/research/"]


def test_address_of_a_page_that_does_not_exist_is_empty():
    assert address_of("no-such-page") == ""


def test_crumbs_lead_back_through_the_section(rf):
    request = rf.get("/meetings/x/")

    html = render_to_string("parts/_crumbs.html", {"trail": trail(request)})

    assert '<a href="/">Home</a>' in html
    assert '<a href="/meetings/">Meetings</a>' in html
    assert "/research/" not in html


def test_crumbs_lead_back_through_a_way_across_the_sectors(rf):
    request = rf.get("/themes/x/")

    html = render_to_string("parts/_crumbs.html", {"trail": trail(request)})

    assert '<a href="/themes/">Themes</a>' in html
