"""A whole as plain data, and back: fields, relations, ordered parts, languages; and after the tables have changed."""

import pytest
from django.apps import apps
from django.contrib import admin

from groundwork.versions.snapshots import is_versioned, part_relation, put, take
from sectors.models import KeyIssue, SectorPage
from tests.factories.sectors import (
    GoodPracticeFactory,
    KeyIssueFactory,
    LinkFactory,
    PracticeSourceFactory,
    SectorFactory,
    SectorPageFactory,
    ThemeFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = SectorPageFactory(overview_en="Ships.", overview_fr="Navires.", reviewed_on="2026-01-31")
    for place, title in enumerate(["Dust", "Noise", "Pay"]):
        KeyIssueFactory(page=page, title_en=title, title_es=f"{title} (es)", order=place)
    LinkFactory(page=page, kind="law")
    UpdateFactory(page=page, date="2026-05")
    page.refresh_from_db()
    return page


def titles(page) -> list[str]:
    return [issue.title for issue in page.key_issues.all()]


def test_whole_is_the_same_after_it_was_written_back(page):
    before = take(page)
    assert put(page, before) == []
    assert take(SectorPage.objects.get()) == before


def test_words_parts_and_order_come_back_under_their_own_numbers(page):
    before, numbers = take(page), {issue.title: issue.pk for issue in page.key_issues.all()}
    page.overview_fr = "Bateaux."
    page.save()
    page.key_issues.filter(title_en="Dust").delete()
    page.key_issues.filter(title_en="Pay").update(order=0, title_es="otro")
    KeyIssueFactory(page=page, title="New", order=9)
    assert titles(page) == ["Pay", "Noise", "New"]
    assert put(page, before) == []
    assert titles(page) == ["Dust", "Noise", "Pay"]
    assert {issue.title: issue.pk for issue in page.key_issues.all()} == numbers
    assert take(SectorPage.objects.get()) == before


def test_relations_come_back():
    practice = GoodPracticeFactory(sectors=[SectorFactory(), SectorFactory()], themes=[ThemeFactory()])
    PracticeSourceFactory(practice=practice)
    before = take(practice)
    practice.sectors.set([SectorFactory()])
    practice.themes.clear()
    put(practice, before)
    assert take(practice) == before


def test_what_is_so_of_the_public_row_is_no_part_of_a_version(page):
    before = take(page)
    page.state = "archived"
    put(page, before)
    page.refresh_from_db()
    assert page.state == "archived"


def test_what_the_tables_know_no_more_is_told_and_the_rest_comes_back(page):
    before = take(page)
    before["fields"] |= {"motto_en": "Old", "overview_en": "Back.", "owner_id": 4711}
    before["relations"]["tags"] = [1]
    before["parts"]["quotes"] = []
    before["parts"]["key_issues"][0]["fields"]["icon"] = "x"
    del before["fields"]["summary_en"]
    told = put(page, before)
    page.refresh_from_db()
    assert (page.overview_en, page.owner, titles(page)) == ("Back.", None, ["Dust", "Noise", "Pay"])
    assert page.summary_en
    assert told == [
        "owner: what it pointed to is gone.",
        "The field “motto_en” is no longer there.",
        "The field “tags” is no longer there.",
        "The field “icon” is no longer there.",
        "“quotes” is no longer a part of it.",
    ]


@pytest.mark.parametrize("model", [one for one in apps.get_models() if is_versioned(one) and not one._meta.abstract])
def test_parts_that_a_page_of_the_workplace_edits_are_in_its_versions(model):
    parts = {part_relation(model, name).related_model for name in model.version_parts}
    people_files_or_said = {
        "teammember",
        "participant",
        "progressupdate",
        "deadline",
        "documentfile",
        "publicationfile",
    }
    edited = {inline.model for inline in admin.site.get_model_admin(model).inlines}
    assert {one for one in edited if one._meta.model_name not in people_files_or_said} == parts


def test_part_of_a_version_is_left_out_of_no_field(page):
    names = set(take(page)["parts"]["key_issues"][0]["fields"])
    assert names == {"title_en", "title_fr", "title_es", "text_en", "text_fr", "text_es", "order"}
    assert KeyIssue.objects.count() == 3
