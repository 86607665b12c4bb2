import pytest

from groundwork.models import Version
from groundwork.staging import StagedFile, StagedRow, StagingError, commit, undo
from groundwork.versions.version import next_of
from meetings.models import Meeting
from sectors.models import KeyIssue, Partner
from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import KeyIssueFactory, PartnerFactory, SectorPageFactory
from tests.groundwork.tables.conftest import downloaded, sent_back, verdicts

Verdict, State = StagedRow.Verdict, StagedFile.State


def test_table_as_it_was_downloaded_changes_nothing(desk):
    PartnerFactory(sectors=[desk.mining], description="=1+1", url="https://www.example.org/a")
    PartnerFactory(sectors=[desk.other])
    rows = downloaded("sectors.partner", desk.specialist)
    file = sent_back("sectors.partner", rows, desk.specialist)
    assert (len(rows), verdicts(file)) == (2, [Verdict.SAME, Verdict.SAME])


def test_rows_are_judged_by_the_rights_of_who_sends_them_and_good_ones_taken_without_the_bad(desk):
    """Each row is refused in words: another's, moved out of one's own, unknown words, a state, a row that is not."""
    mine, twin = PartnerFactory.create_batch(2, sectors=[desk.mining], draft=True)
    others = PartnerFactory(sectors=[desk.other])
    unseen = PartnerFactory(sectors=[desk.other], draft=True)
    row = {"id": str(mine.pk), "state": "draft", "name": mine.name, "kind": mine.kind, "url": mine.url}
    row |= {"description_en": "Now better.", "sectors": "mining"}
    bad = [
        row | {"id": str(others.pk), "state": "published", "name": "Taken over"},
        row | {"sectors": "shipping"},
        row | {"kind": "club"},
        row | {"state": "published"},
        row | {"id": str(unseen.pk)},
        row | {"id": "", "name": twin.name},
        row | {"id": "", "url": "http://127.0.0.1/"},
    ]
    file = sent_back("sectors.partner", [row, *bad, row | {"id": "", "name": "A new one"}], desk.specialist)

    assert verdicts(file) == [Verdict.CHANGED, *[Verdict.BAD] * len(bad), Verdict.NEW]
    reasons = [" ".join(one.reasons) for one in file.rows.filter(verdict=Verdict.BAD).order_by("number")]
    words = ("not within", "your teams", "club", "buttons", "There is no row", "name: ", "url: ")
    assert all(word in reason for word, reason in zip(words, reasons, strict=True)), reasons
    assert file.rows.get(number=2).changes == [["description [en] (description_en)", "", "Now better."]]

    assert commit(file, by=desk.specialist) == 2
    mine.refresh_from_db()
    new = Partner.objects.get(name="A new one")
    assert (mine.description_en, new.state, list(new.sectors.all())) == ("Now better.", "draft", [desk.mining])

    undo(StagedFile.objects.get(pk=file.pk), by=desk.specialist)
    mine.refresh_from_db()
    assert (mine.description_en or "", Partner.objects.filter(name="A new one").exists()) == ("", False)


def test_published_page_gets_its_change_as_next_version_which_undo_takes_back(desk):
    """What is public stays; a version that somebody worked on is worked on again; parts of one page are one version."""
    page = SectorPageFactory(sector=desk.mining)
    first, second = KeyIssueFactory.create_batch(2, page=page)
    rows = downloaded("sectors.keyissue", desk.specialist)
    for row in rows:
        row["title_en"] = f"{row['title_en']}, changed"
    file = sent_back("sectors.keyissue", [*rows, rows[0] | {"id": "", "title_en": "Dust"}], desk.specialist)
    commit(file, by=desk.specialist)

    first.refresh_from_db()
    version = next_of(page)
    assert "changed" not in first.title_en
    assert KeyIssue.objects.count() == 2
    titles = [part["fields"]["title_en"] for part in version.snapshot["parts"]["key_issues"]]
    assert sorted(titles) == sorted(["Dust", f"{first.title_en}, changed", f"{second.title_en}, changed"])
    assert len(downloaded("sectors.keyissue", desk.specialist)) == 3  # what is being written is what goes out

    later = sent_back("sectors.keyissue", [rows[0] | {"title_en": "Later"}], desk.specialist)
    commit(later, by=desk.specialist)
    with pytest.raises(StagingError, match="changed or used since"):
        undo(StagedFile.objects.get(pk=file.pk), by=desk.specialist)
    undo(StagedFile.objects.get(pk=later.pk), by=desk.specialist)
    assert next_of(page).snapshot["parts"] == version.snapshot["parts"]

    Version.objects.all().delete()
    only = sent_back("sectors.keyissue", [rows[1] | {"title_en": "Only"}], desk.specialist)
    commit(only, by=desk.specialist)
    undo(StagedFile.objects.get(pk=only.pk), by=desk.specialist)
    assert next_of(page) is None


def test_published_row_without_parts_gets_its_change_as_next_version_too(desk):
    partner = PartnerFactory(sectors=[desk.mining], url="https://www.example.org/a")
    (row,) = downloaded("sectors.partner", desk.specialist)
    file = sent_back("sectors.partner", [row | {"url": "https://www.example.org/b"}], desk.specialist)
    commit(file, by=desk.specialist)
    partner.refresh_from_db()
    assert partner.url == "https://www.example.org/a"
    assert next_of(partner).snapshot["fields"]["url"] == "https://www.example.org/b"


def test_what_changed_between_the_look_and_the_yes_is_not_written_over(desk):
    meeting = MeetingFactory(sectors=[desk.mining], place="Geneva", draft=True)
    (row,) = downloaded("meetings.meeting", desk.specialist)
    file = sent_back(
        "meetings.meeting", [row | {"place_en" if "place_en" in row else "place": "Lima"}], desk.specialist
    )
    Meeting.objects.filter(pk=meeting.pk).update(title_en="Another title")
    with pytest.raises(StagingError, match="row 2: it was changed since"):
        commit(file, by=desk.specialist)
    assert StagedFile.objects.get(pk=file.pk).state == State.READY


def test_file_of_an_account_that_is_gone_has_nobodys_rights(desk):
    PartnerFactory(sectors=[desk.mining])
    (row,) = downloaded("sectors.partner", desk.editor)
    rows = [row | {"description_en": "Another."}, row | {"id": "", "name": "New"}]
    file = sent_back("sectors.partner", rows, desk.editor, by=987_654)
    assert verdicts(file) == [Verdict.BAD, Verdict.BAD]
    assert sent_back("sectors.partner", rows, desk.editor).state == State.READY
