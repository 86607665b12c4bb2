"""The workplace over the next version: what is saved is not public until it is published, as a whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.audit import AuditEntry
from groundwork.models import Version
from groundwork.versions.steps import take_step
from groundwork.workplace.meanwhile import SEEN
from sectors.models import SectorPage, Theme
from tests.access.forms import form_data
from tests.factories.sectors import KeyIssueFactory, SectorFactory, SectorPageFactory, ThemeFactory, version_of

pytestmark = pytest.mark.django_db
State = Version.State


@pytest.fixture
def shipping():
    return SectorFactory(name="Shipping")


@pytest.fixture
def page(shipping):
    page = SectorPageFactory(sector=shipping, overview_en="Public.")
    for place, title in enumerate(["Dust", "Noise"]):
        KeyIssueFactory(page=page, title_en=title, order=place)
    return page


@pytest.fixture
def specialist(user_with, client_of, shipping):
    return client_of(user_with("specialist", teams=[shipping], name="Ana"))


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor", name="Eve"))


def at(item, page, *more):
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_{page}", args=[item.pk, *more])


def save(client, item, button="_continue", **changed):
    address = at(item, "change")
    form = client.get(address)
    sent = form_data(form) | {SEEN: form.context["seen"][1], button: ""} | changed
    return client.post(address, sent, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def public(page):
    page = SectorPage.objects.get(pk=page.pk)
    return page.overview_en, [issue.title_en for issue in page.key_issues.all()]


def form_of(client, item):
    return client.get(at(item, "change")).context["adminform"].form


def test_what_is_saved_is_a_draft_beside_what_is_public(page, specialist, shipping):
    number = page.key_issues.get(title_en="Dust").pk
    response = save(
        specialist,
        page,
        overview_en="Next.",
        version_comment="Less dust",
        **{"key_issues-0-DELETE": "on", "key_issues-1-title_en": "Din", "key_issues-0-id": number},
    )
    assert said(response) == ["Saved as version 2, not public yet."]
    assert public(page) == ("Public.", ["Dust", "Noise"])
    version = Version.objects.of(page).next().get()
    assert (version.state, version.author.name, version.comment) == (State.DRAFT, "Ana", "Less dust")
    form = response.context["adminform"].form
    assert form["overview_en"].value() == "Next."
    assert [one["title_en"].value() for one in response.context["inline_admin_formsets"][0].formset.forms] == ["Din"]
    assert AuditEntry.objects.about(page).first().verb == "change"


def test_drafts_are_saved_one_over_the_other_and_none_is_lost(page, specialist):
    save(specialist, page, overview_en="One.")
    save(specialist, page, summary_en="Two.")
    assert form_of(specialist, page)["overview_en"].value() == "One."
    assert [version.state for version in Version.objects.of(page)] == ["draft", "replaced", "published"]
    assert said(save(specialist, page))[0].startswith("Saved as version 3")  # nothing was changed: no version more
    assert Version.objects.of(page).count() == 3


def test_nothing_changed_is_no_version(page, specialist):
    assert said(save(specialist, page)) == ["Nothing was changed: it is as what is public."]
    assert not Version.objects.next().exists()


def test_page_goes_from_specialist_to_editor_and_back_to_the_public(page, specialist, editor):
    save(specialist, page, "_send", overview_en="Next.")
    editor.post(at(page, "step", "return"), {"remark": "Since when?"})
    shown = specialist.get(at(page, "change")).text
    assert "Since when?" in shown
    assert "Eve says:" in shown
    save(specialist, page, "_send", overview_en="Next, since 2006.")
    assert public(page)[0] == "Public."
    save(editor, page, "_publish")
    assert public(page)[0] == "Next, since 2006."


def test_what_is_changed_in_review_is_to_be_sent_again(page, specialist):
    save(specialist, page, "_send", overview_en="Next.")
    save(specialist, page, overview_en="Better.")
    assert Version.objects.next().get().state == State.DRAFT
    draft = SectorPageFactory(sector=page.sector.branches.create(slug="b", name="B"), draft=True)
    save(specialist, draft, "_send", overview_en="First.")
    draft.refresh_from_db()
    assert draft.state == "in_review"
    save(specialist, draft, overview_en="First, better.")
    draft.refresh_from_db()
    assert (draft.state, draft.overview_en) == ("draft", "First, better.")


def test_form_with_a_mistake_is_shown_again_and_nothing_is_kept(page, specialist):
    response = save(specialist, page, overview_en="Next.", **{"key_issues-0-title_en": ""})
    assert response.context["errors"]
    assert response.context["adminform"].form["overview_en"].value() == "Next."
    assert not Version.objects.next().exists()
    save(specialist, page, overview_en="Next.", **{SEEN: response.context["seen"][1]})
    assert Version.objects.next().exists()


def test_second_saver_is_told_and_loses_nothing(page, user_with, client_of, specialist, shipping):
    bob = client_of(user_with("specialist", teams=[shipping], name="Bob"))
    for_bob = bob.get(at(page, "change"))
    save(specialist, page, overview_en="Ana’s.", **{"key_issues-1-title_en": "Din"})
    sent = form_data(for_bob) | {SEEN: for_bob.context["seen"][1], "overview_en": "Bob’s."}
    told = bob.post(at(page, "change"), sent)
    [error] = told.context["adminform"].form.non_field_errors()
    assert "Ana changed this at" in error
    assert "<dt>Overview (English)</dt><dd>Ana’s.</dd>" in error
    assert told.context["adminform"].form["overview_en"].value() == "Bob’s."
    assert Version.objects.next().get().snapshot["fields"]["overview_en"] == "Ana’s."
    bob.post(at(page, "change"), sent | {SEEN: told.context["seen"][1]})
    assert [one.snapshot["fields"]["overview_en"] for one in Version.objects.of(page)] == [
        "Bob’s.",
        "Ana’s.",
        "Public.",
    ]


def test_state_in_a_crafted_form_is_refused_logged_and_changes_nothing(page, specialist, caplog):
    response = save(specialist, page, overview_en="Next.", state="archived")
    assert response.status_code == 403
    assert "step by step" in response.text
    assert "refused" in caplog.text
    assert not Version.objects.next().exists()


def test_fields_that_the_form_does_not_have_are_not_taken(page, specialist, user_with):
    other = user_with("editor")
    crafted = {
        "id": "4711",
        "published_at": "2001-01-01",
        "updated_at": "2001-01-01",
        "author": other.pk,
        "number": "99",
        "model": "accounts.user",
        "object_id": other.pk,
        "reviewer": other.pk,
        "is_public": "on",
    }
    before = SectorPage.objects.filter(pk=page.pk).values().get()
    save(specialist, page, overview_en="Next.", **crafted)
    version = Version.objects.next().get()
    assert (version.model, version.object_id, version.number) == ("sectors.sectorpage", page.pk, 2)
    assert (version.author.name, version.reviewer) == ("Ana", None)
    assert SectorPage.objects.filter(pk=page.pk).values().get() == before
    assert version.snapshot["fields"]["overview_en"] == "Next."
    assert "2001" not in str(version.snapshot)


def test_crafted_steps_are_refused_and_change_nothing(page, specialist, user_with, client_of):
    save(specialist, page, overview_en="Next.")
    stranger = client_of(user_with("specialist", teams=[SectorFactory()]))
    for client, step in ((specialist, "publish"), (specialist, "archive"), (stranger, "discard"), (specialist, "jump")):
        assert client.post(at(page, "step", step)).status_code == 403
    assert specialist.get(at(page, "step", "send")).status_code == 403
    assert Version.objects.next().get().state == State.DRAFT
    assert public(page)[0] == "Public."


def test_who_may_only_look_sees_what_is_public(page, specialist, user_with, client_of):
    save(specialist, page, overview_en="Next.")
    stranger = client_of(user_with("specialist", teams=[SectorFactory()]))
    text = stranger.get(at(page, "change")).text
    assert "Public." in text
    assert "Next." not in text


def test_list_tells_of_next_versions_and_narrows_to_them(page, specialist, editor):
    save(specialist, page, "_send", overview_en="Next.")
    address = reverse("admin:sectors_sectorpage_changelist")
    assert "In review" in editor.get(address).text
    for state, number in (("in_review", 1), ("draft", 0), ("returned", 0), ("nonsense", 1)):
        assert editor.get(address, {"next": state}).context["cl"].result_count == number
    editor.post(at(page, "step", "return"), {"remark": "No."})
    assert specialist.get(address, {"next": "returned-to-me"}).context["cl"].result_count == 1
    tiles = {tile["name"]: tile["count"] for tile in specialist.get(reverse("admin:index")).context["waiting"]}
    assert tiles == {"returned": 1}


def test_several_are_sent_and_published_from_the_list_each_by_itself(editor):
    ready, nothing = ThemeFactory(name="Ready"), ThemeFactory(name="Nothing to send")
    version_of(ready, name_en="Next")
    address = reverse("admin:sectors_theme_changelist")
    chosen = {"_selected_action": [ready.pk, nothing.pk]}
    told = said(editor.post(address, {"action": "send", **chosen}, follow=True))
    assert told == ["Nothing to send: That is not possible now: it is published.", "Send for review: 1 done."]
    editor.post(address, {"action": "publish", **chosen})
    assert Theme.objects.get(pk=ready.pk).name_en == "Next"
    editor.post(address, {"action": "withdraw", **chosen})
    assert set(Theme.objects.values_list("state", flat=True)) == {"archived"}


def test_version_that_cannot_be_laid_out_is_told(editor):
    theme = ThemeFactory(slug="one")
    version_of(theme, slug="two")
    ThemeFactory(slug="two")
    response = editor.get(at(theme, "change"))
    assert response.context["adminform"].form["slug"].value() == "one"
    assert "cannot be shown" in said(response)[0]


def test_form_takes_as_many_queries_however_many_versions_and_parts(page, editor):
    counted = []
    for more in range(2):
        for n in range(3):
            version_of(page, overview_en=f"{more} {n}")
        editor.get(at(page, "change"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(at(page, "change"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_new_page_is_a_draft_with_its_first_version(specialist, shipping):
    address = reverse("admin:sectors_sectorpage_add")
    sent = form_data(specialist.get(address)) | {"sector": shipping.pk, "overview_en": "First.", "_continue": ""}
    specialist.post(address, sent)
    page = SectorPage.objects.get()
    assert (page.state, Version.objects.of(page).get().state) == ("draft", State.DRAFT)
    take_step("send", page, by=page.owner)
    assert page.state == "in_review"
