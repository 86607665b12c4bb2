"""Search stays exact: after any way to write, for readers in another process, and while every row is written anew.

What it should say is worked out from the publications alone, by looking at each of them in Python.
"""

import io
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from groundwork.access import Role
from groundwork.publishing import PublishingState
from research.imports.records import Record
from research.imports.works import gather
from research.inventory import add_works
from research.models import AreaTag, Publication, SearchRow, Source
from research.search import index
from research.search.index import reindex
from research.services import set_state
from sectors.models import Sector, Succession
from tests.access.forms import form_data
from tests.factories.groundwork import AreaFactory
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
from django.conf import settings
from research.search import ranking
from research.search.bitmaps import BITS
from tests.research.browsing import flat
settings.SEARCH_IN_MEMORY = True
ranking.CAP = 1  # the order of all is that of their titles, which memory tells
BITS.load(words=["coal", "copper", "cotton"])
NAMES = ["type", "sector", "country", "source"]
for line in sys.stdin:
    context = Client().get("/research/?" + line.strip()).context
    facets = {one["name"]: one["options"] for one in context["forms"]["filters"]["facets"]}
    options = {name: [one for one in flat(facets.get(name, [])) if one["count"]] for name in NAMES}
    counts = {name: {one["value"]: one["count"] for one in options[name]} for name in NAMES}
    assert BITS.is_current()
    print(json.dumps({"keys": [one["key"] for one in context["results"]], **counts}), flush=True)
"""
ADDRESS = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"


# Another that withdraws one record, then another; it is killed before it has committed that
WRITER = """
import sys
import django; django.setup()
from django.db import transaction
from research.models import Publication
from research.services import set_state
first, second = (Publication.objects.get(pk=key) for key in sys.argv[1:])
set_state(publication=first, state="archived")
with transaction.atomic():
    set_state(publication=second, state="archived")
    print("written", flush=True)
    sys.stdin.read()
"""


def started(code, *arguments):
    database = connection.settings_dict
    environment = {"DJANGO_SETTINGS_MODULE": "sector_portal.settings", "DATABASE_URL": ADDRESS.format(**database)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def reader():
    """Two processes that answer in turns, so that each has missed some of what was written."""
    processes = [started(READER), started(READER)]
    turns = cycle((0, 1, 1, 0, 1))

    def read(**query):
        process = processes[next(turns)]
        process.stdin.write(urlencode(query) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield read
    for process in processes:
        process.communicate()


def plainly(word="", sector=""):
    """What a visitor should read, from the publications themselves, none of which has a date."""
    found, counts = [], {name: Counter() for name in ("type", "sector", "country", "source")}
    for work in Publication.objects.filter(state=PublishingState.PUBLISHED):
        names = " ".join(str(one) for one in work.contributors.all())
        sectors = {one.slug for tagged in work.sectors.all() for one in upwards(tagged)}
        if word not in f"{work.title} {names}".lower() or (sector and sector not in sectors):
            continue
        found.append((-work.title.lower().count(word) if word else 0, -work.pk))
        sources = [record.source for record in work.source_records.all()]
        is_constituents = any(source.kind == "constituents" for source in sources)
        counts["type"][work.kind] += 1
        counts["sector"].update(sectors)
        counts["country"].update({one.code for tagged in work.areas.all() for one in (tagged, *tagged.regions)})
        counts["source"].update({source.slug for source in sources})
        counts["source"]["constituents" if is_constituents else "external"] += 1
    return {
        "keys": [-key for _worth, key in sorted(found)],
        **{name: dict(numbers) for name, numbers in counts.items()},
    }


def upwards(sector):
    """It, what it is a branch of, and what took its place, to any depth."""
    found, beyond = set(), {sector}
    while beyond := beyond - found:
        found |= beyond
        beyond = {
            near for one in beyond for near in (one.parent, *(row.later for row in one.successions.all())) if near
        }
    return {one for one in found if not one.successions.exists()}


def test_search_follows_any_way_to_write(reader, client_of, user_with):  # noqa: C901 - it has a function for each way
    editor = client_of(user_with(Role.EDITOR))
    mining = SectorFactory(slug="mining")
    BranchFactory(slug="coal-mining", parent=mining)
    SectorFactory(slug="textiles")
    world = AreaFactory(code="001", kind="world")
    regions = [AreaFactory(code=code, kind="region", parent=world) for code in ("019", "150")]
    country = AreaFactory(code="per", parent=regions[0])
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
            titles = data.draw(st.lists(st.sampled_from([f"On {word}", f"{word} on {word}"]), min_size=1, max_size=2))
            records = [Record("list", str(next(keys)), title, kind) for title in titles]
            add_works(gather(records))

        @rule(word=st.sampled_from(WORDS))
        def write_draft(self, word):
            PublicationFactory(title=f"Draft on {word}", date=None, draft=True)

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
                SectorTagFactory(publication=work, sector=Sector.objects.get(slug=slug))

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

        @rule(slug=st.sampled_from(["mining", "textiles"]))
        def move_branch_in_the_workplace(self, slug):
            if Succession.objects.exists() and slug == "textiles":
                return  # what is over takes no branches
            branch, above = Sector.objects.get(slug="coal-mining"), Sector.objects.get(slug=slug)
            page = editor.get(f"/admin/sectors/sector/{branch.pk}/change/")
            editor.post(page.wsgi_request.path, form_data(page) | {"parent": above.pk})
            assert Sector.objects.get(pk=branch.pk).parent == above

        @rule(parent=st.sampled_from([*regions, world]))
        def move_country(self, parent):
            country.parent = parent
            country.save()

        @rule(kind=st.sampled_from(["constituents", "external"]))
        def change_kind_of_source(self, kind):
            Source.objects.filter(slug="list").update(kind=kind)

        @rule(goes_on=st.booleans())
        def succeed(self, goes_on):
            old, new = Sector.objects.get(slug="textiles"), mining
            if goes_on and not (old.successions.exists() or old.branches.exists()):
                Succession.objects.create(earlier=old, later=new, kind="merged", date="2019")
            elif not goes_on:
                Succession.objects.all().delete()

        @rule(data=st.data())
        def place(self, data):
            if (work := self.some(data)) and not work.areas.exists():
                AreaTag.objects.create(publication=work, area=country)

        @rule()
        def merge_tags(self):
            """Those of the second record go over to the first, as where two are found to be one."""
            if len(there := Publication.objects.order_by("pk")[:2]) == 2:
                tags = there[0].sector_tags.values("sector")
                there[1].sector_tags.exclude(sector__in=tags).update(publication=there[0])

        @rule(data=st.data())
        def untag(self, data):
            if work := self.some(data):
                work.sector_tags.all().delete()

        @rule(data=st.data())
        def withdraw_by_any_statement(self, data):
            if work := self.some(data):
                Publication.objects.filter(pk=work.pk).update(state=PublishingState.ARCHIVED)

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


@pytest.mark.parametrize(
    "write",
    [
        lambda work: Publication.objects.filter(pk=work.pk).update(title="On copper"),
        lambda work: Publication.objects.filter(pk=work.pk).update(language="fr"),
        lambda work: work.contributors.update(family="Other"),
        lambda work: work.contributions.all().delete(),
        lambda _work: Publication.objects.filter(state="draft").update(state="published", published_at=timezone.now()),
    ],
    ids=["title", "language", "name", "signature", "state"],
)
def test_no_write_is_committed_without_its_row(write):
    """Words are folded in Python: what is written past `reindex` fails as a whole."""
    work = PublicationFactory(title="On coal", contributors=[ContributorFactory()], indexed=True)
    draft = PublicationFactory(draft=True, indexed=True)
    with pytest.raises(IntegrityError, match="reindex"), transaction.atomic():
        write(work)
    with transaction.atomic():
        write(work)
        reindex([work.pk, draft.pk])
    assert {row.pk for row in SearchRow.objects.all()} == {one.pk for one in Publication.objects.published()}


def test_a_writer_that_is_killed_leaves_search_exact(reader):
    works = [PublicationFactory(title="On coal", date=None, indexed=True) for _ in range(3)]
    assert reader(q="coal") == reader(q="coal") == plainly("coal")
    writer = started(WRITER, works[0].pk, works[1].pk)
    assert writer.stdout.readline() == "written\n"
    assert reader(q="coal")["keys"] == [works[2].pk, works[1].pk]
    writer.kill()
    writer.communicate()
    for _process in range(3):
        assert reader(q="coal") == plainly("coal")
    set_state(publication=works[1], state=PublishingState.ARCHIVED)  # its locks are gone with it
    for _process in range(3):
        assert reader(q="coal") == plainly("coal")
    assert reader(q="coal")["keys"] == [works[2].pk]


def test_rebuilding_never_answers_by_half(reader, monkeypatch, capsys):
    """Readers in another process see every record all along, whatever is written meanwhile."""
    monkeypatch.setattr(index, "BATCH", 5)
    monkeypatch.setattr("research.management.commands.rebuild_search.BATCH", 5)
    steady = [PublicationFactory(title="On coal", date=None, indexed=True).pk for _ in range(15)][::-1]
    moving = [PublicationFactory(title="On copper", date=None, indexed=True) for _ in range(10)]
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
            one.result(timeout=60)
    capsys.readouterr()
    assert reader(q="copper") == plainly("copper")
    assert set(SearchRow.objects.values_list("pk", flat=True)) == set(
        Publication.objects.published().values_list("pk", flat=True)
    )
