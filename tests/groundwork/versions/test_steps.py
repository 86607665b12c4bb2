"""The way of a next version, and that nothing else leads to the public."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from groundwork.audit import AuditEntry
from groundwork.models import Version
from groundwork.versions.keeping import keep, recover, restored
from groundwork.versions.snapshots import take
from groundwork.versions.steps import StepError, publish_due, take_step
from sectors.models import SectorPage, Theme
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
    page.refresh_from_db()
    return page


@pytest.fixture
def specialist(user_with, shipping):
    return user_with("specialist", teams=[shipping])


@pytest.fixture
def editor(user_with):
    return user_with("editor")


def draft_of(page, by=None, **fields):
    """The next version: an issue taken out, another before the one that stays."""
    words = take(page)
    issues = words["parts"]["key_issues"][1:]
    new = {"pk": 900_001, "fields": {**issues[0]["fields"], "title_en": "Pay", "order": 0}, "relations": {}}
    words = {**words, "fields": words["fields"] | {"overview_en": "Next."} | fields}
    words["parts"] = words["parts"] | {"key_issues": [new, *issues]}
    return keep(page, words, state=State.DRAFT, by=by)


def shown(page):
    page = SectorPage.objects.get(pk=page.pk)
    return page.overview_en, [issue.title_en for issue in page.key_issues.all()], page.state


PUBLIC, NEXT = ("Public.", ["Dust", "Noise"], "published"), ("Next.", ["Pay", "Noise"], "published")


def test_next_version_goes_to_review_and_back_and_is_public_only_when_published(page, specialist, editor):
    draft_of(page, by=specialist)
    take_step("send", page, by=specialist)
    take_step("return", page, by=editor, remark="Say since when.")
    version = Version.objects.of(page).next().get()
    assert (version.state, version.remark, version.reviewer) == (State.RETURNED, "Say since when.", editor)
    take_step("send", page, by=specialist)
    take_step("take-back", page, by=specialist)
    take_step("send", page, by=specialist)
    assert shown(page) == PUBLIC
    take_step("publish", page, by=editor)
    assert shown(page) == NEXT
    assert [entry.verb for entry in AuditEntry.objects.about(page)] == [
        *("publish", "send", "take-back", "send", "return", "send"),
    ]
    assert [version.state for version in Version.objects.of(page)] == [State.PUBLISHED, State.PUBLISHED]


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("draft", "return"),
        ("draft", "take-back"),
        ("in_review", "send"),
        ("in_review", "discard"),
        ("returned", "publish"),
        ("returned", "schedule"),
        ("draft", "jump"),
    ],
)
def test_step_that_does_not_lead_on_is_refused_logged_and_changes_nothing(page, editor, caplog, state, step):
    version = draft_of(page)
    Version.objects.filter(pk=version.pk).update(state=state)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(StepError):
        take_step(step, page, by=editor, remark="No.", at=tomorrow)
    assert (Version.objects.get(pk=version.pk).state, shown(page)) == (state, PUBLIC)
    assert "step refused" in caplog.text
    assert not AuditEntry.objects.about(page).exists()


def test_who_may_not_is_refused(page, specialist, user_with, editor):
    draft_of(page)
    stranger = user_with("specialist", teams=[SectorFactory()])
    for person, step in ((specialist, "publish"), (specialist, "archive"), (stranger, "send"), (stranger, "discard")):
        with pytest.raises(StepError, match="ask an editor"):
            take_step(step, page, by=person)
    assert shown(page) == PUBLIC


def test_whoever_wrote_a_version_does_not_publish_it(page, editor, user_with, caplog):
    draft_of(page, by=editor)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    for step in ("publish", "schedule"):
        with pytest.raises(StepError, match="a colleague will"):
            take_step(step, page, by=editor, remark="It is good.", at=tomorrow)
    assert "step refused" in caplog.text
    assert shown(page) == PUBLIC
    take_step("publish", page, by=user_with("editor"))
    assert shown(page) == NEXT


def test_administrator_publishes_what_he_wrote_with_a_reason_that_is_kept(page, user_with):
    administrator = user_with("administrator")
    draft_of(page, by=administrator)
    with pytest.raises(StepError, match="say why"):
        take_step("publish", page, by=administrator)
    take_step("publish", page, by=administrator, remark="The editors are at the Conference.")
    assert AuditEntry.objects.about(page).first().detail["remark"] == "The editors are at the Conference."
    assert shown(page) == NEXT


def test_where_there_is_but_one_editor_the_setting_lets_him_publish(page, editor, settings):
    settings.REVIEW_BY_ANOTHER = False
    draft_of(page, by=editor)
    take_step("publish", page, by=editor)
    assert shown(page) == NEXT


def test_what_a_step_needs_is_said(page, editor):
    version = draft_of(page)
    Version.objects.filter(pk=version.pk).update(state=State.IN_REVIEW)
    with pytest.raises(StepError, match="Say what"):
        take_step("return", page, by=editor, remark="  ")
    for at in (None, timezone.now() - dt.timedelta(minutes=1)):
        with pytest.raises(StepError, match="still to come"):
            take_step("schedule", page, by=editor, at=at)


def test_publishing_that_fails_midway_changes_nothing(page, editor):
    draft_of(page)
    connection.check_constraints()  # those still to be looked at would stand in the way
    with connection.cursor() as cursor:  # the last part that is written cannot be
        cursor.execute("ALTER TABLE sectors_keyissue ADD CONSTRAINT no_pay CHECK (title_en <> 'Noise') NOT VALID")
    with pytest.raises(StepError, match="cannot be brought back"):
        take_step("publish", page, by=editor)
    assert shown(page) == PUBLIC
    assert Version.objects.of(page).next().exists()


def test_scheduled_version_is_published_at_its_time_and_not_before(page, editor):
    draft_of(page)
    take_step("schedule", page, by=editor, at=timezone.now() + dt.timedelta(hours=1))
    assert (publish_due(), shown(page)) == (0, PUBLIC)
    Version.objects.next().update(scheduled_for=timezone.now())
    assert (publish_due(), shown(page)) == (1, NEXT)
    assert publish_due() == 0
    assert AuditEntry.objects.about(page).first().by_id is None


def test_scheduled_version_that_cannot_be_published_goes_back_with_the_reason_and_stops_no_other(editor):
    taken, other = ThemeFactory(slug="one"), ThemeFactory(slug="two")
    for theme, fields in ((taken, {"slug": "three"}), (other, {"name_en": "Next"})):
        version_of(theme, **fields)
        take_step("schedule", theme, by=editor, at=timezone.now() + dt.timedelta(hours=1))
    ThemeFactory(slug="three")
    Version.objects.next().update(scheduled_for=timezone.now())
    assert publish_due() == 1
    version = Version.objects.of(taken).next().get()
    assert version.state == State.RETURNED
    assert "belongs to another row" in version.remark
    assert {theme.slug for theme in Theme.objects.all()} == {"one", "two", "three"}


def test_what_was_never_public_goes_the_same_way(editor, specialist, shipping):
    page = SectorPageFactory(sector=shipping, draft=True)
    take_step("send", page, by=specialist)
    assert shown(page)[2] == "in_review"
    take_step("return", page, by=editor, remark="Shorter.")
    assert shown(page)[2] == "draft"
    take_step("send", page, by=specialist)
    take_step("publish", page, by=editor)
    page.refresh_from_db()
    assert (page.state, page.published_at is None) == ("published", False)


def test_withdrawn_page_holds_the_words_of_its_next_version_and_can_be_published_again(page, editor):
    draft_of(page)
    take_step("archive", page, by=editor)
    assert shown(page) == ("Next.", ["Pay", "Noise"], "archived")
    take_step("publish", page, by=editor)
    assert shown(page) == NEXT


def test_review_of_the_public_page_counts_though_the_next_version_was_begun_before(page, editor):
    draft_of(page)
    SectorPage.objects.update(reviewed_on="2026-11-01", review_by="2027-05-01")
    take_step("publish", page, by=editor)
    page.refresh_from_db()
    assert str(page.reviewed_on) == "2026-11-01"


def test_old_version_comes_back_with_parts_and_order_as_a_draft(page, editor, specialist):
    draft_of(page)
    take_step("publish", page, by=editor)
    old = Version.objects.of(page).get(number=1)
    made, untold = restored(page, old, by=specialist)
    assert (untold, made.state, shown(page)) == ([], State.DRAFT, NEXT)
    take_step("publish", page, by=editor)
    assert shown(page) == PUBLIC


def test_deleted_page_is_made_again_with_its_parts_and_number(page, editor):
    before, key = take(page), page.pk
    version = version_of(page, state=State.DELETED, by=editor)
    page.delete()
    assert list(Version.objects.deleted()) == [version]
    item, untold = recover(version, by=editor)
    assert (untold, item.pk, item.state, take(item)) == ([], key, "draft", before)
    assert not Version.objects.deleted().exists()
