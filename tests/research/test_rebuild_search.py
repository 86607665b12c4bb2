"""The command that writes every search row anew."""

import pytest
from django.core.management import call_command

from research.models import SearchRow, SearchWord
from research.services import set_state
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def rebuild(capsys):
    call_command("rebuild_search")
    return capsys.readouterr().out


def test_command_writes_all_and_says_how_many(capsys):
    PublicationFactory()
    PublicationFactory()
    PublicationFactory(draft=True)
    out = rebuild(capsys)
    assert "2  written" in out
    assert "0  removed" in out
    assert SearchRow.objects.count() == 2


def test_command_twice_changes_nothing(capsys):
    PublicationFactory(title="Coal")
    rebuild(capsys)
    rows = list(SearchRow.objects.values())
    assert "1  written" in rebuild(capsys)
    assert list(SearchRow.objects.values()) == rows


def test_command_removes_rows_of_what_is_not_published(capsys):
    SearchRow.objects.create(publication=PublicationFactory(draft=True), title_words="coal", all_words="coal")
    assert "1  removed" in rebuild(capsys)
    assert not SearchRow.objects.exists()


def test_command_takes_up_a_renamed_contributor(client, capsys):
    person = ContributorFactory(family="Miller", given="")
    PublicationFactory(title="Coal", contributors=[person], indexed=True)
    person.family = "Meunier"
    person.save()
    rebuild(capsys)
    assert len(client.get("/research/?q=meunier").context["results"]) == 1
    assert client.get("/research/?q=miller").context["results"] == []


def test_command_with_no_records_is_done_at_once(capsys):
    assert "0  written" in rebuild(capsys)


def test_command_forgets_the_words_of_what_was_withdrawn(capsys):
    PublicationFactory(title="Coal", indexed=True)
    withdrawn = PublicationFactory(title="Coal, uranium", indexed=True)
    set_state(publication=withdrawn, state="archived")
    assert "1  words forgotten" in rebuild(capsys)
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"coal"}
