import datetime as dt
import threading

import pytest
from django.utils import timezone

from groundwork.links import Finding, LinkCheck, NetworkAwayError, check_all, due
from groundwork.links.rounds import AT_ONCE, KEPT_TOGETHER, RECHECK, RECHECK_BROKEN, TOO_QUIET
from groundwork.outbound import Network
from tests.factories.sectors import PartnerFactory
from tests.groundwork.outbound.sites import Site, answer, says, site

pytestmark = pytest.mark.django_db
NAMES = {"addresses": lambda _host, _port: ["127.0.0.1"]}  # every name is this machine's


def partner(url: str) -> str:
    PartnerFactory(url=url)
    return url


def checked(url: str, outcome: str, ago: dt.timedelta) -> str:
    LinkCheck.objects.note([Finding(partner(url), outcome)])
    LinkCheck.objects.filter(url=url).update(checked_at=timezone.now() - ago)
    return url


MOMENT = dt.timedelta(minutes=1)


def test_what_was_asked_recently_is_left_out_and_what_was_broken_is_asked_sooner():
    never = partner("https://never.example/")
    checked("https://fresh.example/", "answered", RECHECK - MOMENT)
    old = checked("https://old.example/", "answered", RECHECK + MOMENT)
    checked("https://broken.example/", "silent", RECHECK_BROKEN - MOMENT)
    broken = checked("https://old-broken.example/", "gone", RECHECK_BROKEN + MOMENT)
    assert due() == [never, old, broken]
    assert len(due(again=True)) == 5
    assert due(limit=2) == [never, old]


def test_of_one_site_only_so_many_are_due_at_once():
    urls = [partner(f"https://one.example/{number}") for number in range(3)]
    other = partner("https://other.example/")
    assert sorted(due(per_site=2)) == sorted([*urls[:2], other])


def test_findings_are_kept_and_counted(django_assert_max_num_queries):
    with site(says(answer(b"")), host="127.0.0.1") as here:
        urls = [f"http://site-{number}.example:{here.port}/" for number in range(KEPT_TOGETHER + 1)]
        with django_assert_max_num_queries(4):  # two notes: of the first KEPT_TOGETHER, of the rest
            found = list(check_all(urls, network=here.network(**NAMES), pause=0))
    assert {finding.url for finding in found} == set(urls)
    assert set(LinkCheck.objects.values_list("url", "outcome")) == {(url, "answered") for url in urls}


def test_sites_are_asked_at_once_and_one_site_in_its_own_time():
    all_here = threading.Barrier(AT_ONCE, timeout=60)
    inside: list[str] = []
    together: list[list[str]] = []

    def conversation(connection, here: Site) -> None:
        host = next(line for line in here.requests[-1].splitlines() if line.startswith("Host:"))
        inside.append(host)
        together.append(list(inside))
        if "/first" in here.requests[-1]:
            all_here.wait()  # passes only if that many sites are asked at once
        inside.remove(host)  # before the answer, after which this site may be asked again
        connection.sendall(answer(b""))

    with site(conversation) as here:
        hosts = [f"http://site-{number}.example:{here.port}" for number in range(AT_ONCE)]
        urls = [f"{host}/{page}" for host in hosts for page in ("first", "second", "third")]
        found = list(check_all(urls, network=here.network(**NAMES), pause=0))
    assert {finding.outcome for finding in found} == {"answered"}
    assert all(len(hosts) == len(set(hosts)) for hosts in together)


def test_the_rest_of_a_site_that_asks_for_rest_is_left():
    with site(says(answer(b"", status="429 Too Many"))) as here:
        urls = [f"{here.url}{number}" for number in range(3)]
        found = list(check_all(urls, network=here.network(), pause=0))
    assert [finding.url for finding in found] == urls[:1]
    assert list(LinkCheck.objects.values_list("url", flat=True)) == urls[:1]


def test_a_round_that_is_broken_off_keeps_what_it_has_and_goes_on_where_it_stopped():
    with site(says(answer(b""))) as here:
        urls = [partner(f"{here.url}{number}") for number in range(5)]
        round_of_checks = check_all(due(), network=here.network(), pause=0)
        first = next(round_of_checks)
        round_of_checks.close()
    assert first.url in set(LinkCheck.objects.values_list("url", flat=True))
    left = set(due())
    assert first.url not in left
    assert left | set(LinkCheck.objects.values_list("url", flat=True)) == set(urls)


def test_fault_of_our_own_is_not_swallowed(monkeypatch):
    from groundwork.links import rounds

    def broken(*_arguments, **_options):
        raise RuntimeError("ours")

    monkeypatch.setattr(rounds, "ask", broken)
    with pytest.raises(RuntimeError, match="ours"):
        list(check_all(["https://a.example/"], pause=0))


def nowhere(_host: str, _port: int) -> list[str]:
    raise OSError("no name is known")


@pytest.mark.parametrize("number", [TOO_QUIET, KEPT_TOGETHER + 1])
def test_where_no_site_can_be_reached_it_is_our_own_network_and_nothing_is_kept(number):
    known = checked("https://site-0.example/", "answered", RECHECK + MOMENT)
    urls = [f"https://site-{place}.example/" for place in range(number)]
    with pytest.raises(NetworkAwayError):
        list(check_all(urls, network=Network(addresses=nowhere), pause=0))
    assert [(row.url, row.outcome) for row in LinkCheck.objects.all()] == [(known, "answered")]


def test_a_single_site_out_of_reach_is_its_own_fault():
    list(check_all(["https://gone.example/"], network=Network(addresses=nowhere), pause=0))
    assert LinkCheck.objects.get().reason == "dns"


def test_sites_out_of_reach_beside_one_that_answers_are_noted():
    def known(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host.startswith("here") else nowhere(host, port)

    with site(says(answer(b"")), host="127.0.0.1") as here:
        urls = [f"http://here.example:{here.port}/", *(f"https://site-{place}.example/" for place in range(4))]
        list(check_all(urls, network=here.network(addresses=known), pause=0))
    assert sorted(LinkCheck.objects.values_list("outcome", flat=True)) == ["answered", *["silent"] * 4]
