import ssl

import pytest
import trustme

from groundwork.outbound import Limits, OutboundError, fetch
from groundwork.outbound.network import public_certificates
from tests.groundwork.outbound.sites import HERE, answer, says, site

OK = says(answer(b"ok"))
AUTHORITY = trustme.CA()
PATIENT = Limits(seconds=60)


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def server(*names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(*names).configure_cert(context)
    return context


def asked(name: str, here, certificates=trusting, limits=PATIENT):
    network = here.network(addresses=lambda _host, _port: [HERE], certificates=certificates)
    return fetch(f"https://{name}:{here.port}/", network=network, limits=limits)


def reason(*args, **options) -> str:
    with pytest.raises(OutboundError) as caught:
        asked(*args, **options)
    return caught.value.reason


def test_site_is_known_by_its_name_not_by_its_address():
    with site(OK, tls=server("a.example")) as here:
        assert asked("a.example", here).body == b"ok"
    assert here.names == ["a.example"]
    assert f"Host: a.example:{here.port}" in here.requests[0]


def test_certificate_of_another_name_is_refused():
    with site(OK, tls=server("a.example")) as here:
        assert reason("b.example", here) == "tls"
    assert here.requests == []


def test_certificate_of_an_unknown_authority_is_refused():
    with site(OK, tls=server("a.example")) as here:
        assert reason("a.example", here, certificates=public_certificates) == "tls"


def test_site_without_encryption_is_refused():
    with site(OK) as here:
        assert reason("a.example", here) == "tls"


def test_handshake_that_hangs_is_given_up():
    with site(lambda _connection, here: here.over.wait(10)) as here:
        assert reason("a.example", here, limits=Limits(seconds=0.3)) == "timed-out"


def test_redirect_to_an_address_without_encryption_is_refused():
    redirect = answer(b"", "Location: http://a.example/", status="302 Found")
    with site(says(redirect), tls=server("a.example")) as here:
        assert reason("a.example", here) == "refused-scheme"
