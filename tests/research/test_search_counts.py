"""Counts of options against counting in Python over the same records."""

import random
from collections import Counter
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.models import AreaTag, Provenance, Publication, SectorTag, SourceRecord, ThemeTag
from research.search.index import reindex
from tests.factories.groundwork import AreaFactory
from tests.factories.research import PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory
from tests.research.browsing import flat

pytestmark = pytest.mark.django_db

WORDS = ("coal", "copper", "cotton")
LANGUAGES = ("en", "fr", "es", "")
KINDS = ("report", "book", "thesis")
ACCESS = ("free", "unknown")
YEARS = (1989, 1990, 1999, 2005, 2024, None)


def make_records(number=70):
    """Records with random tags; each as plain sets beside it, to count by hand."""
    chance = random.Random(20261124)  # noqa: S311 - nothing secret
    sectors = [SectorFactory(slug=f"s{n}") for n in range(3)]
    branches = [BranchFactory(slug=f"b{n}", parent=sectors[n % 2]) for n in range(3)]
    themes = [ThemeFactory(slug=f"t{n}") for n in range(2)]
    regions = [AreaFactory(code=f"r{n}", kind="region") for n in range(2)]
    areas = [AreaFactory(code=f"a{n}", parent=regions[n % 2]) for n in range(3)]
    sources = [SourceFactory(slug=f"q{n}") for n in range(2)]
    records = []
    for _ in range(number):
        year = chance.choice(YEARS)
        work = PublicationFactory(
            title=" ".join(chance.sample(WORDS, chance.randint(1, 3))),
            kind=chance.choice(KINDS),
            access=chance.choice(ACCESS),
            peer_reviewed=chance.choice([True, False, None]),
            language=chance.choice(LANGUAGES),
            year=year,
            date=str(year) if year else None,
            all_sectors=chance.random() < 0.1,
            draft=chance.random() < 0.2,
        )
        tags = {"sector": {}, "theme": {}, "country": {}}
        for name, model, field, offered in (
            ("sector", SectorTag, "sector", sectors + branches),
            ("theme", ThemeTag, "theme", themes),
            ("country", AreaTag, "area", areas + regions),
        ):
            for one in chance.sample(offered, chance.randint(0, 2)):
                said = chance.choice(list(Provenance))
                model.objects.create(publication=work, provenance=said, **{field: one})
                for tagged in filter(None, (one, getattr(one, "parent", None))):
                    value = getattr(tagged, "slug", None) or tagged.code
                    sure = tags[name].get(value) == "confirmed" or said != Provenance.SUGGESTED
                    tags[name][value] = "confirmed" if sure else "suggested"
        if work.all_sectors:
            tags["sector"]["all-sectors"] = "confirmed"
        listed = chance.sample(sources, chance.randint(0, 2))
        for source in listed:
            SourceRecord.objects.create(publication=work, source=source, key=str(work.pk))
        if work.state == "published":
            records.append((work, tags, {source.slug for source in listed}))
    reindex(Publication.objects.values_list("pk", flat=True))
    return records


def values_of(record, name, counted):
    """The values of a facet that a record counts for."""
    work, tags, sources = record
    plain = {
        "type": {work.kind},
        "language": {work.language or "und"},
        "full_text": {work.access},
        "source": sources | {"external"},
        "peer_reviewed": {{True: "yes", False: "no", None: "unknown"}[work.peer_reviewed]},
    }
    return plain[name] if name in plain else {value for value, said in tags[name].items() if said in counted}


def fits(record, query, counted, ignoring=None):
    work = record[0]
    if query.get("q") and query["q"] not in work.title:
        return False
    for name, chosen in query.items():
        if name in {"q", "tags", "year_from", "year_to", ignoring} or not chosen:
            continue
        if not values_of(record, name, counted) & set(chosen):
            return False
    if ignoring == "year":
        return True
    first, last = query.get("year_from"), query.get("year_to")
    return all((not first or (work.year and work.year >= first), not last or (work.year and work.year <= last)))


def some(*values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(WORDS),
        "sector": some("s0", "s1", "s2", "b0", "b1", "b2", "all-sectors"),
        "theme": some("t0", "t1"),
        "country": some("a0", "a1", "a2", "r0", "r1"),
        "type": some(*KINDS),
        "language": some("en", "fr", "es", "und"),
        "source": some("q0", "q1", "external", "in-house"),
        "peer_reviewed": some("yes", "no", "unknown"),
        "full_text": some(*ACCESS),
        "tags": some("confirmed", "suggested"),
        "year_from": st.sampled_from([1989, 1995]),
        "year_to": st.sampled_from([1999, 2024]),
    },
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def check_counts(client, records, query):
    counted = set(query.get("tags", [])) or {"confirmed", "suggested"}
    context = client.get("/research/?" + urlencode(query, doseq=True)).context
    right = [record for record in records if fits(record, query, counted)]
    assert context["page"].paginator.count == len(right)
    for column in context["forms"]["filters"]["facets"]:
        name = column["name"]
        if name == "tags":
            continue
        sure, perhaps = Counter(), Counter()
        for record in records:
            if fits(record, query, counted, ignoring=name):
                for value in values_of(record, name, counted):
                    suggested = name in record[1] and record[1][name][value] == "suggested"
                    (perhaps if suggested else sure)[value] += 1
        shown = {option["value"]: option for option in flat(column["options"])}
        for value, option in shown.items():
            assert option["count"] == sure[value] + perhaps[value], (name, value)
            assert option["suggested"] == perhaps[value], (name, value)
        assert not {value for value in sure | perhaps if value not in shown}, name
    check_decades(context, records, query, counted)


def check_decades(context, records, query, counted):
    right = Counter()
    for record in records:
        if record[0].year and fits(record, query, counted, ignoring="year"):
            right[f"{record[0].year // 10 * 10}–{record[0].year // 10 * 10 + 9}"] += 1
    assert {decade["label"]: decade["count"] for decade in context["forms"]["filters"]["decades"]} == right


def test_counts_are_those_of_counting_by_hand(client):
    check_counts(client, make_records())
