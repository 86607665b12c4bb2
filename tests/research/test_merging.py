import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from groundwork.audit import AuditEntry
from groundwork.versions.keeping import keep_as_found
from groundwork.versions.version import Version
from research.merging import NotMergedError, merge
from research.models import Merger, Publication, RecordStamp, SearchRow
from research.search.direct import named
from research.search.index import reindex
from tests.factories.meetings import MeetingFactory
from tests.factories.research import ContributorFactory, DuplicatePairFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    mining, ports = SectorFactory(), SectorFactory()
    kept = PublicationFactory(title="Dust", doi="10.1000/one", sectors=[mining], keywords=["a"], indexed=True)
    gone = PublicationFactory(
        title="Dust.",
        doi="10.1000/two",
        handle="11159/7",
        abstract="Words",
        sectors=[mining, ports],
        keywords=["b"],
        contributors=[ContributorFactory(family="Marx")],
        sources=[SourceFactory()],
        indexed=True,
    )
    return kept, gone


def test_merging_keeps_identifiers_links_and_history(pair, user_with):
    kept, gone = pair
    editor = user_with("editor")
    meeting, alone = MeetingFactory(), MeetingFactory()
    meeting.publications.set([kept, gone])
    alone.publications.set([gone])
    version = PublicationFactory(version_of=gone, language="fr")
    kind = ContentType.objects.get_for_model(Publication)
    LogEntry.objects.create(user=editor, content_type=kind, object_id=str(gone.pk), action_flag=CHANGE)
    keep_as_found(gone)
    number = gone.pk
    merge(kept=kept, gone=gone, by=editor)

    assert [version.object_name for version in Version.objects.of(kept)] == ["Dust", "Dust."]
    kept.refresh_from_db()
    assert (kept.title, kept.abstract, kept.handle, kept.keywords) == ("Dust", "Words", "11159/7", ["a", "b"])
    assert [str(one) for one in kept.other_identifiers.all()] == ["DOI: 10.1000/two"]
    assert (kept.sector_tags.count(), kept.contributions.count(), kept.source_records.count()) == (2, 1, 1)
    assert list(meeting.publications.all()) == list(alone.publications.all()) == [kept]
    version.refresh_from_db()
    assert version.version_of == kept
    assert LogEntry.objects.get().object_id == str(kept.pk)
    assert AuditEntry.objects.get().detail["merged"] == number


def test_old_address_leads_to_the_one_that_stays_and_harvesters_learn_of_the_deletion(pair, client):
    kept, gone = pair
    number = gone.pk
    merge(kept=kept, gone=gone, by=None)

    response = client.get(reverse("record", args=[number]))
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    response = client.get(reverse("record-file", args=[number, "bib"]))
    assert response["Location"] == reverse("record-file", args=[kept.pk, "bib"])
    response = client.get(f"/api/v1/publications/{number}/")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/publications/{kept.pk}/")
    assert client.get(f"/research/list/?list={number},{kept.pk}")["Location"].endswith(f"?list={kept.pk}")
    assert b"Dust" in b"".join(client.get(reverse("reading-list-file", args=["bib"]), {"list": number}))
    assert RecordStamp.objects.get(number=number).is_deleted
    assert named(SearchRow.objects.all(), "10.1000/two") == [kept.pk]

    last = PublicationFactory(title="Dust!", indexed=True)
    merge(kept=last, gone=kept, by=None)
    assert client.get(reverse("record", args=[number]))["Location"] == last.get_absolute_url()
    assert named(SearchRow.objects.all(), "10.1000/two") == [last.pk]


def test_address_of_a_record_merged_into_a_draft_is_not_there(pair, client):
    kept, gone = pair
    number = gone.pk
    merge(kept=kept, gone=gone, by=None)
    Publication.objects.update(state="draft")
    assert client.get(reverse("record", args=[number])).status_code == 404


def test_public_record_never_goes_into_one_that_is_not(pair):
    kept, gone = pair
    Publication.objects.filter(pk=kept.pk).update(state="draft")
    with pytest.raises(NotMergedError, match="is public"):
        merge(kept=kept, gone=gone, by=None)
    merge(kept=gone, gone=kept, by=None)
    assert Publication.objects.get() == gone


def test_languages_are_versions_and_never_merged(pair):
    kept, gone = pair
    Publication.objects.filter(pk=gone.pk).update(language="fr")
    reindex([gone.pk])
    with pytest.raises(NotMergedError):
        merge(kept=kept, gone=gone, by=None)
    assert not Merger.objects.exists()


class TestWorklist:
    def test_pair_is_merged_or_told_apart_in_the_workplace(self, pair, user_with, client_of):
        kept, gone = pair
        client = client_of(user_with("editor"))
        row = DuplicatePairFactory(first=kept, second=gone)
        address = reverse("admin:research_duplicatepair_change", args=[row.pk])
        assert "10.1000/two" in client.get(address).content.decode()
        assert "possible duplicate: to be decided" in client.get(reverse("admin:index")).content.decode()

        client.post(address, {"_keep": str(gone.pk)})
        assert Publication.objects.get() == gone

    def test_who_may_not_change_both_decides_nothing(self, pair, user_with, client_of):
        kept, gone = pair
        own = kept.sectors.get()
        gone.sector_tags.filter(sector=own).delete()
        row = DuplicatePairFactory(first=kept, second=gone)
        address = reverse("admin:research_duplicatepair_change", args=[row.pk])
        response = client_of(user_with("specialist", teams=[own])).post(address, {"_keep": str(kept.pk)})
        assert response.status_code == 403
        assert Publication.objects.count() == 2

    def test_saving_a_record_tells_of_its_likes(self, user_with, client_of):
        from tests.access.forms import form_data

        PublicationFactory(title="The dust of mines", symbol="GB.1/2", indexed=True)
        other = PublicationFactory(title="Other words", indexed=True)
        client = client_of(user_with("editor"))
        address = reverse("admin:research_publication_change", args=[other.pk])
        sent = form_data(client.get(address)) | {"symbol": "GB.1/2"}
        assert "may be a duplicate" in client.post(address, sent, follow=True).content.decode()
