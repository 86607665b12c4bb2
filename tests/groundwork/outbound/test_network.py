"""Which sites are reached at all. The names are answered by functions given as the network, the rest is real."""

import threading

import pytest

from groundwork.outbound import Limits, Network, OutboundError, fetch
from tests.groundwork.outbound.sites import HERE, answer, says, site

OK = says(answer(b"ok"))
QUICK = Limits(seconds=0.3)
FORMS = """
127.0.0.1 127.1 2130706433 0x7f.1 0x7f000001 0177.0.0.1 017700000001 0 0.0.0.0 localhost LOCALHOST localhost.
127.0.0.1. １２７.0.0.1 ①②⑦.0.0.1 127。0。0。1 10.0.0.1 0xa000001 169.254.169.254 2852039166 100.100.100.200
168.63.129.16 192.168.1.1 [::1] [::] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1]
[64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [2001:0:7f00:1::] [fc00::1] [fe80::1] [ff02::1]
"""  # of inside addresses


def reason(url: str, **options) -> str:
    with pytest.raises(OutboundError) as caught:
        fetch(url, **options)
    assert str(caught.value).endswith(".")
    return caught.value.reason


@pytest.mark.parametrize(
    "host",
    FORMS.split(),
)
def test_no_form_of_an_inside_address_is_asked(host):
    assert reason(f"http://{host}/") == "refused-address"


@pytest.mark.parametrize("url", ["http://1.1.1.1:22/", "http://1.1.1.1:8080/", "http://1.1.1.1:5432/"])
def test_other_ports_are_refused(url):
    assert reason(url) == "refused-address"


def test_name_with_one_inside_address_among_others_is_refused():
    with site(OK) as here:
        network = here.network(addresses=lambda _host, _port: [HERE, "10.0.0.1"])
        assert reason(f"http://a.example:{here.port}/", network=network) == "refused-address"
    assert here.requests == []


def test_name_that_changes_its_mind_is_asked_once_and_believed_once():
    changing = [[HERE], ["127.0.0.2"]]
    with site(OK) as here, site(OK, host="127.0.0.2", port=here.port) as inside:
        network = here.network(addresses=lambda _host, _port: changing.pop(0))
        assert fetch(f"http://a.example:{here.port}/", network=network).body == b"ok"
    assert (changing, len(here.requests), inside.requests) == ([["127.0.0.2"]], 1, [])


def test_next_address_is_tried_where_one_is_dead():
    with site(OK) as here:
        network = here.network(permits=lambda _address: True, addresses=lambda _host, _port: ["127.0.0.3", HERE])
        assert fetch(f"http://a.example:{here.port}/", network=network).body == b"ok"


def test_name_is_asked_for_in_its_ascii_form_and_sent_as_host():
    asked = []
    with site(OK) as here:
        network = here.network(addresses=lambda host, _port: asked.append(host) or [HERE])
        fetch(f"http://Bücher.Example:{here.port}/", network=network)
    assert asked == ["xn--bcher-kva.example"]
    assert f"Host: xn--bcher-kva.example:{here.port}" in here.requests[0]


def fails(error: Exception):
    def addresses(_host: str, _port: int) -> list[str]:
        raise error

    return addresses


@pytest.mark.parametrize("addresses", [fails(OSError()), fails(UnicodeError()), lambda _host, _port: []])
def test_name_that_nobody_has_is_said(addresses):
    assert reason("http://a.example/", network=Network(addresses=addresses)) == "dns"


def test_label_too_long_for_any_name_is_said():
    assert reason(f"http://{'a' * 64}.example/") == "dns"


def test_resolver_that_hangs_is_given_up():
    over = threading.Event()
    network = Network(addresses=lambda _host, _port: [str(over.wait(3))])
    assert reason("http://a.example/", network=network, limits=QUICK) == "timed-out"
    over.set()


def test_port_that_nobody_serves_is_said():
    with site(OK) as here:
        pass
    assert reason(here.url, network=here.network()) == "connection"
