import pytest

from groundwork.outbound import OutboundError
from groundwork.outbound.targets import Target


def reason(url: str) -> str:
    with pytest.raises(OutboundError) as caught:
        Target.parse(url)
    assert str(caught.value).endswith(".")
    return caught.value.reason


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG:443/A", "https://example.org/A"),
        ("https://example.org.:8443/", "https://example.org:8443/"),
        ("https://example.org/a b/é?q=é|x#part", "https://example.org/a%20b/%C3%A9?q=%C3%A9%7Cx"),
        ("https://example.org/100%?x=%41", "https://example.org/100%?x=%41"),
        ("https://example.org?x=1", "https://example.org/?x=1"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[2606:4700::1111]:80/", "http://[2606:4700::1111]/"),
    ],
)
def test_address_is_read_as_it_is_asked(url, read):
    assert str(Target.parse(url)) == read


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "gopher://a/", "//a.example/", "a.example", ""]
)
def test_other_schemes_are_refused(url):
    assert reason(url) == "refused-scheme"


@pytest.mark.parametrize(
    "url", ["http://user@a.example/", "http://:word@a.example/", "http://@a.example/", "http://a.example\\@b.example/"]
)
def test_names_and_passwords_in_an_address_are_refused(url):
    assert reason(url) in {"refused-address", "malformed"}


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///path",
        "http://a.example:port/",
        "http://a.example:99999/",
        "http://a.example:0/",
        "http://::1/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://a b.example/",
        "http://a%2eexample/",
        "http://a.example\r\nX: y/",
        "http://a.example/\x00",
        "http://\ud800.example/",
        "http://a℀b.example/",
        "http://" + "ä" * 80 + ".example/",
        "http://a.example/" + "a" * 5_000,
    ],
)
def test_malformed_address_is_refused(url):
    assert reason(url) == "malformed"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://a.example/b"),
        ("c?d", "https://a.example/x/c?d"),
        ("//b.example/", "https://b.example/"),
        ("https://b.example/é", "https://b.example/%C3%A9"),
    ],
)
def test_redirect_is_read_from_where_it_stands(location, target):
    assert str(Target.parse("https://a.example/x/y").redirected(location)) == target


def test_redirect_from_https_to_http_is_refused():
    with pytest.raises(OutboundError) as caught:
        Target.parse("https://a.example/").redirected("http://a.example/")
    assert caught.value.reason == "refused-scheme"
    assert str(Target.parse("http://a.example/").redirected("https://a.example/")) == "https://a.example/"
