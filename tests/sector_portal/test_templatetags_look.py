"""The look's tags, and what its partials promise in the comment at their top."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from meetings.status import WORDS
from sector_portal.templatetags import look

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
PARTIALS = sorted((TEMPLATES / "parts").glob("_*.html"))
STATUS_CODES = [word.code for word in WORDS]
BAR = [{"code": "completed", "label": "Completed", "count": 3, "url": "?status=completed"}] + [
    {"code": code, "label": code, "count": count, "url": f"?status={code}"}
    for code, count in zip(STATUS_CODES[1:], [0, 0, 0, 0, 1, 1196], strict=True)
]


def render(source: str, rf, path: str = "/", **context) -> str:
    return engines["django"].from_string("{% load look %}" + source).render(context, rf.get(path))


def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))


def test_icons_named_in_templates_are_drawn():
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "(\w+)" %}', path.read_text())}

    assert named
    assert named <= symbols()


@pytest.mark.parametrize("code", STATUS_CODES)
def test_status_has_its_icon_pill_and_segment(code):
    stylesheet = (STATIC / "css/status.css").read_text()

    assert code in symbols()
    assert f".st-{code} {{" in stylesheet
    assert f".bar .{code} {{" in stylesheet


def test_pane_corners_are_those_of_the_mark(rf):
    mark = render('{% include "parts/_panes.html" only %}', rf)

    corners = [look.pane_corner(number) for number in range(1, 9)]

    assert re.findall(r"M(\d+ \d+)h11v14", mark) == corners


def test_panes_light_the_group(rf):
    assert '<path class="on" d="M13 17h11' in render('{% include "parts/_panes.html" with lit=6 only %}', rf)
    assert 'class="on"' not in render('{% include "parts/_panes.html" only %}', rf)


def test_segments_draw_no_zero_and_add_up_to_the_whole():
    drawn = look.segments(BAR)

    assert [segment["code"] for segment in drawn] == ["completed", "not_stated", "no_report"]
    assert sum(float(segment["share"].rstrip("%")) for segment in drawn) == pytest.approx(100, abs=0.01)


def test_segments_of_nothing_are_none():
    assert look.segments([{"code": "completed", "count": 0}]) == []


def test_bar_lists_zeros_and_links_every_number(rf):
    html = render(
        '{% include "parts/_follow_up_bar.html" with bar=bar overdue=overdue only %}',
        rf,
        bar=BAR,
        overdue={"count": 2, "url": "?overdue=1"},
    )

    assert html.count("<svg class=") == 3 + 8  # three segments; seven states and the flag have an icon
    assert html.count('<a href="?') == 8
    assert '<b class="num">0</b>' in html
    assert '<b class="num">1,196</b>' in html
    assert 'width="99.667%"' in html


def test_bar_writes_shares_for_svg_in_any_language(rf):
    with translation.override("fr"):
        html = render('{% include "parts/_bar.html" with bar=bar only %}', rf, bar=BAR)

    assert 'width="99.667%"' in html


@pytest.mark.parametrize("number", [1, 2, 3, 30, 59, 60])
def test_page_numbers_fit_a_phone(number):
    numbers = list(look.page_numbers(Paginator(range(1200), 20).page(number)))

    assert len(numbers) <= 7
    assert {1, number, 60} <= set(numbers)


def test_pager_keeps_the_query_and_names_the_neighbours(rf):
    html = render(
        '{% include "parts/_pager.html" with page=page only %}',
        rf,
        "/research/?q=mine&page=2",
        page=Paginator(range(1205), 20).page(2),
    )

    assert '<a rel="prev" href="?q=mine">' in html
    assert '<a rel="next" href="?q=mine&amp;page=3">' in html
    assert "21–40 of 1,205" in html
    assert re.search(r'href="\?q=mine&amp;page=2" aria-label="Page 2" aria-current="page"', html)


def test_pager_of_one_page_is_absent(rf):
    html = render('{% include "parts/_pager.html" with page=page only %}', rf, page=Paginator([1], 20).page(1))

    assert "<nav" not in html


@pytest.mark.parametrize(("ticked", "state"), [(0, '<details class="disc">'), (6, '<details class="disc" open>')])
def test_facet_opens_the_fold_that_holds_a_tick(rf, ticked, state):
    options = [{"value": n, "label": f"Kind {n}", "count": 1000, "checked": n == ticked} for n in range(7)]

    html = render(
        '{% include "parts/_facet.html" with facet=facet only %}',
        rf,
        facet={"name": "kind", "legend": "Kind", "options": options},
    )

    assert state in html
    assert "2 more" in html
    assert html.index("Kind 4") < html.index("<details") < html.index("Kind 5")


def test_hidden_fields_carry_numbers_without_grouping(rf):
    html = render('{% include "parts/_kept.html" with kept=kept only %}', rf, kept=[("year_from", 2006)])

    assert 'value="2006"' in html


def test_part_opens_at_its_anchor_and_counts(rf):
    source = '{% part heading=heading anchor="research" count=1204 %}<p>{{ word }}</p>{% endpart %}'

    html = render(source, rf, heading="A & B", word="<x>")

    assert '<div id="research" class="in"><p>&lt;x&gt;</p></div>' in html
    assert html.count('A &amp; B <span class="n">1,204</span>') == 2


def test_part_without_a_count_shows_none(rf):
    assert 'class="n"' not in render('{% part heading="Links" anchor="links" %}x{% endpart %}', rf)


@pytest.mark.parametrize("path", PARTIALS, ids=lambda path: path.name)
def test_partial_says_what_it_takes(path):
    top = re.match(r"{% comment %}\n(.*?){% endcomment %}", path.read_text(), re.DOTALL)

    assert top, "a partial begins with a comment"
    assert "Context: " in top[1]
    assert f'"parts/{path.name}"' in top[1] or "Used by the tag" in top[1]


def test_templates_hold_no_inline_style_or_script():
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=", path.read_text()), path


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_error_page_needs_no_request_and_no_database(name):
    html = render_to_string(name)

    assert '<a href="/research/">Research</a>' in html
    assert "hreflang" not in html


def test_not_found_page_leads_to_the_last_page(rf):
    context = {"message": "There is no page 99.", "last_page_url": "/research/?page=2"}

    html = render_to_string("404.html", context, rf.get("/research/?page=99"))

    assert '<a href="/research/?page=2">' in html
    assert 'role="search" action="/research/"' in html


def test_bad_request_page_says_what_would_be_right(rf):
    html = render_to_string("400.html", {"message": "“<abc>” is not a year."}, rf.get("/"))

    assert "“&lt;abc&gt;” is not a year." in html


class TestCheck:
    def test_box_says_what_it_gives_and_how_much_of_that_is_suggested(self):
        box = look.check(
            "sector", {"value": "a&b", "label": "<Mining>", "count": 1200, "suggested": 3, "checked": True}
        )
        assert '<input type="checkbox" name="sector" value="a&amp;b" checked>' in box
        assert '&lt;Mining&gt; <span class="sug xs">3 suggested</span>' in box
        assert '<span class="num">1,200<span class="vh"> results</span></span>' in box
        with translation.override("fr"):
            assert "> résultat<" in look.check("sector", {"value": "a", "label": "A", "count": 1})

    def test_box_without_a_number_has_none(self):
        assert "num" not in look.check("tags", {"value": "a", "label": "A"})

    def test_boxes_within_are_folded_until_one_of_them_is_ticked(self):
        inner = {"value": "coal", "label": "Coal", "count": 1, "checked": False}
        option = {"value": "mining", "label": "Mining", "count": 2, "within": [inner]}
        assert '<details class="disc within"><summary>In Mining: 1</summary>' in look.check("sector", option)
        inner["checked"] = True
        assert '<details class="disc within" open>' in look.check("sector", option)
