"""What differs between two versions, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundwork.versions.differences import changes_in_brief, differences
from groundwork.versions.snapshots import take
from sectors.models import GoodPractice, SectorPage
from tests.factories.sectors import GoodPracticeFactory, KeyIssueFactory, SectorFactory, SectorPageFactory

pytestmark = pytest.mark.django_db


def changed(one):
    return [(piece.change, piece.text) for piece in one if piece.change]


@pytest.fixture
def page():
    return SectorPageFactory(overview_en="Ships carry goods.", starter_text=True)


def test_fields_are_named_in_words_with_their_language(page):
    before = take(page)
    page.overview_en, page.summary_fr, page.starter_text = "Ships carry most goods.", "Bref.", False
    page.save()
    found = differences(SectorPage, before, take(page))
    assert [str(one) for one in found] == ["Summary (French)", "Overview (English)", "Starter text"]
    assert [(kind, text.strip()) for kind, text in changed(found[1].after)] == [("ins", "most")]
    assert changed(found[2].before) == [("del", "Yes")]


def test_parts_are_told_by_their_titles(page):
    dust, noise = KeyIssueFactory(page=page, title="Dust", order=1), KeyIssueFactory(page=page, title="Noise", order=2)
    before = take(page)
    dust.delete()
    noise.order = 0
    noise.save()
    KeyIssueFactory(page=page, title="Pay")
    assert changes_in_brief(SectorPage, before, take(page)) == [
        "Key issue “Dust”: taken out",
        "Key issue “Noise”: Order",
        "Key issue “Pay”: added",
    ]


def test_relations_and_choices_are_named_and_what_is_gone_is_said():
    mining, shipping = SectorFactory(name="Mining"), SectorFactory(name="Shipping")
    practice = GoodPracticeFactory(sectors=[mining], outcome="works")
    before = take(practice)
    before["relations"]["sectors"].append(4711)
    practice.sectors.set([shipping])
    with CaptureQueriesContext(connection) as queries:
        found = {one.label: one for one in differences(GoodPractice, before, take(practice))}
    gone = "".join(piece.text for piece in found["Sectors"].before)
    assert gone.splitlines() == ["Mining", "no. 4711, which is gone"]
    assert "".join(piece.text for piece in found["Sectors"].after) == "Shipping"
    assert len(queries) <= 12


def test_same_versions_differ_in_nothing(page):
    assert differences(SectorPage, take(page), take(page)) == []
