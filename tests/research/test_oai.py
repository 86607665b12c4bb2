"""The provider, read as harvesters read it: by Sickle, and by the rules of the protocol."""

import re

import pytest
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import (
    BadArgument,
    BadResumptionToken,
    BadVerb,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
)
from sickle.response import OAIResponse

from research.models import Contribution, Publication, RecordStamp
from research.oai import answers
from research.oai.tokens import Place
from research.search.index import reindex
from research.services import set_state
from tests.factories.groundwork import AreaFactory
from tests.factories.research import ContributionFactory, ContributorFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory
from tests.schemas import assert_valid

pytestmark = pytest.mark.django_db
SPACES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.loc.gov/mods/v3",
}


class Harvester(Sickle):
    """Sickle with our test client for its HTTP. Each answer and the metadata in it are valid by their schemas."""

    def __init__(self, client, method="GET"):
        super().__init__("http://testserver/oai", http_method=method)
        self.client = client

    def harvest(self, **arguments):
        ask = self.client.get if self.http_method == "GET" else self.client.post
        response = ask("/oai", {name: value for name, value in arguments.items() if value is not None})
        assert response.status_code == 200
        assert response["Content-Type"] == "text/xml; charset=utf-8"
        assert_valid(response.content)

        class Answer:
            text, content = response.text, response.content

        return OAIResponse(Answer, arguments)


@pytest.fixture
def oai(client):
    return Harvester(client)


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(answers, "PER_PAGE", 2)


def work(**fields):
    return PublicationFactory(indexed=True, **fields)


def numbers(records):
    headers = [getattr(record, "header", record) for record in records]
    return [int(header.identifier.rpartition("/")[2]) for header in headers]


def read(client, query):
    answer = client.get(f"/oai?{query}").content
    assert_valid(answer)
    return etree.fromstring(answer)


class TestIdentify:
    def test_repository_says_what_it_is(self, oai, settings):
        settings.OAI_HOST, settings.OAI_ADMIN_EMAIL = "sector.test.org", "oai@test.org"
        work()
        said = oai.Identify()
        assert (said.protocolVersion, said.deletedRecord, said.adminEmail) == ("2.0", "persistent", "oai@test.org")
        assert said.granularity == "YYYY-MM-DDThh:mm:ssZ"
        assert said.baseURL == "http://testserver/oai"
        stamp = RecordStamp.objects.get()
        assert said.earliestDatestamp == answers.in_utc(stamp.changed_at)
        assert "oai:sector.test.org:publication/1" in said.raw

    def test_empty_repository_answers(self, oai, settings):
        settings.OAI_ADMIN_EMAIL = "oai@test.org"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", oai.Identify().earliestDatestamp)

    def test_answer_repeats_what_was_asked(self, client):
        asked = read(client, "verb=ListIdentifiers&metadataPrefix=mods").find("o:request", SPACES)
        assert dict(asked.attrib) == {"verb": "ListIdentifiers", "metadataPrefix": "mods"}
        assert asked.text == "http://testserver/oai"
        assert dict(read(client, "verb=Nothing").find("o:request", SPACES).attrib) == {}


class TestSets:
    def test_sectors_themes_and_sources_are_sets(self, oai):
        SectorFactory(slug="mining", name="Mining")
        ThemeFactory(slug="safety")
        ThemeFactory(slug="secret", draft=True)
        SourceFactory(slug="list")
        sets = {one.setSpec: one.setName for one in oai.ListSets()}
        assert set(sets) == {"sector.mining", "theme.safety", "source.list"}
        assert sets["sector.mining"] == "Mining"

    def test_set_has_its_records_and_each_record_says_its_sets(self, oai):
        mining = SectorFactory(slug="mining")
        coal = BranchFactory(slug="coal", parent=mining)
        in_mining, in_coal = work(sectors=[mining]), work(sectors=[coal], sources=[SourceFactory(slug="list")])
        work()
        records = list(oai.ListIdentifiers(metadataPrefix="oai_dc", set="sector.mining"))
        assert numbers(records) == [in_mining.pk, in_coal.pk]
        assert records[1].setSpecs == ["sector.coal", "sector.mining", "source.list"]
        assert numbers(oai.ListRecords(metadataPrefix="mods", set="source.list")) == [in_coal.pk]


class TestRecords:
    @pytest.fixture
    def full(self):
        publication = work(
            title="Dust & <ore>\x02",
            kind="journal-article",
            date="2013-03",
            container="Journal of Dust",
            series="Series 7",
            publisher="Press",
            symbol="GB.328/POL/8",
            doi="10.1/x",
            isbn="978-92-2-100000-0",
            handle="11159/7",
            url="https://www.ilo.org/x",
            licence="CC BY 4.0",
            keywords=["dust"],
            abstract="First.",
            language="es",
            contributors=[ContributorFactory(family="Núñez", given="Ana", orcid="0000-0001-2345-6789")],
            sectors=[SectorFactory(name="Mining")],
            themes=[ThemeFactory(name="Safety")],
            areas=[AreaFactory(name="Peru")],
        )
        editor = ContributorFactory(family="Li", given="Xu")
        ContributionFactory(publication=publication, contributor=editor, role=Contribution.Role.EDITOR, order=3)
        reindex([publication.pk])
        return publication

    def test_dublin_core_has_what_the_record_says(self, oai, full):
        record = oai.GetRecord(identifier=answers.identifier_of(full.pk), metadataPrefix="oai_dc")
        assert record.metadata == {
            "title": ["Dust & <ore>"],
            "creator": ["Núñez, Ana"],
            "contributor": ["Li, Xu"],
            "subject": ["Mining", "Safety", "dust"],
            "description": ["First."],
            "publisher": ["Press"],
            "date": ["2013-03"],
            "type": ["journal-article"],
            "identifier": [
                f"http://testserver/research/{full.pk}/",
                "https://www.ilo.org/x",
                "https://doi.org/10.1/x",
                "https://hdl.handle.net/11159/7",
                "ISBN 978-92-2-100000-0",
                "GB.328/POL/8",
            ],
            "source": ["Journal of Dust"],
            "relation": ["Series 7"],
            "language": ["es"],
            "coverage": ["Peru"],
            "rights": ["CC BY 4.0"],
        }

    def test_mods_tells_names_roles_and_identifiers_apart(self, oai, full):
        record = oai.GetRecord(identifier=answers.identifier_of(full.pk), metadataPrefix="mods")
        xml = etree.fromstring(record.raw)
        assert xml.xpath("//m:name[m:role/m:roleTerm='aut']/m:namePart/text()", namespaces=SPACES) == ["Núñez", "Ana"]
        assert xml.xpath("//m:name[m:role/m:roleTerm='edt']/m:namePart/text()", namespaces=SPACES) == ["Li", "Xu"]
        assert xml.xpath("//m:identifier[@type='doi']/text()", namespaces=SPACES) == ["10.1/x"]
        assert xml.xpath("//m:relatedItem[@type='host']//m:title/text()", namespaces=SPACES) == ["Journal of Dust"]
        assert xml.xpath("//m:nameIdentifier/text()", namespaces=SPACES) == ["0000-0001-2345-6789"]
        assert xml.xpath("//m:dateIssued/text()", namespaces=SPACES) == ["2013-03"]

    @pytest.mark.parametrize("prefix", ["oai_dc", "mods"])
    def test_barest_record_can_be_given(self, oai, prefix):
        work(date=None, year=None, language="")
        assert len(list(oai.ListRecords(metadataPrefix=prefix))) == 1

    def test_records_of_every_kind_with_odd_contents_are_valid(self, oai):
        odd = "Ünïcode\x0b ]]> & <b> \u202e\ufffe"
        people = [ContributorFactory(family=odd, given=""), ContributorFactory(family="Li", given=odd)]
        for kind in Publication.Kind.values:
            work(
                title=odd,
                kind=kind,
                kind_as_given=odd,
                date="1999-12-31",
                language="por",
                container=odd,
                series=odd,
                volume=odd,
                issue="3/4",
                pages="e1–e9, 12",
                publisher=odd,
                url="https://example.org/a%zz b|{ä}?x=[1]#y#z",
                licence=odd,
                keywords=[odd, ""],
                abstract=odd * 50,
                contributors=people,
            )
        one = Publication.objects.first()
        corporate = ContributorFactory(family="ILO; Geneva", given="")
        ContributionFactory(publication=one, contributor=corporate, role=Contribution.Role.CORPORATE_AUTHOR, order=9)
        reindex([one.pk])
        for prefix in ("oai_dc", "mods"):
            records = list(oai.ListRecords(metadataPrefix=prefix))
            assert len(records) == len(Publication.Kind.values)
        assert "https://example.org/a%25zz b|{ä}?x=%5B1%5D#y%23z" in records[0].raw

    def test_formats_are_named(self, oai, full):
        assert [one.metadataPrefix for one in oai.ListMetadataFormats()] == ["oai_dc", "mods"]
        identifier = answers.identifier_of(full.pk)
        assert len(list(oai.ListMetadataFormats(identifier=identifier))) == 2

    def test_draft_is_not_there_and_was_not(self, oai):
        PublicationFactory(draft=True, indexed=True)
        with pytest.raises(NoRecordsMatch):
            oai.ListRecords(metadataPrefix="oai_dc")

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries_is_constant(self, client, django_assert_num_queries, number):
        for _ in range(number):
            work(sectors=[SectorFactory()], contributors=[ContributorFactory()], areas=[AreaFactory()])
        with django_assert_num_queries(12):
            client.get("/oai?verb=ListRecords&metadataPrefix=mods")


class TestDeletion:
    def test_withdrawn_record_stays_as_deleted_and_comes_back(self, oai):
        one = work(sectors=[SectorFactory(slug="mining")])
        set_state(publication=one, state="archived")
        (header,) = oai.ListIdentifiers(metadataPrefix="oai_dc", set="sector.mining")
        assert (header.deleted, header.setSpecs) == (True, ["sector.mining"])
        (record,) = oai.ListRecords(metadataPrefix="oai_dc")
        assert record.deleted
        assert "metadata" not in record.raw
        set_state(publication=one, state="published")
        assert not oai.GetRecord(identifier=header.identifier, metadataPrefix="oai_dc").deleted

    def test_deleted_record_is_told_for_ever_and_its_number_not_given_again(self, oai):
        number = work().pk
        Publication.objects.filter(pk=number).delete()
        later = work().pk
        headers = list(oai.ListIdentifiers(metadataPrefix="mods"))
        assert numbers(headers) == [number, later]
        assert [header.deleted for header in headers] == [True, False]


class TestSelection:
    @pytest.fixture
    def dated(self):
        rows, moments = [work() for _ in range(3)], ("01T23:59:59Z", "02T00:00:00Z", "02T12:00:01Z")
        for row, moment in zip(rows, moments, strict=True):
            RecordStamp.objects.filter(number=row.pk).update(changed_at=f"2026-01-{moment}")
        return [row.pk for row in rows]

    @pytest.mark.parametrize(
        ("bounds", "places"),
        [
            ({"from": "2026-01-02"}, [1, 2]),
            ({"until": "2026-01-01"}, [0]),
            ({"from": "2026-01-01", "until": "2026-01-02"}, [0, 1, 2]),
            ({"from": "2026-01-02T00:00:00Z", "until": "2026-01-02T12:00:00Z"}, [1]),
            ({"from": "2026-01-02T12:00:01Z"}, [2]),
            ({"from": "2026-01-01T23:59:59Z", "until": "2026-01-01T23:59:59Z"}, [0]),
        ],
    )
    def test_records_are_chosen_to_the_second_with_both_ends(self, oai, dated, bounds, places):
        assert numbers(oai.ListIdentifiers(metadataPrefix="oai_dc", **bounds)) == [dated[place] for place in places]

    @pytest.mark.usefixtures("dated")
    def test_nothing_in_the_time_is_said(self, oai):
        with pytest.raises(NoRecordsMatch):
            oai.ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2027-01-01"})

    @pytest.mark.parametrize("change", ["title", "url"])
    def test_change_of_a_record_is_a_new_date(self, dated, change):
        publication = Publication.objects.get(pk=dated[0])
        setattr(publication, change, "https://changed.example/")
        publication.save()
        reindex([publication.pk])
        stamps = dict(RecordStamp.objects.values_list("number", "changed_at"))
        assert stamps[dated[0]] > stamps[dated[2]]

    def test_what_is_written_as_it_was_keeps_its_date(self, dated):
        before = dict(RecordStamp.objects.values_list("number", "changed_at"))
        reindex(dated)
        assert dict(RecordStamp.objects.values_list("number", "changed_at")) == before


@pytest.mark.usefixtures("small_pages")
class TestResumption:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
    def test_every_record_is_harvested_once(self, client, method, number):
        rows = [work() for _ in range(number)]
        assert numbers(Harvester(client, method).ListRecords(metadataPrefix="oai_dc")) == [row.pk for row in rows]

    def test_every_record_is_harvested_once_while_records_change(self, oai):
        rows = [work(title=f"Paper {number}") for number in range(7)]
        harvest = oai.ListRecords(metadataPrefix="oai_dc")
        met = [next(harvest) for _ in range(3)]
        for row in (rows[0], rows[5]):
            Publication.objects.filter(pk=row.pk).update(title="Changed")
            reindex([row.pk])
        set_state(publication=rows[1], state="archived")
        late = work()
        met += list(harvest)
        assert numbers(met) == [*(row.pk for row in rows), late.pk]
        assert met[5].metadata["title"] == ["Changed"]

    def test_token_says_how_many_and_the_last_is_empty(self, client):
        for _ in range(5):
            work()
        query, said = "metadataPrefix=oai_dc", []
        while query:
            token = read(client, f"verb=ListIdentifiers&{query}").find(".//o:resumptionToken", SPACES)
            said.append((token.get("completeListSize"), token.get("cursor"), bool(token.text)))
            query = f"resumptionToken={token.text}" if token.text else ""
        assert said == [("5", "0", True), ("5", "2", True), ("5", "4", False)]

    def test_list_of_one_page_has_no_token(self, client):
        work()
        assert read(client, "verb=ListRecords&metadataPrefix=oai_dc").find(".//o:resumptionToken", SPACES) is None

    def test_list_whose_rest_has_gone_ends(self, client):
        work()
        token = Place("ListRecords", {"metadataPrefix": "oai_dc"}, after=10**9, cursor=2, size=3).token
        answer = read(client, f"verb=ListRecords&resumptionToken={token}")
        assert answer.find("o:error", SPACES).get("code") == "noRecordsMatch"

    def test_token_can_be_asked_twice(self, client):
        for _ in range(3):
            work()
        token = read(client, "verb=ListRecords&metadataPrefix=oai_dc").findtext(".//o:resumptionToken", None, SPACES)
        answers_ = [
            read(client, f"verb=ListRecords&resumptionToken={token}").xpath("//o:identifier/text()", namespaces=SPACES)
            for _ in range(2)
        ]
        assert answers_[0] == answers_[1]

    def test_token_keeps_what_was_asked(self, oai):
        mining = SectorFactory(slug="mining")
        rows = [work(sectors=[mining]) for _ in range(3)]
        work()
        assert numbers(oai.ListRecords(metadataPrefix="mods", set="sector.mining")) == [row.pk for row in rows]


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "error"),
        [
            ("", BadVerb),
            ("verb=Nothing", BadVerb),
            ("verb=Identify&verb=Identify", BadVerb),
            ("verb=identify", BadVerb),
            ("verb=Identify&set=x", BadArgument),
            ("verb=ListRecords", BadArgument),
            ("verb=GetRecord&metadataPrefix=oai_dc", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", BadArgument),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", BadArgument),
            ("verb=ListRecords&resumptionToken=x", BadResumptionToken),
            ("verb=ListRecords&resumptionToken=", BadResumptionToken),
            ("verb=ListSets&resumptionToken=x", BadResumptionToken),
            ("verb=ListRecords&metadataPrefix=marc", CannotDisseminateFormat),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=nope", NoRecordsMatch),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", IdDoesNotExist),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:publication/0", IdDoesNotExist),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:publication/999999", IdDoesNotExist),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:publication/" + "9" * 40, IdDoesNotExist),
            ("verb=ListMetadataFormats&identifier=x", IdDoesNotExist),
        ],
    )
    def test_each_mistake_has_its_code(self, client, query, error):
        work()
        codes = read(client, query).xpath("/o:OAI-PMH/o:error/@code", namespaces=SPACES)
        assert codes == [error.__name__[0].lower() + error.__name__[1:]]

    def test_token_of_another_verb_or_another_hand_is_refused(self, client):
        token = Place("ListRecords", {"metadataPrefix": "oai_dc"}).token
        for asked in (token, token[:-1], f"{token}x"):
            verb = "ListIdentifiers" if asked == token else "ListRecords"
            codes = read(client, f"verb={verb}&resumptionToken={asked}").xpath("//o:error/@code", namespaces=SPACES)
            assert codes == ["badResumptionToken"]

    def test_control_characters_are_refused_and_other_methods_too(self, client):
        assert client.post("/oai", {"verb": "\x00"}).status_code == 400
        assert client.put("/oai").status_code == 405

    def test_host_of_the_address_does_not_change_identifiers(self, client, settings):
        settings.OAI_HOST = "sector.test.org"
        one = work()
        response = client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", headers={"host": "localhost"})
        identifier = etree.fromstring(response.content).findtext(".//o:identifier", None, SPACES)
        assert identifier == f"oai:sector.test.org:publication/{one.pk}"
