"""The benchmark asks what it says it asks. How fast the answers are is no matter of tests."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from groundwork.staging import StagedFile
from indicators.models import Observation
from meetings.models import Outcome
from research.exports.files import FORMATS
from research.models import Publication, SearchRow, SearchWord
from research.oai import answers
from research.search.index import reindex
from sector_portal.benchmark import corpus, figures, follow_up, naive, outlets, peers, processes, records, report
from sector_portal.benchmark.faults import WELL_AGAIN, Watch, summary
from sector_portal.benchmark.imports import record_costs
from sector_portal.benchmark.searches import SEARCHES
from sector_portal.benchmark.statistics import statistics_costs
from sector_portal.benchmark.visitors import NO_ANSWER, Answer, Page, Visitor
from tests import databases
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityMappingFactory, ObservationFactory
from tests.factories.meetings import OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory, ThemeFactory


@pytest.mark.django_db(transaction=True)
def test_command_prints_ratios_of_every_kind_and_class():
    sector = SectorFactory()
    OutcomeFactory()
    PublicationFactory(title="Evidence on seafarers", abstract="Text.", sectors=[sector], indexed=True)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "bench", "--seconds", "0.1", "--searching", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": databases.address(connection.settings_dict)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["records"], found["unexpected_answers"]) == (1, {})
    assert set(found["pages_to_static"]) == {f"{kind} {status}" for kind in figures.KINDS for status in (200, 304)}
    assert set(found["cost_of_304_to_200"]) == set(figures.KINDS)
    assert set(found["searches_to_rare_p50"]) == set(SEARCHES)
    assert found["searches_to_rare_p50"]["rare"]["p50"] == 1
    assert all(ratio > 0 for ratio in found["pages_to_static"].values())


@pytest.mark.django_db
def test_imports_are_weighed_and_leave_nothing_behind():
    found = record_costs(3)
    assert set(found["steps"]) == {"look through", "import"}
    assert not Publication.objects.exists()
    assert not StagedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outlets_give_every_record_and_ask_the_database_as_much_for_the_last_page(live_server, monkeypatch):
    monkeypatch.setattr(answers, "PER_PAGE", 2)
    for _ in range(3):
        PublicationFactory(sectors=[SectorFactory()], indexed=True)
    found = outlets.costs_at(live_server.thread.port)
    assert {ending: one["records"] for ending, one in found["exports"].items()} == dict.fromkeys(FORMATS, 3)
    for one in found["oai"].values():
        assert (one["records"], one["pages"]) == (3, 2)
        assert one["last_page_queries"] <= one["first_page_queries"]


@pytest.mark.django_db
@pytest.mark.parametrize("search", [search for searches in SEARCHES.values() for search in searches])
def test_search_is_one_that_the_page_understands(search):
    assert Client().get(f"/research/?{search}").status_code == 200


def test_times_are_related_to_the_median_of_rare_searches():
    times = {"rare": [1.0, 2.0, 3.0], "common": [4.0] * 20}
    assert figures.relative_times(times)["common"] == {"p50": 2.0, "p95": 2.0}


def test_unexpected_answers_are_counted():
    unexpected = Counter()
    figures.note_unexpected(unexpected, "home", [Answer(200, 0.1), Answer(503, 0.1), Answer(503, 0.2)], 200)
    assert unexpected == {"home: 503": 2}


def test_visitor_who_gets_no_answer_says_so():
    with closing(Visitor(port=1)) as visitor:
        assert visitor.ask(Page("/")).status == NO_ANSWER


def test_what_should_never_be_is_counted():
    bad = Answer(503, 2.0, body=b"<pre>Traceback (most recent call last)")
    assert summary([Answer(200, 0.5), bad, Answer(NO_ANSWER, 30.0)]) == {
        "answers": {"0": 1, "200": 1, "503": 1},
        "longest_seconds": 30.0,
        "503_without_retry_after": 1,
        "pages_with_a_traceback": 1,
    }


def test_portal_that_does_not_recover_is_told(monkeypatch):
    monkeypatch.setattr("sector_portal.benchmark.faults.WELL_AGAIN", 0.1)
    assert WELL_AGAIN > 1
    watch = Watch()
    watch.answers["continued"] += [Answer(200, 0.1)] * 4 + [Answer(503, 2.0)]
    assert watch.until_well("continued") is None


def test_statistics_are_asked_at_few_and_at_many_rows_and_nothing_stays(db):
    AreaFactory(code="mex")
    ActivityMappingFactory(activity__code="F")
    kept = ObservationFactory()

    found = statistics_costs(indicators=3, places=1, rounds=1)

    assert found["observations"] == {"few": 40, "many": 120}
    assert set(found["cost_of_many_to_few"]) == {
        "all that the explorer's page asks",
        "its lines",
        "gap matrix of one indicator",
    }
    assert Observation.objects.get() == kept


def test_follow_up_over_many_outcomes_takes_as_many_queries_as_over_few_and_leaves_nothing(db, monkeypatch, tmp_path):
    monkeypatch.setattr(follow_up, "FEW", 60)
    monkeypatch.setattr(follow_up, "TIMES", 1)
    SectorFactory(slug="mining")
    file = tmp_path / "texts.csv"
    file.write_text("recommendation\n" + "Do it.\n" * 1_050)
    found = follow_up.follow_up(file)
    assert found["outcomes"] == 1_050
    most_of_few, most_of_many = (max(numbers) for numbers in zip(*found["queries"].values(), strict=True))
    assert 0 < most_of_many <= most_of_few + 1  # a page without rows or deadlines asks less
    assert set(found["cost_to_few"]) == set(follow_up.ASKED)
    assert not Outcome.objects.exists()


@pytest.fixture
def made(transactional_db):
    for factory in (SectorFactory, ThemeFactory, AreaFactory):
        factory.create_batch(6)
    made = corpus.fill(600)
    corpus.write_rows(600)
    return made


def test_rows_of_made_up_records_are_those_that_the_engine_writes(made):
    rows, words = SearchRow.objects.order_by("pk").values(), set(SearchWord.objects.values_list("word", flat=True))
    written = list(rows)
    assert len(written) == made.records
    SearchWord.objects.all().delete()
    reindex(row["publication_id"] for row in written)
    assert list(rows.all()) == written
    assert set(SearchWord.objects.values_list("word", flat=True)) == words


def test_product_naive_variant_and_peers_are_asked_sixty_searches_that_find_the_same(made):
    naive.make()
    asked = corpus.searches(made)
    assert len(asked) == 6
    assert sum(map(len, asked.values())) >= 60
    for name, queries in asked.items():
        page = Client().get(f"/research/?{queries[0]}").context
        assert page["total"] > 0, name
        if name in {"topical", "common", "filters only"}:
            assert page["total"] == naive.search(queries[0]), queries[0]


class Echo:
    """A peer that finds nothing, quickly: those that are real may not be installed where tests run."""

    name = "tantivy"

    def build(self, folder):
        (folder / "index").write_bytes(b"0" * 2_000_000)

    def search(self, text, codes, *, goes_on):
        self.asked = text, codes, goes_on
        return 0


def test_run_compares_all_variants_and_judges_every_aim(made, monkeypatch):
    monkeypatch.setattr(records, "peers", lambda: ([Echo()], ["Xapian is not installed, so it is left out: apt"]))
    monkeypatch.setattr(corpus, "EACH", 2)
    monkeypatch.setattr(records, "SAVES", 2)
    monkeypatch.setattr(records, "REINDEXED", 2)
    for name, value in {"LOAD_SECONDS": 3, "VISITORS": 2, "QUICK": 1}.items():
        monkeypatch.setattr(processes, name, value)
    naive.make()

    costs = records.costs_of(made, rounds=2)

    assert {answer.rpartition(" ")[2] for answer in costs["answers"]} == {"200"}
    assert set(costs["milliseconds"]) == {*records.VARIANTS, "tantivy"}
    steps = ["PostgreSQL alone", "facets in memory", "common words in memory", "what was found remembered"]
    assert list(costs["mechanisms"]) == steps
    assert costs["ranking"]["share_of_the_exact_first_20"] == {"least": 1, "mean": 1}  # these are fewer than the cap
    assert costs["save"]["seen_by_the_next_request_to_another_process"] == "4 of 4"
    assert all(
        size["Rss"] >= size["Pss"] > 0 for size in costs["web_processes"]["megabytes_of_the_largest_process"].values()
    )
    assert costs["index"]["peers"] == {"tantivy": {"build_seconds": 0.0, "megabytes": 2.0}}
    printed = report.table({"research": {"by_number_of_records": {"600": costs}}})
    assert printed.count("aim ") >= len(report.aims(costs)) == 9
    assert "Xapian is not installed" in printed
    assert all(f"| {one}: times as fast |" in printed for one in steps[1:])


def test_aim_is_met_or_missed_by_a_factor():
    times = {
        "page, cold": 4.0,
        "page, warm": 2.0,
        "search, cold": 1.0,
        "search, warm": 1.0,
        "naive": 20.0,
        "tantivy": 1.0,
    }
    asked = {one: dict.fromkeys((*report.AGAINST_NAIVE, "all"), [seconds] * 3) for one, seconds in times.items()}
    memory = {"megabytes_of_the_largest_process": {"after_load": {"Rss": 200.0}}}
    said = report.aims({**report.compared(asked), "web_processes": memory})
    assert said[0].endswith("10.0 ×, aim ≥ 10 ×: aim met")
    assert said[4].endswith("10.0 ×, aim ≥ 500 ×: missed by 50.0 ×")
    assert said[6].endswith("2.0 ×, aim ≤ 1.5 ×: missed by 1.33 ×")
    assert said[8].endswith("aim met")


@pytest.mark.parametrize("kind", [peers.Tantivy, peers.Xapian])
def test_peer_finds_what_the_product_finds(made, tmp_path, kind):
    try:
        peer = kind()
    except ImportError:
        pytest.skip(f"{kind.name} is not installed")
    assert peers.build(peer, tmp_path / "index")["megabytes"] > 0
    asked = corpus.searches(made)
    for query in (asked["rare"][0], asked["common"][0], asked["filters only"][1]):
        found = Client().get(f"/research/?{query}").context["total"]
        assert peer.search(*peers.plainly(query), goes_on=False) >= found > 0, (
            query
        )  # more: it knows English endings alone
