from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from groundwork import tasks
from groundwork.links import LinkCheck, rounds
from tests.factories.sectors import PartnerFactory
from tests.groundwork.outbound.sites import answer, routes, site


@pytest.fixture
def here(monkeypatch):
    """A site that the command takes for the internet."""
    pages = {"there": answer(b""), "gone": answer(b"", status="404 Not Found"), "late": answer(b"", status="503 Away")}
    with site(routes(**pages)) as here:
        check_all = rounds.check_all
        network = here.network()
        monkeypatch.setattr(
            "groundwork.links.check_all", lambda urls, pause: check_all(urls, pause=pause, network=network)
        )
        yield here


def said(*options: str) -> str:
    out = StringIO()
    call_command("check_links", "--pause=0", *options, stdout=out, stderr=StringIO())
    return " ".join(out.getvalue().split())


def test_command_asks_counts_and_goes_on_where_it_stopped(db, here):
    for page in ("there", "gone"):
        PartnerFactory(url=f"{here.url}{page}")
    assert said("--limit=1") in {
        "Links 1 answered 0 refused 0 oversize 0 gone 0 silent",
        "Links 0 answered 0 refused 0 oversize 1 gone 0 silent",
    }
    assert LinkCheck.objects.count() == 1
    said()
    assert set(LinkCheck.objects.values_list("outcome", flat=True)) == {"answered", "gone"}
    assert said() == "Links 0 answered 0 refused 0 oversize 0 gone 0 silent"
    assert said("--again") == "Links 1 answered 0 refused 0 oversize 1 gone 0 silent"


def test_command_says_what_it_left_to_rest(db, here):
    for query in ("", "?2", "?3"):
        PartnerFactory(url=f"{here.url}late{query}")
    assert "2 left for another time, as their sites asked for rest" in said()


def test_hourly_round_without_a_network_blames_nobody(db):
    """No name below .invalid is ever known (RFC 2606), as no name is on a machine that is cut off."""
    for number in range(rounds.TOO_QUIET):
        PartnerFactory(url=f"https://site-{number}.invalid/")
    tasks.check_links(timestamp=0)
    assert not LinkCheck.objects.exists()


def test_command_without_a_network_says_so(db):
    for number in range(rounds.TOO_QUIET):
        PartnerFactory(url=f"https://site-{number}.invalid/")
    with pytest.raises(CommandError, match="this machine seems to be cut off"):
        said()
