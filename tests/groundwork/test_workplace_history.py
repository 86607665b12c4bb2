"""History in the workplace: read by those who may change the row, in words, compared, brought back, recovered."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.access import STAFF_ROLES, Verb
from groundwork.models import Version
from meetings.models import Review
from sectors.models import SectorPage
from tests.access.forms import form_data
from tests.access.samples import granted, roles_that_differ, samples, unit_of
from tests.factories.meetings import ReviewFactory
from tests.factories.sectors import KeyIssueFactory, SectorFactory, SectorPageFactory, version_of

pytestmark = pytest.mark.django_db
READING = (Verb.CHANGE, Verb.PUBLISH, Verb.DELETE)


def at(item, page, *more):
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_{page}", args=[item.pk, *more])


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_history_is_read_by_those_who_may_change_the_row(model, user_with, client_of):
    own = SectorFactory()
    rows = samples(model, own, SectorFactory())
    for role in roles_that_differ(model, STAFF_ROLES):
        client = client_of(user_with(role, teams=[own], unit=unit_of(own)))
        for row in rows:
            seen = granted(role, Verb.VIEW, row)
            reads = any(granted(role, verb, row) for verb in READING)
            expected = (200 if reads else 403) if seen else 404
            assert (role, row, client.get(at(row.item, "history")).status_code) == (role, row, expected)


@pytest.fixture
def page():
    page = SectorPageFactory(overview_en="One.")
    KeyIssueFactory(page=page, title_en="Dust")
    return page


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor", name="Eve"))


@pytest.mark.parametrize("way", ["compare", "restore"])
def test_versions_of_another_sectors_page_are_not_read_or_restored(page, user_with, client_of, way):
    version_of(page, overview_en="Not public.")
    stranger = client_of(user_with("specialist", teams=[SectorFactory()]))
    response = stranger.post(at(page, way, 2)) if way == "restore" else stranger.get(at(page, way, 2))
    assert response.status_code == 403
    assert "Not public." not in response.text
    draft = SectorPageFactory(draft=True)
    version_of(draft)
    assert stranger.get(at(draft, way, 1)).status_code == 404


def test_history_says_who_changed_what_in_words(page, editor, user_with):
    version_of(page, by=user_with("specialist", name="Ana"), overview_en="Two.", summary_fr="Bref.")
    shown = editor.get(at(page, "history")).text
    for words in ("Version 2", "Ana", "Summary (French); Overview (English)", "Version 1", "found in the portal"):
        assert words in shown
    assert "{" not in shown.partition('<ol class="versions"')[2].partition("</ol>")[0]


def test_two_versions_stand_side_by_side(page, editor):
    version_of(page, overview_en="Two.")
    version_of(page, overview_en="Three.")
    shown = editor.get(at(page, "compare", 3), {"with": "1"}).text
    assert "<del>One.</del>" in shown
    assert "<ins>Three.</ins>" in shown
    assert "<del>Two.</del>" in editor.get(at(page, "compare", 3)).text
    for asked, status in (({"with": "77"}, 404), ({"with": "x"}, 200), ({"with": "9" * 30}, 200)):
        assert editor.get(at(page, "compare", 3), asked).status_code == status
    assert editor.get(at(page, "compare", 9)).status_code == 404


def test_old_version_is_brought_back_by_the_button_alone(page, editor):
    version_of(page, overview_en="Two.")
    assert editor.get(at(page, "restore", 1)).status_code == 403
    response = editor.post(at(page, "restore", 1), follow=True)
    assert "Version 1 is back, as version 3." in response.text
    assert response.context["adminform"].form["overview_en"].value() == "One."


def test_history_takes_as_many_queries_for_ten_versions_as_for_two(page, editor):
    counted = []
    for number in (2, 8):
        for n in range(number):
            version_of(page, overview_en=f"{number} {n}")
        editor.get(at(page, "history"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(at(page, "history"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_has_no_next_version_keeps_its_history_too(editor):
    review = ReviewFactory(title_en="Before")
    sent = form_data(editor.get(at(review, "change")))
    assert editor.post(at(review, "change"), sent | {"title_en": "After"}).status_code == 302
    assert Review.objects.get().title_en == "After"
    assert "Title (English)" in editor.get(at(review, "history")).text
    assert editor.post(at(review, "restore", 1)).status_code == 403


def test_administrator_recovers_what_was_deleted_with_its_parts(page, editor, user_with, client_of):
    key = page.pk
    editor.post(at(page, "delete"), {"post": "yes"})
    assert not SectorPage.objects.exists()
    administrator, address = client_of(user_with("administrator")), reverse("admin:groundwork_version_changelist")
    [version] = administrator.get(address, {"deleted": "yes"}).context["cl"].queryset
    assert "One." in administrator.get(reverse("admin:groundwork_version_change", args=[version.pk])).text
    assert editor.get(address).status_code == 403
    asked = {"action": "recover", "_selected_action": [version.pk]}
    editor.post(address, asked)
    assert not SectorPage.objects.exists()
    administrator.post(address, asked)
    again = SectorPage.objects.get()
    assert (again.pk, again.state, again.overview_en) == (key, "draft", "One.")
    assert [issue.title_en for issue in again.key_issues.all()] == ["Dust"]
    assert Version.objects.deleted().count() == 0
