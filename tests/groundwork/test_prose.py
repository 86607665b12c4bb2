"""Text with marks: cleaned on every path, out in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwork.prose import as_html, as_markdown, clean_prose
from sectors.models import SectorPage
from tests.factories.sectors import SectorPageFactory

# What the editor makes, and what is kept of it
WRITTEN = [
    ("<p>One <strong>two</strong> <em>three</em></p>", "One **two** *three*"),
    ("<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>", "- a\n  - b\n- c"),
    ("<ol><li><p>x</p></li><li><p>y</p></li></ol>", "1. x\n2. y"),
    ("<h3>Head</h3><p>a<br>b</p><blockquote><p>q</p></blockquote>", "### Head\n\na\\\nb\n\n> q"),
    ('<p><a href="/sectors/mining/">Mining</a></p>', "[Mining](/sectors/mining/)"),
    ("<p>2 * 3 * 4, a_b_c, 1. no list, &lt;b&gt;</p>", "2 \\* 3 \\* 4, a\\_b\\_c, 1. no list, \\<b>"),
]
# What is pasted or sent by others
FOREIGN = [
    ('<p class="MsoNormal" style="color:red">Text<o:p></o:p></p>', "Text"),
    ("<h1>Title</h1><p><b>bold</b> <i>x</i> <u>under</u></p>", "### Title\n\n**bold** *x* under"),
    ("<p>a<script>alert(1)</script><style>p{}</style></p>", "a"),
    ('<p><a href="javascript:alert(1)" onclick="x()">a</a><img src="x" onerror="y()"></p>', "a"),
]


@pytest.mark.parametrize(("html", "text"), WRITTEN + FOREIGN)
def test_html_becomes_markdown_of_our_marks(html, text):
    assert as_markdown(html) == text


@pytest.mark.parametrize(("html", "text"), WRITTEN)
def test_what_was_written_is_shown(html, text):
    assert as_html(text).replace("\n", "") == html.replace("<li><p>", "<li>").replace("</p></li>", "</li>").replace(
        "</p><ul>", "<ul>"
    ).replace('/">', '/" rel="noopener">')


@given(st.text(max_size=60))
def test_cleaning_again_changes_nothing(text):
    once = clean_prose(text)
    assert clean_prose(once) == once


@given(st.text(alphabet="ab *_-+#>`[]()!\\1.\n<&~=", max_size=40))
def test_any_words_of_the_editor_are_shown_as_they_are(words):
    line = " ".join(words.split())
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = as_html(as_markdown(f"<p>{escaped}</p>"))
    assert shown == (f"<p>{escaped}</p>\n" if line else "")


@pytest.mark.django_db
def test_field_cleans_whichever_way_a_text_comes():
    page = SectorPageFactory(overview_en='<p onclick="x">Saved <b>text</b>\x00</p>')
    assert page.overview_en == "Saved **text**"
    SectorPage.objects.update(overview_en="<p>Updated</p>")
    page.refresh_from_db()
    assert page.overview_en == "Updated"
    page.overview_en = "<p>In bulk</p>\r\n"
    SectorPage.objects.bulk_update([page], ["overview_en"])
    page.refresh_from_db()
    assert page.overview_en == "In bulk"
