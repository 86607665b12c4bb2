import pytest

from groundwork.outbound import OutboundError, refuse_inside


@pytest.mark.parametrize(
    "url", ["https://www.ilo.org/", "http://8.8.8.8/", "https://ü.example/a?b=c", "https://a.co:443/"]
)
def test_addresses_of_the_public_internet_may_be_entered(url):
    refuse_inside(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "refused-scheme"),
        ("data:text/html,a", "refused-scheme"),
        ("ftp://ftp.example.org/", "refused-scheme"),
        ("http://localhost/", "refused-address"),
        ("http://printer/", "refused-address"),
        ("http://db.internal/", "refused-address"),
        ("http://nas.local/", "refused-address"),
        ("http://127.0.0.1/", "refused-address"),
        ("http://127.1/", "refused-address"),
        ("http://0x7f.0.0.0x1/", "refused-address"),
        ("http://2130706433/", "refused-address"),
        ("http://192.168.1.1/", "refused-address"),
        ("http://[::1]/", "refused-address"),
        ("http://[::ffff:10.0.0.1]/", "refused-address"),
        ("http://www.example.org:8080/", "refused-address"),
        ("http://me:word@www.example.org/", "refused-address"),
        ("http://", "malformed"),
    ],
)
def test_addresses_of_the_inside_are_refused(url, reason):
    with pytest.raises(OutboundError) as refusal:
        refuse_inside(url)
    assert refusal.value.reason == reason
