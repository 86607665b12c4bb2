"""What is saved in the workplace is what search finds, at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groundwork.audit import AuditEntry
from research.models import Publication, SearchRow
from tests.access.forms import form_data
from tests.factories.research import ContributorFactory, PublicationFactory, SectorTagFactory
from tests.factories.sectors import SectorFactory, ThemeFactory

LIST = "admin:research_publication_changelist"


def page(work: Publication, name: str = "change") -> str:
    return reverse(f"admin:research_publication_{name}", args=[work.pk])


def row_of(work: Publication) -> tuple | None:
    return SearchRow.objects.filter(publication=work).values_list("title_key", "facets", "all_words").first()


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor"))


def save(client, work: Publication, **changes) -> None:
    assert client.post(page(work), form_data(client.get(page(work))) | changes).status_code == 302


def test_new_title_is_found_at_once(editor):
    work = PublicationFactory(title="Coal", indexed=True)
    save(editor, work, title="Copper and tin")
    assert row_of(work)[0] == "copper and tin"
    assert "coal" not in row_of(work)[2]


def test_new_and_removed_tags_are_counted_at_once(editor):
    work, mining = PublicationFactory(indexed=True), SectorFactory()
    untagged = row_of(work)[1]
    new = {"sector": mining.pk, "provenance": "editor"}
    save(editor, work, **{"sector_tags-TOTAL_FORMS": "1"}, **{f"sector_tags-0-{key}": new[key] for key in new})
    tagged = row_of(work)[1]
    assert set(tagged) > set(untagged)
    save(editor, work, **{"sector_tags-0-DELETE": "on"})
    assert row_of(work)[1] == untagged


def test_contributor_is_found_at_once_in_all_publications(editor):
    ana = ContributorFactory(family="Silva", given="Ana")
    works = [PublicationFactory(contributors=[ana], indexed=True) for _ in range(2)]
    address = reverse("admin:research_contributor_change", args=[ana.pk])
    assert editor.post(address, {"family": "Okonkwo", "given": "Ana", "orcid": ""}).status_code == 302
    for work in works:
        assert "okonkwo" in row_of(work)[2]
        assert "silva" not in row_of(work)[2]


def test_withdrawn_record_is_not_found_any_more(editor):
    work = PublicationFactory(indexed=True)
    save(editor, work, state="archived")
    assert row_of(work) is None


def test_record_published_by_the_list_is_found_and_withdrawn_is_not(editor):
    works = [PublicationFactory(draft=True), PublicationFactory(draft=True)]
    chosen = {"_selected_action": [work.pk for work in works]}
    assert not SearchRow.objects.exists()
    editor.post(reverse(LIST), {"action": "publish"} | chosen)
    assert all(row_of(work) for work in works)
    editor.post(reverse(LIST), {"action": "withdraw"} | chosen)
    assert not SearchRow.objects.exists()


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleted_record_is_not_found_any_more(editor, way):
    work, other = PublicationFactory(indexed=True), PublicationFactory(indexed=True)
    if way == "page":
        editor.post(page(work, "delete"), {"post": "yes"})
    else:
        editor.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [work.pk], "post": "yes"})
    assert not Publication.objects.filter(pk=work.pk).exists()
    assert list(SearchRow.objects.values_list("publication", flat=True)) == [other.pk]


def test_draft_saved_by_a_specialist_is_not_found(user_with, client_of):
    mining = SectorFactory()
    specialist = client_of(user_with("specialist", teams=[mining]))
    work = PublicationFactory(draft=True, sectors=[mining])
    save(specialist, work, title="Secret")
    assert Publication.objects.get(pk=work.pk).title == "Secret"
    assert row_of(work) is None


def test_refused_save_leaves_record_and_search_row_as_they_were(editor):
    work = PublicationFactory(title="Coal", indexed=True)
    sent = form_data(editor.get(page(work))) | {"title": "Copper", "year": "20006"}
    assert editor.post(page(work), sent).status_code == 200
    assert row_of(work)[0] == "coal"


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_record_takes_as_many_queries_whatever_hangs_on_it(editor, django_assert_max_num_queries, number):
    work = PublicationFactory(themes=[ThemeFactory() for _ in range(number)])
    editor.get(page(work))
    with django_assert_max_num_queries(25 + number):  # one for each select that shows a choice
        editor.get(page(work))


def test_suggested_tags_are_listed_by_their_provenance(editor):
    guessed, stated = SectorTagFactory(provenance="suggested"), SectorTagFactory(provenance="source")
    listed = editor.get(reverse(LIST), {"sector_tags__provenance": "suggested"}).context["cl"].queryset
    assert list(listed) == [guessed.publication]
    assert stated.publication not in listed


def test_year_is_no_amount(editor):
    PublicationFactory(date="2024")
    page = editor.get(reverse(LIST)).text
    assert "2,024" not in page
    assert ">2024<" in page


def test_list_is_filtered_by_the_languages_that_there_are(db, client_of, user_with):
    for code in ("fr", "fr", ""):
        PublicationFactory(language=code)
    client, address = client_of(user_with("editor")), reverse("admin:research_publication_changelist")
    body = client.get(address).text
    assert [f"language={value}" in body for value in ("fr", "none", "es")] == [True, True, False]
    assert client.get(f"{address}?language=fr").context["cl"].result_count == 2
    assert client.get(f"{address}?language=none").context["cl"].result_count == 1


def test_every_field_of_a_table_of_parts_has_a_name(db, client_of, user_with):
    publication = PublicationFactory(contributors=[ContributorFactory()])
    page = client_of(user_with("editor")).get(reverse("admin:research_publication_change", args=[publication.pk]))
    formset = page.context["inline_admin_formsets"][0].formset
    fields = [name for name in formset.forms[0].fields if name not in {"id", "publication"}]
    assert {"order", "role", "DELETE"} <= set(fields)
    for name in fields:
        widget = formset.forms[0].fields[name].widget
        assert getattr(widget, "widget", widget).attrs["aria-label"], name


def test_records_are_verified_from_the_list_and_told_from_the_others(editor):
    checked, other = PublicationFactory(title="Coal"), PublicationFactory(title="Tin")
    sent = {"action": "verify", "_selected_action": [checked.pk]}
    assert editor.post(reverse(LIST), sent).status_code == 302
    checked.refresh_from_db()
    assert checked.verified_on == timezone.localdate()
    assert AuditEntry.objects.filter(verb="change", object_id=checked.pk).exists()
    unchecked = editor.get(reverse(LIST), {"verified_on__isempty": "1"}).context["cl"].result_list
    assert list(unchecked) == [other]
