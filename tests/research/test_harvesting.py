"""Harvests: what changes follows the source, what an editor wrote stays, and no provider can do harm."""

import gzip
import time

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from groundwork.audit import AuditEntry
from groundwork.outbound import Limits
from research import harvesting
from research.harvesting import runs
from research.harvesting.asking import Client as OaiClient
from research.management.commands import harvest as command
from research.models import (
    Contributor,
    DuplicatePair,
    HarvestedRecord,
    HarvestRun,
    OaiProvider,
    Publication,
    SearchRow,
    SourceRecord,
)
from research.search.index import reindex
from research.tasks import harvest_due
from tests.factories.groundwork import AreaFactory
from tests.factories.research import (
    ContributorFactory,
    OaiProviderFactory,
    PublicationFactory,
    SourceFactory,
)
from tests.factories.sectors import SectorFactory
from tests.research.providers import page, provider_of, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return OaiProviderFactory(state_of_new="published")


def run_of(provider: OaiProvider, pages, **options) -> HarvestRun:
    """A whole harvest of a provider that answers so."""
    with provider_of(pages if callable(pages) else lambda _asked: pages) as here:
        provider.address = f"{here.url}oai"
        provider.save()
        *_before, run = harvesting.harvest(provider, network=here.network(), **options)
    return run


def counted(run: HarvestRun) -> dict[str, int]:
    return {name: number for name in command.COUNTED if (number := getattr(run, name))}


class TestRecords:
    def test_new_records_are_published_with_names_and_source_and_found(self, provider):
        run = run_of(
            provider,
            page(
                record(
                    1,
                    "Silica in quarries",
                    creator=["Núñez, Ana", "Labour Institute"],
                    date=["2024-05-06", "2025-01-01T00:00:00Z"],
                    type="info:eu-repo/semantics/workingPaper",
                    language="eng",
                    identifier=["https://other.example/1", "https://doi.org/10.1000/ABC", "ISBN 978-92-2-109563-7"],
                    subject=["dust", "stone", "dust"],
                )
            ),
        )
        assert counted(run) == {"read": 1, "new": 1}
        work = Publication.objects.get()
        assert (work.title, work.kind, str(work.date), work.year) == (
            "Silica in quarries",
            "working-paper",
            "2024-05-06",
            2024,
        )
        assert (work.doi, work.isbn, work.url) == ("10.1000/abc", "978-92-2-109563-7", "https://other.example/1")
        assert (work.language, work.keywords) == ("en", ["dust", "stone"])
        assert [str(one) for one in work.contributions.all()] == ["Ana Núñez", "Labour Institute"]
        assert SourceRecord.objects.get().key == "oai:other:1"
        assert SearchRow.objects.filter(publication=work).exists()

    def test_new_records_wait_for_an_editor_unless_the_provider_is_trusted(self):
        run_of(OaiProviderFactory(), page(record(1, "Silica")))
        assert Publication.objects.get().state == "in_review"
        assert not SearchRow.objects.exists()

    def test_second_harvest_asks_for_changes_alone_and_changes_nothing(self, provider):
        asked = []

        def pages(one):
            return asked.append(one) or page(record(1, "Silica"))

        run_of(provider, pages)
        assert counted(run_of(provider, pages)) == {"read": 1, "unchanged": 1}
        assert [one.get("from") for one in asked] == [None, "2026-11-20T07:50:00Z"]

    def test_changed_field_follows_the_source_and_what_an_editor_wrote_stays(self, provider, client_of, user_with):
        run_of(provider, page(record(1, "Silica", description="Old", publisher="A", creator="Silva, Ana")))
        work = Publication.objects.get()
        Publication.objects.update(title="Silica dust", publisher="B")
        run = run_of(provider, page(record(1, "Silica!", description="New", publisher="A", creator="Silva, Rui")))
        work.refresh_from_db()
        assert counted(run) == {"read": 1, "changed": 1}
        assert (work.title, work.abstract, work.publisher) == ("Silica dust", "New", "B")
        assert [str(one) for one in work.contributions.all()] == ["Rui Silva"]
        held = HarvestedRecord.objects.get()
        assert harvesting.undecided(held) == [("title", "Silica dust", "Silica!")]
        assert counted(
            run_of(provider, page(record(1, "Silica!", description="New", publisher="A", creator="Silva, Rui")))
        ) == {
            "read": 1,
            "unchanged": 1,
        }

        editor = client_of(user_with("editor"))
        address = reverse("admin:research_harvestedrecord_change", args=[held.pk])
        shown = editor.get(address).text
        assert "Silica dust" in shown
        assert "Silica!" in shown
        assert "with differences to take or to leave" in editor.get(reverse("admin:index")).text
        assert editor.post(address, {"take": ["title"]}).status_code == 302
        work.refresh_from_db()
        held.refresh_from_db()
        assert (work.title, held.offered) == ("Silica!", {})
        assert work.search_row.title_key == "silica"

    def test_difference_that_is_left_is_not_offered_again_until_the_source_speaks(self, provider, user_with):
        run_of(provider, page(record(1, "Silica")))
        Publication.objects.update(title="Ours")
        run_of(provider, page(record(1, "Theirs")))
        held = HarvestedRecord.objects.get()
        harvesting.leave(held, ["title"], by=user_with("editor"))
        run_of(provider, page(record(1, "Theirs")))
        held.refresh_from_db()
        assert held.offered == {}
        run_of(provider, page(record(1, "Theirs, revised")))
        held.refresh_from_db()
        assert held.offered == {"title": "Theirs, revised"}
        assert Publication.objects.get().title == "Ours"

    def test_work_that_is_here_already_is_linked_and_only_what_it_lacks_is_added(self, provider):
        work = PublicationFactory(title="Our title", doi="10.1000/abc", publisher="", date="2020", indexed=True)
        run = run_of(provider, page(record(1, "Their title", identifier="doi:10.1000/ABC", publisher="A", date="2021")))
        work.refresh_from_db()
        assert counted(run) == {"read": 1, "duplicate": 1}
        assert (work.title, work.publisher, str(work.date)) == ("Our title", "A", "2020")
        assert work.source_records.get().source == provider.source
        assert HarvestedRecord.objects.get().offered == {}

    def test_likely_duplicate_is_new_and_goes_to_the_worklist(self, provider):
        old = PublicationFactory(
            title="Silica dust in quarries", date="2024", contributors=[ContributorFactory(family="Silva")]
        )
        reindex([old.pk])
        told = record(1, "Silica dust in quarries", date="2024", creator="Silva, Ana", type="report")
        assert counted(run_of(provider, page(told))) == {"read": 1, "new": 1}
        pair = DuplicatePair.objects.get()
        assert {pair.first_id, pair.second_id} == set(Publication.objects.values_list("pk", flat=True))

    def test_tags_follow_the_source_until_an_editor_tags_and_then_are_offered(self, provider):
        mining, oil = SectorFactory(name="Mining"), SectorFactory(name="Oil and gas")
        chile, peru = AreaFactory(name="Chile"), AreaFactory(name="Peru")
        run_of(provider, page(record(1, "Silica", coverage="Chile")))
        work = Publication.objects.get()
        work.sector_tags.create(sector=oil)
        run_of(provider, page(record(1, "Silica", coverage="Peru")))
        assert [str(one) for one in work.area_tags.all()] == ["Peru"]

        work.area_tags.update(area=chile, provenance="editor")
        run_of(provider, page(record(1, "Silica", coverage=["Peru", mining.name, "Nowhere"])))
        assert [str(one) for one in work.area_tags.all()] == ["Chile"]
        run_of(provider, page(record(1, "Silica", coverage=["Bolivia", "Chile", "Peru"])))
        held = HarvestedRecord.objects.get()
        assert harvesting.undecided(held) == [("areas", ["Chile"], ["Chile", "Peru"])]
        harvesting.take(held, ["areas"], by=None)
        assert {one.area: one.provenance for one in work.area_tags.all()} == {chile: "editor", peru: "source"}

        run_of(provider, page(record(1, "Silica")))
        held.refresh_from_db()
        assert held.offered == {"areas": None}
        assert work.area_tags.count() == 2
        assert [str(one) for one in work.sector_tags.all()] == ["Oil and gas"]

    def test_doi_of_another_publication_is_never_taken_from_it(self, provider):
        PublicationFactory(doi="10.1000/abc")
        run_of(provider, page(record(1, "Silica", identifier="doi:10.1000/xyz")))
        run_of(provider, page(record(1, "Silica", identifier="doi:10.1000/abc")))
        assert sorted(Publication.objects.values_list("doi", flat=True)) == ["10.1000/abc", "10.1000/xyz"]
        assert HarvestedRecord.objects.get().offered == {"doi": "10.1000/abc"}

    def test_what_cannot_be_taken_is_refused_with_its_reason_and_the_rest_is_taken(self, provider):
        doi = {"identifier": "doi:10.1000/abc"}
        run = run_of(provider, page(record(1, " "), record(2, "Silica", **doi), record(3, "Same", **doi)))
        assert counted(run) == {"read": 3, "new": 1, "refused": 2}
        refusals = HarvestedRecord.objects.exclude(refusal="").order_by("identifier")
        assert [one.refusal for one in refusals] == ["It has no title.", "It has the DOI of oai:other:2."]


class TestDeletions:
    @pytest.fixture
    def eleven(self, provider):
        run_of(provider, page(*(record(number, f"Silica {number}") for number in range(11))))
        return list(Publication.objects.order_by("title"))

    def test_few_are_withdrawn_at_once(self, provider, eleven):
        assert counted(run_of(provider, page(record(3)))) == {"read": 1, "deleted": 1}
        gone = Publication.objects.get(state="archived")
        assert gone.title == "Silica 3"
        assert not SearchRow.objects.filter(publication=gone).exists()
        assert counted(run_of(provider, page(record(3)))) == {"read": 1, "unchanged": 1}

    def test_more_than_a_tenth_wait_for_a_yes(self, provider, eleven, client_of, user_with):
        run = run_of(provider, page(record(3), record(4)))
        assert run.state == HarvestRun.State.WAITING
        assert not Publication.objects.filter(state="archived").exists()
        editor = client_of(user_with("editor"))
        assert "deletions that wait for a yes" in editor.get(reverse("admin:index")).text
        assert "Silica 4" in editor.get(reverse("admin:research_harvestrun_change", args=[run.pk])).text
        sent = {"action": "withdraw_deleted", "_selected_action": [run.pk]}
        assert editor.post(reverse("admin:research_harvestrun_changelist"), sent).status_code == 302
        assert Publication.objects.filter(state="archived").count() == 2
        assert AuditEntry.objects.filter(verb="withdraw").count() == 2

    def test_a_no_keeps_them(self, provider, eleven, user_with):
        run = run_of(provider, page(record(3), record(4)))
        harvesting.keep(run, by=user_with("editor"))
        assert HarvestedRecord.objects.alive().count() == 11
        assert Publication.objects.filter(state="published").count() == 11

    def test_what_another_source_lists_too_stays(self, provider, eleven):
        SourceRecord.objects.create(publication=eleven[3], source=SourceFactory(), key="other")
        run_of(provider, page(record(eleven[3].title.split()[-1])))
        eleven[3].refresh_from_db()
        assert eleven[3].state == "published"
        assert not eleven[3].source_records.filter(source=provider.source).exists()

    def test_record_that_comes_back_is_shown_again(self, provider, eleven):
        run_of(provider, page(record(3)))
        run_of(provider, page(record(3, "Silica 3")))
        assert Publication.objects.get(title="Silica 3").state == "published"

    def test_harvest_of_all_finds_what_the_source_never_said_was_gone(self, provider, eleven):
        all_but_one = page(*(record(number, f"Silica {number}") for number in range(10)))
        assert counted(run_of(provider, all_but_one, anew=True)) == {"read": 10, "unchanged": 10, "deleted": 1}
        assert Publication.objects.get(state="archived").title == "Silica 10"


class TestBrokenOff:
    PAGES = {
        None: page(record(1, "One"), token="a", size=3),
        "a": page(record(2, "Two"), token="b", size=3),
        "b": page(record(3, "Three"), size=3),
    }

    def test_goes_on_from_the_page_it_had_reached(self, provider):
        asked = []
        with provider_of(lambda one: asked.append(one.get("resumptionToken")) or self.PAGES[asked[-1]]) as here:
            provider.address = f"{here.url}oai"
            provider.save()
            harvest = harvesting.harvest(provider, network=here.network())
            next(harvest)
            harvest.close()  # killed
            assert HarvestRun.objects.get().state == HarvestRun.State.RUNNING
            *_pages, run = harvesting.harvest(provider, network=here.network())
        assert asked == [None, "a", "b"]
        assert (run.pk, run.pages, run.size, run.state) == (HarvestRun.objects.get().pk, 3, 3, HarvestRun.State.DONE)
        assert counted(run) == {"read": 3, "new": 3}

    def test_page_that_fails_is_not_half_written_and_is_asked_again(self, provider):
        broken = {**self.PAGES, "a": page(record(2, "Two"), "<record><header/></record>", token="b")}
        with pytest.raises(harvesting.HarvestError, match="no identifier"):
            run_of(provider, lambda one: broken[one.get("resumptionToken")])
        assert list(Publication.objects.values_list("title", flat=True)) == ["One"]
        run = run_of(provider, lambda one: self.PAGES[one.get("resumptionToken")])
        assert counted(run) == {"read": 3, "new": 3}

    def test_token_that_has_expired_begins_the_list_anew(self, provider):
        with pytest.raises(harvesting.HarvestError):
            run_of(provider, lambda one: b"" if one.get("resumptionToken") else self.PAGES[None])
        expired = '<error code="badResumptionToken">Expired</error>'
        pages = {None: page(*(record(number, f"No. {number}") for number in (1, 2, 3)))}
        run = run_of(provider, lambda one: pages.get(one.get("resumptionToken"), expired))
        assert counted(run) == {"read": 3, "new": 2, "changed": 1}

    def test_two_at_once_are_one(self, provider):
        with provider_of(lambda _one: self.PAGES[None]) as here, runs._alone(provider):
            other = runs.connection.copy()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [runs.LOCK, provider.pk])
                assert cursor.fetchone() == (False,)
            other.close()
            assert here.requests == []


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><OAI-PMH>&b;</OAI-PMH>'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (BOMB, "declares a document type"),
        ('<?xml version="1.0"?><OAI-PMH>' + "<a>" * 200_000, "no XML that can be read"),
        ('<?xml version="1.0"?><html/>', "does not answer as OAI-PMH"),
        ('<error code="badArgument">No such set</error>', "badArgument: No such set"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
            "not name a port|not a site of the public",
        ),
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "HTTP status 500"),
        (OK + b"Content-Length: 10000000000\r\n\r\n" + b" " * 300_000, "larger than is read|hung up|cannot be read"),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * 50_000_000), "larger than is read"),
        (b"", "does not answer, or hung up|cannot be read"),
        (page(token="same"), "goes round in a circle"),
        (page(record(1, "One"), token="same"), "goes round in a circle"),
    ],
    ids=["entities", "deep", "no OAI", "error", "redirect", "status", "10 GB", "gzip bomb", "hang up", "empty", "loop"],
)
def test_harm_is_refused_in_words_and_the_run_says_so(provider, answer, said):
    begun = time.monotonic()
    with pytest.raises(harvesting.HarvestError, match=said):
        run_of(provider, lambda _asked: answer)
    assert time.monotonic() - begun < 60
    run = HarvestRun.objects.get()
    assert run.state == HarvestRun.State.FAILED
    assert run.problem
    provider.refresh_from_db()
    assert provider.next_at > timezone.now()


def test_peer_that_hangs_is_given_up():
    with provider_of(lambda _asked: time.sleep(3) or "") as here:
        client = OaiClient(f"{here.url}oai", here.network(), Limits(seconds=0.5))
        with pytest.raises(harvesting.HarvestError, match="too long"):
            client.next_page("token")


class TestSources:
    def test_address_inside_is_refused_in_the_workplace(self, client_of, user_with):
        editor = client_of(user_with("editor"))
        sent = {"source": SourceFactory().pk, "prefix": "oai_dc", "state_of_new": "in_review", "is_active": "on"}
        sent |= {"next_at_0": "2026-01-01", "next_at_1": "00:00"}
        address = reverse("admin:research_oaiprovider_add")
        inside = editor.post(address, sent | {"address": "http://10.0.0.1/oai"})
        assert "not a site of the public internet" in inside.text
        assert (
            editor.post(address, sent | {"address": "https://other.example.org/oai?verb=Identify"}).status_code == 302
        )
        assert OaiProvider.objects.get().address == "https://other.example.org/oai"

    def test_each_due_provider_has_a_job_of_its_own_and_only_one(self):
        due = [OaiProviderFactory(every="day"), OaiProviderFactory(every="hour")]
        OaiProviderFactory()  # by hand
        OaiProviderFactory(every="day", is_active=False)
        OaiProviderFactory(every="day", next_at=timezone.now() + timezone.timedelta(hours=1))
        harvest_due(0)
        harvest_due(1)
        from procrastinate.contrib.django.models import ProcrastinateJob

        jobs = ProcrastinateJob.objects.filter(task_name="research.tasks.harvest_provider")
        assert sorted(job.args["provider_id"] for job in jobs) == [one.pk for one in due]


class TestCommand:
    @pytest.fixture
    def asks(self, monkeypatch):
        """The command asks the internet; here, the sites of the test too."""

        def asks(here):
            harvest = harvesting.harvest
            monkeypatch.setattr(
                command.harvesting, "harvest", lambda one, **options: harvest(one, network=here.network(), **options)
            )

        return asks

    def test_one_source_that_fails_leaves_the_others_on_time(self, asks, capsys):
        with provider_of(lambda _asked: page(record(1, "Silica"))) as here:
            asks(here)
            OaiProviderFactory(address="http://10.0.0.1/oai", source__name="Away")
            OaiProviderFactory(address=f"{here.url}oai")
            with pytest.raises(CommandError, match="Away: ") as failed:
                call_command("harvest")
        assert failed.value.returncode == 1
        assert "1  new" in capsys.readouterr().out
        assert Publication.objects.count() == 1

    def test_dry_run_counts_and_keeps_nothing(self, asks, capsys):
        with provider_of(lambda _asked: page(record(1, "Silica"))) as here:
            asks(here)
            provider = OaiProviderFactory(address=f"{here.url}oai")
            call_command("harvest", provider.source.slug, dry_run=True)
        assert "1  new" in capsys.readouterr().out
        assert not Publication.objects.exists()
        assert not HarvestRun.objects.exists()

    def test_exit_code_says_that_deletions_wait(self, asks, provider):
        run_of(provider, page(record(1, "Silica")))
        with provider_of(lambda _asked: page(record(1))) as here:
            asks(here)
            OaiProvider.objects.update(address=f"{here.url}oai")
            with pytest.raises(CommandError) as waits:
                call_command("harvest")
        assert waits.value.returncode == 3

    def test_no_provider_is_said_to_be_none(self):
        with pytest.raises(CommandError, match="There is no active provider"):
            call_command("harvest", "nowhere")


def test_portal_harvested_by_itself_has_equal_records(settings):
    """All pages of the provider are kept, the records are forgotten, and harvested from these pages."""
    mining, chile = SectorFactory(name="Mining"), AreaFactory(name="Chile")
    for number in range(120):
        PublicationFactory(
            title=f"Silica “{number}” <b>",
            abstract="First.\n\nSecond." if number % 2 else "",
            date=["2024", "2024-05", "2024-05-06", ""][number % 4] or None,
            kind=Publication.Kind.values[number % 16],
            kind_as_given="As given" if number % 3 else "",
            contributors=[ContributorFactory(), ContributorFactory(given="")],
            sectors=[mining] if number % 2 else [],
            areas=[chile] if number % 5 == 0 else [],
            doi=f"10.1000/{number}" if number % 2 else None,
            symbol=f"GB.{number}/1" if number % 7 == 0 else "",
            isbn="978-92-2-109563-7",
            keywords=["dust", "stone"],
            container="Journal",
            volume="12",
            issue="3–4",
            pages="45–67",
            series="Series 1",
            url=f"https://other.example/{number}",
            language=["en", "fr", ""][number % 3],
        )
    reindex(Publication.objects.values_list("pk", flat=True))
    pages, before = _pages_of_the_provider()
    assert len(before) == 120
    Publication.objects.all().delete()
    Contributor.objects.all().delete()
    provider = OaiProviderFactory(prefix="mods", state_of_new="published")
    run = run_of(provider, lambda asked: pages[asked.get("resumptionToken")])
    assert counted(run) == {"read": 120, "new": 120}
    _pages, after = _pages_of_the_provider()
    assert sorted(after) == sorted(before)


def _pages_of_the_provider() -> tuple[dict[str | None, str], list[bytes]]:
    """Its answers by token, and each record's MODS without the number and address that a portal gives it."""
    pages, records, token = {}, [], None
    while token != "":
        asked = {"resumptionToken": token} if token else {"metadataPrefix": "mods"}
        body = Client().get("/oai", {"verb": "ListRecords"} | asked).content
        pages[token] = body.decode()
        root = etree.fromstring(body)
        for mods in root.iter("{http://www.loc.gov/mods/v3}mods"):
            for own in mods.xpath("*[local-name()='recordInfo'] | *[*[@usage='primary']]"):
                mods.remove(own)
            records.append(etree.tostring(mods, method="c14n"))
        token = root.findtext(".//{*}resumptionToken") or ""
    return pages, records
