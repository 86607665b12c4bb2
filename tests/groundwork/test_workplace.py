"""How the workplace (Django's admin) offers, refuses and saves, beside what tests/access/ generates from the table."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from groundwork.access import Verb
from groundwork.access.rule import rows_for
from groundwork.publishing import PublishingState
from groundwork.versions.steps import take_step
from groundwork.workplace.fields import LinesField
from meetings.models import Meeting, Outcome, Review
from research.models import Publication, SectorTag
from sectors.models import KeyIssue, SectorPage, Theme
from tests.access.forms import form_data
from tests.access.samples import MODELS, samples
from tests.factories.meetings import (
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgrammeEntryFactory,
    ReviewFactory,
)
from tests.factories.research import PublicationFactory, SectorTagFactory
from tests.factories.sectors import BranchFactory, InstrumentFactory, SectorFactory, SectorPageFactory, ThemeFactory

STATES = PublishingState
REGISTERED = [model for model in MODELS if model in admin.site._registry]
ADDED_BY_HAND = [model for model in REGISTERED if any(rows_for(model, Verb.ADD))]
KEEP_ONE = "Keep at least one of your teams’ sectors, or you could not edit this any more."


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def change(item: models.Model) -> str:
    return address(type(item), "change", item.pk)


def errors(response) -> list[str]:
    """What the page says is wrong; empty if it was saved."""
    if response.status_code == 302:
        return []
    return [text for told in response.context["errors"] for text in ([told] if isinstance(told, str) else told)]


def take_out(sent: dict, prefix: str, row: models.Model) -> dict:
    """The same request with the row's box "Delete" ticked."""
    place = next(
        key for key, value in sent.items() if key.startswith(prefix) and key.endswith("-id") and value == str(row.pk)
    )
    return sent | {place.removesuffix("id") + "DELETE": "on"}


@pytest.fixture
def mining(db):
    return SectorFactory(name="Mining")


@pytest.fixture
def specialist(user_with, client_of, mining):
    return client_of(user_with("specialist", teams=[mining]))


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor"))


# Lists


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_list_takes_as_many_queries_for_three_rows_as_for_one(model, user_with, client_of, mining):
    client = client_of(user_with("administrator"))
    client.get(address(model, "changelist"))  # content types are remembered
    counted = []
    for _more in range(2):
        samples(model, SectorFactory(), SectorFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(model, "changelist")).context["cl"].result_count >= 1
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_list_is_searched_and_filtered(model, user_with, client_of):
    client = client_of(user_with("administrator"))
    page = client.get(address(model, "changelist"), {"q": "xyzzy ' é"})
    assert (page.status_code, page.context["cl"].result_count) == (200, 0)


def test_filter_offers_only_what_the_person_may_see(user_with, client_of, editor):
    shown, draft = ReviewFactory(title="Shown"), ReviewFactory(title="Unseen", draft=True)
    for review in (shown, draft):
        OutcomeFactory(meeting=None, review=review)
    assert "Unseen" in editor.get(address(Outcome, "changelist")).text
    other = client_of(user_with("contributor")).get(address(Outcome, "changelist")).text
    assert "Shown" in other
    assert "Unseen" not in other


# What a form offers


@pytest.mark.parametrize("model", ADDED_BY_HAND, ids=lambda model: model._meta.label)
def test_no_select_loads_a_long_table(model, user_with, client_of):
    page = client_of(user_with("administrator")).get(address(model, "add"))
    inlines = [inline.formset.empty_form for inline in page.context["inline_admin_formsets"]]
    for form in [page.context["adminform"].form, *inlines]:
        for field in form.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not field.widget.is_hidden:
                widget = getattr(field.widget, "widget", field.widget)
                is_short = getattr(admin.site.get_model_admin(field.queryset.model), "short", False)
                assert is_short != isinstance(widget, AutocompleteSelect | AutocompleteSelectMultiple)


def test_fields_stand_language_by_language(editor):
    page = editor.get(change(ThemeFactory()))
    groups = {str(title): set(options["fields"]) for title, options in page.context["adminform"].fieldsets}
    assert list(groups) == ["None", "English", "French", "Spanish", "Publishing"]
    assert groups["French"] == {"name_fr", "description_fr"}
    assert groups["Publishing"] == {"state", "owner", "reviewed_on", "review_by", "published_at", "updated_at"}


def test_pages_load_nothing_from_elsewhere(editor):
    for model in (SectorPage, Publication):
        page = editor.get(address(model, "add"))
        assert [path for path in page.context["media"]._js if "//" in str(path)] == []


def test_specialist_is_offered_the_sectors_of_the_team_and_those_already_set(specialist, mining):
    coal, education, other = BranchFactory(parent=mining), SectorFactory(), SectorFactory()
    meeting = MeetingFactory(sectors=[mining, education], draft=True)
    form = specialist.get(change(meeting)).context["adminform"].form
    assert set(form.fields["sectors"].queryset) == {mining, coal, education}
    form = specialist.get(address(Meeting, "add")).context["adminform"].form
    assert set(form.fields["sectors"].queryset) == {mining, coal}
    assert other not in form.fields["sectors"].queryset


def test_editor_is_offered_every_sector(editor, mining):
    other = SectorFactory()
    form = editor.get(address(Meeting, "add")).context["adminform"].form
    assert set(form.fields["sectors"].queryset) == {mining, other}


def test_relation_to_what_is_not_seen_is_left_out_and_kept(specialist, mining):
    unseen = PublicationFactory(title="Unseen", draft=True, sectors=[SectorFactory()])
    work = PublicationFactory(sectors=[mining], version_of=unseen)
    page = specialist.get(change(work))
    assert "Unseen" not in page.text
    assert "version_of" not in page.context["adminform"].form.fields
    assert errors(specialist.post(change(work), form_data(page) | {"version_of": ""})) == []
    work.refresh_from_db()
    assert work.version_of == unseen


def test_relation_to_what_is_not_seen_is_refused_in_a_crafted_request(specialist, mining):
    unseen = PublicationFactory(draft=True, sectors=[SectorFactory()])
    work = PublicationFactory(sectors=[mining])
    sent = form_data(specialist.get(change(work))) | {"version_of": unseen.pk}
    assert "That choice is not one of the available choices" in errors(specialist.post(change(work), sent))[0]


def test_autocomplete_offers_only_what_is_seen(specialist, mining):
    PublicationFactory(title="Coal seen", sectors=[mining])
    PublicationFactory(title="Coal unseen", draft=True, sectors=[SectorFactory()])
    asked = {"app_label": "research", "model_name": "publication", "field_name": "version_of", "term": "coal"}
    answer = specialist.get(reverse("admin:autocomplete"), asked).json()
    assert [item["text"] for item in answer["results"]] == ["Coal seen"]


def test_autocomplete_offers_what_the_form_would_take(specialist, mining):
    mine, other = (
        OutcomeFactory(text=f"Coal {n}", sectors=[sector]) for n, sector in enumerate([mining, SectorFactory()])
    )
    action, _other = FollowUpActionFactory(title="Coal 2", outcomes=[mine]), FollowUpActionFactory(outcomes=[other])
    for model, field, expected in (("answer", "outcome", mine), ("progressupdate", "action", action)):
        asked = {"app_label": "meetings", "model_name": model, "field_name": field, "term": ""}
        answer = specialist.get(reverse("admin:autocomplete"), asked).json()
        assert [item["id"] for item in answer["results"]] == [str(expected.pk)]


def test_no_address_leads_to_rows_by_their_number(editor, db):
    from django.contrib.contenttypes.models import ContentType

    meeting = MeetingFactory(draft=True)
    kind = ContentType.objects.get_for_model(Meeting)
    assert editor.get(f"/admin/r/{kind.pk}/{meeting.pk}/").status_code == 404


# Keeping to one's own


@pytest.mark.parametrize("chosen", ["other", "none"])
def test_specialist_saves_only_what_has_a_sector_of_the_team(specialist, mining, chosen):
    meeting = MeetingFactory(sectors=[mining], draft=True)
    sent = form_data(specialist.get(change(meeting))) | {
        "sectors": [SectorFactory().pk] if chosen == "other" else [],
    }
    assert len(errors(specialist.post(change(meeting), sent))) == 1
    assert list(meeting.sectors.all()) == [mining]


def test_specialist_does_not_give_a_row_away(specialist, mining):
    education = SectorFactory()
    meeting = MeetingFactory(sectors=[mining, education], draft=True)
    sent = form_data(specialist.get(change(meeting))) | {"sectors": [education.pk]}
    assert errors(specialist.post(change(meeting), sent)) == [KEEP_ONE]
    assert set(meeting.sectors.all()) == {mining, education}


def test_specialist_does_not_give_a_record_away_by_its_tags(specialist, mining):
    work = PublicationFactory(sectors=[mining, SectorFactory()])
    sent = take_out(form_data(specialist.get(change(work))), "sector_tags", work.sector_tags.get(sector=mining))
    assert errors(specialist.post(change(work), sent)) == [KEEP_ONE]
    assert work.sector_tags.count() == 2


def test_specialist_adds_a_record_with_a_sector_of_the_team(specialist, mining):
    sent = form_data(specialist.get(address(Publication, "add"))) | {"title": "New"}
    assert sent["sector_tags-TOTAL_FORMS"] == "1"
    assert errors(specialist.post(address(Publication, "add"), sent | {"sector_tags-0-sector": ""}))
    assert errors(specialist.post(address(Publication, "add"), sent | {"sector_tags-0-sector": SectorFactory().pk}))
    assert not Publication.objects.exists()
    assert errors(specialist.post(address(Publication, "add"), sent | {"sector_tags-0-sector": mining.pk})) == []
    assert [tag.sector for tag in Publication.objects.get().sector_tags.all()] == [mining]


def test_specialist_takes_a_wrong_tag_from_a_published_record(specialist, mining):
    work = PublicationFactory(sectors=[mining])
    wrong = SectorTagFactory(publication=work)
    sent = take_out(form_data(specialist.get(change(work))), "sector_tags", wrong)
    assert errors(specialist.post(change(work), sent)) == []
    assert [tag.sector for tag in SectorTag.objects.all()] == [mining]


def test_what_escaped_every_form_is_refused_at_the_end_and_undone(specialist, mining, monkeypatch):
    """The guard behind the forms: here their own check is taken away."""
    from groundwork.workplace import scoped

    monkeypatch.setattr(scoped, "offer_own", lambda *_field: None)
    other = SectorFactory()
    meeting = MeetingFactory(title="As it was", sectors=[mining], draft=True)
    sent = form_data(specialist.get(change(meeting))) | {"sectors": [other.pk], "title_en": "Given away"}
    assert specialist.post(change(meeting), sent).status_code == 403
    meeting.refresh_from_db()
    assert (meeting.title, list(meeting.sectors.all())) == ("As it was", [mining])


def test_parts_of_a_page_are_written_with_it(specialist, mining):
    page = SectorPageFactory(sector=mining)
    sent = form_data(specialist.get(change(page))) | {
        "key_issues-TOTAL_FORMS": "1",
        "key_issues-0-page": page.pk,
        "key_issues-0-order": "1",
        "key_issues-0-title_en": "Dust",
        "key_issues-0-text_en": "Silicosis.",
        "key_issues-0-title_fr": "Poussière",
    }
    assert errors(specialist.post(change(page), sent)) == []
    assert not KeyIssue.objects.exists()  # until it is published
    take_step("publish", page, by=None)
    issue = KeyIssue.objects.get()
    assert (issue.page, issue.title_en, issue.title_fr) == (page, "Dust", "Poussière")
    with translation.override("fr"):
        assert (issue.title, issue.text) == ("Poussière", "Silicosis.")


# States


def test_writer_may_send_for_review_but_not_publish(specialist, mining):
    entry = ProgrammeEntryFactory(sectors=[mining], draft=True)
    sent = form_data(specialist.get(change(entry)))
    assert errors(specialist.post(change(entry), sent | {"state": STATES.IN_REVIEW})) == []
    assert errors(specialist.post(change(entry), sent | {"state": STATES.PUBLISHED}))
    entry.refresh_from_db()
    assert (entry.state, entry.published_at) == (STATES.IN_REVIEW, None)


def test_writer_changes_a_published_row_and_leaves_it_published(specialist, mining):
    entry = ProgrammeEntryFactory(sectors=[mining])
    sent = form_data(specialist.get(change(entry))) | {"title_en": "Corrected"}
    assert errors(specialist.post(change(entry), sent | {"state": STATES.DRAFT}))
    assert errors(specialist.post(change(entry), sent)) == []
    entry.refresh_from_db()
    assert (entry.title, entry.state) == ("Corrected", STATES.PUBLISHED)


def test_editor_publishes_by_the_form_and_the_first_date_stays(editor):
    review = ReviewFactory(draft=True)
    for state in (STATES.PUBLISHED, STATES.ARCHIVED, STATES.PUBLISHED):
        sent = form_data(editor.get(change(review))) | {"state": state, "published_at": "2001-01-01"}
        assert errors(editor.post(change(review), sent)) == []
        before, review = review.published_at, Review.objects.get(pk=review.pk)
        assert review.state == state
        assert review.published_at == (before or review.published_at)
    assert review.published_at.year > 2001


def test_editor_publishes_and_withdraws_several_at_once(editor):
    drafts, shown = [ReviewFactory(draft=True), ReviewFactory(state=STATES.IN_REVIEW)], ReviewFactory()
    date = shown.published_at
    everything = {"_selected_action": [review.pk for review in (*drafts, shown)]}
    page = editor.post(address(Review, "changelist"), {"action": "publish"} | everything, follow=True)
    assert "2 published." in page.text
    assert {review.state for review in Review.objects.all()} == {STATES.PUBLISHED}
    assert not Review.objects.filter(published_at=None).exists()
    assert Review.objects.get(pk=shown.pk).published_at == date
    page = editor.post(address(Review, "changelist"), {"action": "withdraw"} | everything, follow=True)
    assert "3 withdrawn." in page.text
    assert {review.state for review in Review.objects.all()} == {STATES.ARCHIVED}
    assert LogEntry.objects.count() == 5


def test_withdrawing_leaves_drafts_alone(editor):
    draft = ThemeFactory(draft=True)
    editor.post(address(Theme, "changelist"), {"action": "withdraw", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.state == STATES.DRAFT


def test_writer_has_no_action_to_publish(specialist, mining):
    meeting = MeetingFactory(sectors=[mining], draft=True)
    assert "publish" not in dict(
        specialist.get(address(Meeting, "changelist")).context["action_form"].fields["action"].choices
    )
    specialist.post(address(Meeting, "changelist"), {"action": "publish", "_selected_action": [meeting.pk]})
    meeting.refresh_from_db()
    assert meeting.state == STATES.DRAFT


def test_new_row_is_owned_by_its_writer(specialist, user_with, mining):
    sent = form_data(specialist.get(address(Meeting, "add")))
    sent |= {"slug": "new", "title_en": "New", "kind": Meeting.Kind.WORKSHOP, "sectors": [mining.pk]}
    assert errors(specialist.post(address(Meeting, "add"), sent)) == []
    meeting = Meeting.objects.get()
    assert (meeting.owner.roles, meeting.state) == (["specialist"], STATES.DRAFT)


# Fields


@pytest.mark.parametrize(
    ("typed", "items"),
    [("one, with a comma\r\ntwo\r\n\r\n", ["one, with a comma", "two"]), ("", []), (" \n ", [])],
)
def test_list_is_written_one_item_a_line(typed, items):
    field = LinesField(forms.CharField(), required=False)
    assert field.clean(typed) == items
    assert field.prepare_value(items) == "\n".join(items)


def test_aliases_are_saved_line_by_line(editor, settings):
    settings.REVIEW_BY_ANOTHER = False
    instrument = InstrumentFactory()
    sent = form_data(editor.get(change(instrument))) | {"aliases": "OSH, mines\nC176"}
    assert errors(editor.post(change(instrument), sent | {"_publish": ""})) == []
    instrument.refresh_from_db()
    assert instrument.aliases == ["OSH, mines", "C176"]


def test_partial_date_is_refused_with_a_sentence(editor):
    meeting = MeetingFactory()
    sent = form_data(editor.get(change(meeting))) | {"start": "18.4.2026"}
    assert errors(editor.post(change(meeting), sent)) == [
        "“18.4.2026” is not a date. Write 2026, 2026-04 or 2026-04-18."
    ]


def test_nobody_signs_in_but_through_the_portals_own_page(client, user_with):
    user_with("specialist", email="ana@portal.test", password="correct horse battery")
    sent = {"username": "ana@portal.test", "password": "correct horse battery"}
    answer = client.post(reverse("admin:login"), sent, query_params={"next": "/admin/meetings/"})
    assert answer.url == "/account/login/?next=/admin/meetings/"
    assert "_auth_user_id" not in client.session


def test_workplace_is_closed_to_those_who_do_not_work_here(client_of, user_with):
    assert client_of(user_with("constituent")).get(reverse("admin:login")).status_code == 403


def test_workplace_greets_by_name(client_of, user_with):
    page = client_of(user_with("specialist", name="Ana")).get(reverse("admin:index"))
    assert "Welcome, <strong>Ana</strong>" in " ".join(page.text.split())


def test_workplace_is_in_the_language_of_the_person(editor):
    assert "Publication" in editor.get("/fr/admin/").text
    assert 'lang="fr"' in editor.get("/fr/admin/").text
