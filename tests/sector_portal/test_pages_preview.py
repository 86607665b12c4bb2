"""While a next version is worked on, everything public stays byte for byte; a preview shows it to who has the link."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from groundwork.models import Version
from groundwork.versions.keeping import keep
from groundwork.versions.previews import new_token
from groundwork.versions.snapshots import take
from groundwork.versions.steps import take_step
from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import (
    CountryPriorityFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    SectorFactory,
    SectorPageFactory,
    ThemeFactory,
    ToolFactory,
    version_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipping():
    return SectorFactory(name="Shipping", slug="shipping")


@pytest.fixture
def page(shipping):
    page = SectorPageFactory(sector=shipping, overview_en="Public words.", overview_fr="Mots publics.")
    KeyIssueFactory(page=page, title_en="Dust")
    ToolFactory(page=page, title_en="Checklist")
    return page


@pytest.fixture
def editor(user_with):
    return user_with("editor")


def next_version(page):
    words = take(page)
    words["fields"] |= {
        "overview_en": "Zqnext words.",
        "overview_fr": "Zqnext mots.",
        "overview_es": "Zqnext palabras.",
    }
    words["parts"]["key_issues"][0]["fields"]["title_en"] = "Zqnext issue"
    words["parts"]["tools"] = []
    return keep(page, words, state=Version.State.DRAFT, by=None)


PUBLIC = (
    "/sectors/shipping/",
    "/fr/sectors/shipping/",
    "/es/sectors/shipping/",
    "/search/?q=zqnext",
    "/search/?q=checklist",
    "/feed/",
    "/sectors/shipping/feed/",
    "/api/v1/sectors/shipping/",
    "/sitemap-sectors.xml",
)


def everything():
    visitor = Client()
    return {
        address: (answer := visitor.get(address)).content + answer.headers.get("ETag", "").encode()
        for address in PUBLIC
    }


def test_public_page_search_feeds_and_api_stay_byte_for_byte_until_it_is_published(page, editor, client_of):
    from groundwork.data_version import data_version

    desk = client_of(editor)
    desk.get("/admin/")
    before, content = everything(), data_version()
    next_version(page)
    at_work = [
        lambda: desk.get(reverse("admin:sectors_sectorpage_change", args=[page.pk])),
        lambda: take_step("send", page, by=editor),
        lambda: take_step("return", page, by=editor, remark="Shorter."),
        lambda: take_step("send", page, by=editor),
        lambda: take_step("schedule", page, by=editor, at=timezone.now() + dt.timedelta(days=1)),
        lambda: Client().get(reverse("preview", args=[new_token(Version.objects.next().get())])),
    ]
    for deed in at_work:
        deed()
        assert data_version() == content
        assert everything() == before
    take_step("publish", page, by=editor)
    after = everything()
    assert {address for address in PUBLIC if after[address] != before[address]} >= {*PUBLIC[:5]}
    assert b"Zqnext issue" in after["/sectors/shipping/"]


def test_preview_is_the_real_page_in_three_languages_and_kept_nowhere(page, client):
    version = next_version(page)
    for language, words in (("en", "Zqnext words."), ("fr", "Zqnext mots."), ("es", "Zqnext palabras.")):
        with translation.override(language):
            response = client.get(reverse("preview", args=[new_token(version)]))
        assert words in response.text
        assert f'lang="{language}"' in response.text
        assert '<meta name="robots" content="noindex">' in response.text
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert "ETag" not in response
    assert "Checklist" not in response.text
    assert "Mots publics." in client.get("/fr/sectors/shipping/").text


def test_preview_shows_nothing_more_to_who_is_signed_in(page, client_of, editor):
    draft = SectorPageFactory(sector=SectorFactory(), draft=True, overview_en="Another draft.")
    response = client_of(editor).get(reverse("preview", args=[new_token(version_of(draft, overview_en="Mine."))]))
    assert "Mine." in response.text
    draft.refresh_from_db()
    assert (draft.state, draft.overview_en) == ("draft", "Another draft.")


@pytest.mark.parametrize(
    "make",
    [ThemeFactory, InstrumentFactory, GoodPracticeFactory, CountryPriorityFactory, MeetingFactory],
    ids=lambda one: one.__name__,
)
def test_each_kind_that_has_a_page_is_previewed_on_it(client, make):
    item = make(draft=True)
    assert "not public" in client.get(reverse("preview", args=[new_token(version_of(item))])).text


def test_link_that_does_not_hold_is_refused_in_words(page, client):
    version = next_version(page)
    response = client.get(reverse("preview", args=[f"{new_token(version)}x"]))
    assert (response.status_code, "not whole" in response.text) == (400, True)
    page.delete()
    assert "no longer there" in client.get(reverse("preview", args=[new_token(version)])).text


def test_page_that_leads_elsewhere_is_told(client):
    over = SectorFactory(valid_to="2019")
    from tests.factories.sectors import SuccessionFactory

    page = SectorPageFactory(sector=over)
    SuccessionFactory(earlier=over, later=SectorFactory())
    response = client.get(reverse("preview", args=[new_token(version_of(page))]))
    assert (response.status_code, "no page of its own" in response.text) == (400, True)
