"""Search stays exact: after any way to write, for readers in another process, and while every row is written anew.

What it should say is worked out from the publications alone, by looking at each of them in Python.
"""

import io
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from groundwork.access import Role
from groundwork.publishing import PublishingState
from research.imports.records import Record
from research.imports.works import gather
from research.inventory import add_works
from research.models import Publication, SearchRow
from research.search import index
from research.search.index import reindex
from research.services import set_state
from tests.factories.research import ContributorFactory, PublicationFactory, SectorTagFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("coal", "copper", "cotton")
SECTORS = ("mining", "coal-mining", "textiles")
# Another process, that answers a query string a line with what a visitor reads
READER = """
import json, sys
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
for line in sys.stdin:
    context = Client().get("/research/?" + line.strip()).context
    facets = {one["name"]: one["options"] for one in context["forms"]["filters"]["facets"]}
    kinds = {one["value"]: one["count"] for one in facets.get("type", []) if one["count"]}
    print(json.dumps({"keys": sorted(one["key"] for one in context["results"]), "kinds": kinds}), flush=True)
"""
ADDRESS = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"


@pytest.fixture
def reader():
    database = connection.settings_dict
    environment = {"DJANGO_SETTINGS_MODULE": "sector_portal.settings", "DATABASE_URL": ADDRESS.format(**database)}
    process = subprocess.Popen(
        [sys.executable, "-c", READER],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def read(**query):
        process.stdin.write(urlencode(query) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield read
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def plainly(word="", sector=""):
    """What a visitor should read, from the publications themselves."""
    found = []
    for work in Publication.objects.filter(state=PublishingState.PUBLISHED):
        names = " ".join(str(one) for one in work.contributors.all())
        sectors = {slug for one in work.sectors.all() for slug in (one.slug, one.parent and one.parent.slug)}
        if word in f"{work.title} {names}".lower() and (not sector or sector in sectors):
            found.append(work)
    kinds = [work.kind for work in found]
    return {"keys": sorted(work.pk for work in found), "kinds": {kind: kinds.count(kind) for kind in set(kinds)}}


def test_search_follows_any_way_to_write(reader, client_of, user_with):  # noqa: C901 - it has a function for each way
    editor = client_of(user_with(Role.EDITOR))
    mining = SectorFactory(slug="mining")
    BranchFactory(slug="coal-mining", parent=mining)
    SectorFactory(slug="textiles")
    SourceFactory(slug="list")
    keys = count()

    class Writing(RuleBasedStateMachine):
        """Up to some dozen records; each step is one write, committed."""

        @initialize()
        def empty(self):
            Publication.objects.all().delete()

        def some(self, data):
            there = list(Publication.objects.order_by("pk"))
            return data.draw(st.sampled_from(there)) if there else None

        @rule(word=st.sampled_from(WORDS), kind=st.sampled_from(["book", "thesis"]), data=st.data())
        def load(self, word, kind, data):
            records = [Record("list", str(next(keys)), f"On {word}", kind) for _ in range(data.draw(st.integers(1, 2)))]
            add_works(gather(records))

        @rule(word=st.sampled_from(WORDS))
        def write_draft(self, word):
            PublicationFactory(title=f"Draft on {word}", draft=True)

        @rule(state=st.sampled_from(PublishingState), data=st.data())
        def move(self, state, data):
            if work := self.some(data):
                set_state(publication=work, state=state)

        @rule(data=st.data(), state=st.sampled_from(["published", "archived"]))
        def move_many_in_the_workplace(self, data, state):
            if work := self.some(data):
                form = {"action": "publish" if state == "published" else "withdraw", "_selected_action": [work.pk]}
                editor.post("/admin/research/publication/", form)

        @rule(data=st.data(), slug=st.sampled_from(SECTORS))
        def tag(self, data, slug):
            if (work := self.some(data)) and not work.sector_tags.filter(sector__slug=slug).exists():
                from sectors.models import Sector

                SectorTagFactory(publication=work, sector=Sector.objects.get(slug=slug))
                reindex([work.pk])

        @rule(data=st.data(), word=st.sampled_from(WORDS))
        def name_contributor(self, data, word):
            if work := self.some(data):
                PublicationFactory._meta.model.contributors.through.objects.create(
                    publication=work, contributor=ContributorFactory(family=word.title()), order=99
                )
                reindex([work.pk])

        @rule(data=st.data())
        def delete(self, data):
            if work := self.some(data):
                work.delete()

        @rule(data=st.data())
        def think_better_of_it(self, data):
            if work := self.some(data):
                with transaction.atomic():
                    set_state(publication=work, state=PublishingState.ARCHIVED)
                    transaction.set_rollback(True)

        @rule()
        def rebuild(self):
            call_command("rebuild_search", stdout=io.StringIO())

        @invariant()
        def search_says_what_is_so(self):
            rows = set(SearchRow.objects.values_list("pk", flat=True))
            assert rows == set(Publication.objects.published().values_list("pk", flat=True))
            for word in WORDS:
                assert reader(q=word) == plainly(word), word
            assert reader(sector="mining") == plainly(sector="mining")

    run_state_machine_as_test(
        Writing, settings=settings(max_examples=4, stateful_step_count=10, deadline=None, derandomize=True)
    )


def test_rebuilding_never_answers_by_half(reader, monkeypatch, capsys):
    """Readers in another process see every record all along, whatever is written meanwhile."""
    monkeypatch.setattr(index, "BATCH", 5)
    monkeypatch.setattr("research.management.commands.rebuild_search.BATCH", 5)
    steady = [PublicationFactory(title="On coal", indexed=True).pk for _ in range(15)]
    moving = [PublicationFactory(title="On copper", indexed=True) for _ in range(10)]
    over = threading.Event()

    def write():
        try:
            for turn in range(30):
                state = PublishingState.ARCHIVED if turn % 3 else PublishingState.PUBLISHED
                set_state(publication=moving[turn % len(moving)], state=state)
        finally:
            connection.close()

    def rebuild():
        try:
            for _ in range(4):
                call_command("rebuild_search")
        finally:
            over.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        writes = [pool.submit(rebuild), pool.submit(write)]
        reads = 0
        while not over.is_set() or not reads:
            assert reader(q="coal")["keys"] == steady
            reads += 1
        for one in writes:
            one.result(timeout=30)
    capsys.readouterr()
    assert reader(q="copper") == plainly("copper")
    assert set(SearchRow.objects.values_list("pk", flat=True)) == set(
        Publication.objects.published().values_list("pk", flat=True)
    )
