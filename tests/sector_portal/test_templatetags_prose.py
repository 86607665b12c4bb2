import pytest

from sector_portal.templatetags.prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two *words*.", "<p>Two <em>words</em>.</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("[ILO](https://www.ilo.org/)", '<p><a href="https://www.ilo.org/" rel="noopener">ILO</a></p>\n'),
        ("[mail](mailto:sector@portal.test)", '<p><a href="mailto:sector@portal.test" rel="noopener">mail</a></p>\n'),
        ("### Heading", "<h3>Heading</h3>\n"),
        ("fish & <chips>", "<p>fish &amp; &lt;chips&gt;</p>\n"),
        ("", ""),
        (None, ""),
    ],
)
def test_prose_is_markdown(text, html):
    assert prose(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,alert)",
        "![x](https://elsewhere.example/pixel.png)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>body{}</style>",
        "# Heading of the page",
    ],
)
def test_prose_drops_what_pages_do_not_style(text):
    html = prose(text)
    for forbidden in ("<script", "<img", "<style", "<h1", 'href="javascript', 'href="data', '<a href="https://x'):
        assert forbidden not in html
