"""No public address gives away what is not public: each private object has a word of its own, which nobody reads."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from meetings.models import DocumentFile, Evidence, FollowUpAction, Meeting, Outcome
from meetings.services import add_evidence, add_version
from research.models import Publication, PublicationFile
from research.services import attach, read_full_text
from sector_portal.api.urls import VIEW_SETS
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UnitFactory, UserFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import DataGapFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    AnswerFactory,
    AssessmentFactory,
    DeadlineFactory,
    DocumentFactory,
    DocumentFileFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    ParticipantFactory,
    PointerFactory,
    ProgressUpdateFactory,
    ResponseFactory,
    ResponsibilityFactory,
    ReviewFactory,
    StatusOverrideFactory,
)
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    CountryPriorityFactory,
    CountryProgrammeFactory,
    EnquiryFactory,
    FocalPointFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    LinkFactory,
    PartnerFactory,
    PracticeSourceFactory,
    SectorFactory,
    SectorPageFactory,
    TeamMemberFactory,
    ThemeFactory,
    ToolFactory,
    UpdateFactory,
)
from tests.groundwork.uploads.documents import upload
from tests.pdfs import pdf

# Never public: accounts, who works where, what people wrote to us
PEOPLE = {"zqowner", "zqunit", "zqorganisation", "zqteam", "zqenquiry"}
# Public when what carries them is published
CONTENT = {
    *("zqprogramme", "zqpriority", "zqsource"),
    *("zqpage", "zqkeyissue", "zqlink", "zqinstrument", "zqtheme", "zqrecord", "zqabstract", "zqcontributor"),
    *("zqtool", "zqupdate", "zqpartner", "zqpractice", "zqcitation", "zqfocalpoint"),
    *("zqfulltext", "zqfullstaff"),
    *("zqversion", "zqmeeting", "zqplace", "zqoutcome", "zqreview", "zqreviewed", "zqaction", "zqreport", "zqearlier"),
    *("zqresponse", "zqassessment", "zqoverride", "zqevent", "zqdeadline", "zqjoint"),
    *("zqpaper", "zqstaff", "zqshared", "zqpersonstaff", "zqbodystaff", "zqpersonparticipants"),
    *("zqbodyparticipants", "zqagenda"),
    *("zqdraftproof", "zqproofstaff", "zqproofparticipants"),
}


class World:
    """Public objects, and beside each of them what is not public: drafts, or the same published as a control."""

    def __init__(self, *, draft: bool) -> None:
        owner = UserFactory(name="zqowner", email="zqowner@portal.test", unit=UnitFactory(code="zqunit", name="zqunit"))
        MembershipFactory(user=owner, organisation=OrganisationFactory(name="zqorganisation"))
        own = {"owner": owner}
        self.mining = SectorFactory(slug="mining")
        self.coal = BranchFactory(slug="coal", parent=self.mining)
        TeamMemberFactory(person=owner, sector=self.mining, responsibility="zqteam", draft=True)
        # A focal point is shown; who it is only once he or she has agreed
        FocalPointFactory(unit=UnitFactory(name="Lima"), person=owner, sectors=[self.mining])
        self.enquiry = EnquiryFactory(
            text="zqenquiry", name="zqenquiry", about_title="zqenquiry", sectors=[self.mining]
        )
        self.indicator = DataGapFactory(sector=self.mining).indicator
        self._sector(own | {"draft": draft})
        self._research(own, own | {"draft": draft})
        self._meetings(own, own | {"draft": draft})

    def _sector(self, private: dict[str, Any]) -> None:
        page = SectorPageFactory(sector=self.mining, summary="zqpage", overview="zqpage", **private)
        KeyIssueFactory(page=page, title="zqkeyissue", text="zqkeyissue")
        LinkFactory(page=page, title="zqlink", description="zqlink", url="https://www.example.org/zqlink")
        ToolFactory(page=page, title="zqtool", how_to_use="zqtool")
        UpdateFactory(page=page, title="zqupdate", text="zqupdate")
        PartnerFactory(sectors=[self.mining], name="zqpartner", description="zqpartner", **private)
        self.instrument = InstrumentFactory(sectors=[self.mining], slug="shown")
        texts = {"number": "C999", "title": "zqinstrument", "note": "zqinstrument", "slug": "unseen"}
        self.hidden_instrument = InstrumentFactory(sectors=[self.mining], **texts, **private)

    def _research(self, public: dict[str, Any], private: dict[str, Any]) -> None:
        self.theme = ThemeFactory(slug="shown", **public)
        theme = self.hidden_theme = ThemeFactory(name="zqtheme", slug="unseen", description="zqtheme", **private)
        self.country = AreaFactory()
        tags = {"sectors": [self.mining], "areas": [self.country], "in_house": True, "indexed": True}
        self.record = PublicationFactory(title="Coal", themes=[theme, self.theme], **tags, **public)
        version = PublicationFactory(title="zqversion", language="fr", version_of=self.record, **tags, **private)
        person = ContributorFactory(family="zqcontributor")
        words = {"title": "Coal zqrecord", "abstract": "Coal zqabstract", "keywords": ["zqrecord"]}
        record = PublicationFactory(contributors=[person], themes=[theme, self.theme], **words, **tags, **private)
        self.full_texts = [
            self._full_text(record, "zqfulltext", "public"),
            self._full_text(self.record, "zqfullstaff", "staff" if private["draft"] else "public"),
        ]
        CountryProgrammeFactory(area=self.country, title="zqprogramme", **private)
        CountryPriorityFactory(
            area=self.country, sectors=[self.mining], text="zqpriority", source="zqsource", **private
        )
        self._practices(public, private)
        of_country = {"organisation": OrganisationFactory(), "unit": None, "area": self.country}
        FocalPointFactory(function="zqfocalpoint", **of_country, **private)
        self.unseen: list[Publication | Any] = [version, record, theme, self.hidden_instrument, self.hidden_practice]

    def _practices(self, public: dict[str, Any], private: dict[str, Any]) -> None:
        subjects = {
            "sectors": [self.mining],
            "themes": [self.theme, self.hidden_theme],
            "areas": [self.country],
            "instruments": [self.hidden_instrument],
        }
        self.practice = GoodPracticeFactory(slug="shown-practice", **subjects, **public)
        texts = dict.fromkeys(("title", "text", "conditions"), "zqpractice")
        self.hidden_practice = GoodPracticeFactory(slug="unseen", **texts, **subjects, **private)
        PracticeSourceFactory(
            practice=self.hidden_practice, citation="zqcitation", url="https://www.example.org/zqcitation"
        )

    def _full_text(self, work: Publication, word: str, visibility: str) -> PublicationFile:
        row = PublicationFile(publication=work, visibility=visibility)
        file = attach(row, upload=upload(pdf(f"Coal {word}"), f"{word}.pdf"))
        read_full_text(file)
        return file

    @property
    def listed(self) -> str:
        return "?list=" + ",".join(str(one.pk) for one in (self.record, *self.unseen) if isinstance(one, Publication))

    def _meetings(self, public: dict[str, Any], private: dict[str, Any]) -> None:
        of_mining = {"sectors": [self.mining]}
        texts = {"title": "zqmeeting", "slug": "unseen", "place": "zqplace", "note": "zqmeeting"}
        self.meeting = MeetingFactory(slug="shown", start="9998", **of_mining, **public)
        meeting = self.hidden_meeting = MeetingFactory(start="9999", **texts, **of_mining, **private)
        self.dated = MeetingFactory(start="2024-05-06", **of_mining, **public)
        unseen = {"title": "zqmeeting", "place": "zqplace", "slug": "unseen-dated"}
        self.unseen_dated = MeetingFactory(start="2024-05-06", **unseen, **of_mining, **private)
        self.review = ReviewFactory(slug="shown", **public)
        review = self.hidden_review = ReviewFactory(title="zqreview", slug="unseen-review", **private)
        self._papers(public, private)
        self.outcome = OutcomeFactory(meeting=self.meeting, **of_mining, **public)
        self.reviewed = OutcomeFactory(meeting=None, review=self.review, **of_mining, **public)
        outcomes = [
            OutcomeFactory(meeting=self.meeting, text="zqoutcome", section="zqoutcome", **of_mining, **private),
            OutcomeFactory(meeting=meeting, text="zqoutcome", **of_mining, **public),
            OutcomeFactory(meeting=None, review=review, text="zqreviewed", **of_mining, **public),
            OutcomeFactory(meeting=None, review=self.review, text="zqreviewed", **of_mining, **private),
        ]
        self.unseen += [meeting, *outcomes]
        action = FollowUpActionFactory(outcomes=[self.outcome], **public)
        ProgressUpdateFactory(
            action=action, text="zqreport", reported_by="zqreport", draft=private["draft"], author=public["owner"]
        )
        PointerFactory(action=action, outcome=outcomes[0], whole_section=True)
        DeadlineFactory(action=action, date=None, meeting=meeting)
        hidden = FollowUpActionFactory(title="zqaction", **private)
        AnswerFactory(action=hidden, outcome=self.reviewed, note="zqaction", certainty="probable")
        ProgressUpdateFactory(action=hidden, text="zqearlier", reported_by="zqearlier")
        self._said_of_outcomes(private, hidden)
        self._evidence(action, private["draft"])

    def _said_of_outcomes(self, private: dict[str, Any], hidden: FollowUpAction) -> None:
        state = {"draft": private["draft"], "outcome": self.reviewed}
        ResponseFactory(text="zqresponse", body="zqresponse", **state)
        AssessmentFactory(text="zqassessment", verdict="zqassessment", **state)
        StatusOverrideFactory(text="zqoverride", body="zqoverride", **state)
        FollowUpEventFactory(outcome=self.reviewed, text="zqevent", by="zqevent", **private)
        DeadlineFactory(action=hidden, date=None, condition="zqdeadline", interim_measure="zqdeadline")
        ResponsibilityFactory(action=hidden, unit=UnitFactory(code="zqjoint"), basis="zqjoint", role="joint")

    def _evidence(self, action: FollowUpAction, draft: bool) -> None:
        """Of a draft report, and of a published one but for staff or participants."""
        update = ProgressUpdateFactory(action=action)
        kept = Evidence(
            update=ProgressUpdateFactory(action=action, draft=draft), title="zqdraftproof", visibility="public"
        )
        add_evidence(kept, upload=upload(b"zqdraftproof", "zqdraftproof.txt"), by=None)
        self.evidence = [kept]
        for visibility in ("staff", "participants"):
            shown = Evidence(update=update, title=f"zqproof{visibility}", visibility=visibility if draft else "public")
            add_evidence(shown, upload=upload(b"zqproof" + visibility.encode(), f"zqproof{visibility}.txt"), by=None)
            self.evidence.append(shown)

    def _papers(self, public: dict[str, Any], private: dict[str, Any]) -> None:
        """A paper kept back because it is a draft, one because it is for staff, one because it is for participants."""
        hidden = private["draft"]
        of_shown = {"meeting": self.meeting} | public
        papers = [
            DocumentFactory(title="zqpaper", symbol="zqpaper", meeting=self.meeting, **private),
            DocumentFactory(title="zqstaff", visibility="staff" if hidden else "public", **of_shown),
            DocumentFactory(title="zqshared", visibility="participants" if hidden else "public", **of_shown),
        ]
        words = ("zqpaper", "zqstaff", "zqshared")
        kept = (
            add_version(DocumentFile(document=paper, language="en"), upload=upload(word.encode(), f"{word}.txt"))
            for paper, word in zip(papers, words, strict=True)
        )
        elsewhere = (
            DocumentFileFactory(document=paper, language="fr", url=f"https://www.ilo.org/{word}.pdf")
            for paper, word in zip(papers, words, strict=True)
        )
        self.files = [*kept, *elsewhere]
        for visibility in ("staff", "participants"):
            shown = {"visibility": visibility if hidden else "public", "meeting": self.meeting}
            ParticipantFactory(name=f"zqperson{visibility}", organisation=f"zqbody{visibility}", **shown)
        AgendaItemFactory(title="zqagenda", meeting=self.hidden_meeting)


# Addresses of accounts, which show a person only what is his or her own
ACCOUNT = (
    *("login", "logout", "inactive", "signup", "reauthenticate", "email", "email_verification_sent"),
    *("change_password", "set_password", "reset_password", "reset_password_done", "reset_password_from_key_done"),
)
SECOND_FACTOR = (
    *("index", "authenticate", "reauthenticate", "activate_totp", "deactivate_totp"),
    *("view_recovery_codes", "generate_recovery_codes", "download_recovery_codes"),
)
# In the API: the rows of a world, by the list that they would be in
API_ROWS = {
    "publications": lambda world: [one.pk for one in (world.record, *world.unseen) if isinstance(one, Publication)],
    "outcomes": lambda world: [one.pk for one in (world.outcome, *world.unseen) if isinstance(one, Outcome)],
    "meetings": lambda world: [one.slug for one in (world.meeting, *world.unseen) if isinstance(one, Meeting)],
    "themes": lambda world: [world.theme.slug, world.hidden_theme.slug],
    "instruments": lambda world: [world.instrument.slug, world.hidden_instrument.slug],
    "sectors": lambda world: [world.mining.slug],
    "branches": lambda world: [world.coal.slug],
    "countries": lambda world: [world.country.code],
    "indicators": lambda world: [world.indicator.code],
}


def _rows_of(name: str) -> Callable[[Any], list[tuple[list[Any], str]]]:
    return lambda world: [([key], "") for key in API_ROWS.get(name, lambda _world: [1])(world)]


# Every public address by the name of its pattern: the arguments and queries under which a world is looked at
NO_ARGUMENTS = [([], "")]
FOLLOW_UP = (
    "",
    "?review=shown",
    "?meeting=shown",
    "?status=ongoing",
    "?as_at=2025",
    "?changed_since=2020",
    "?sort=due",
)


def _outcomes(world: World) -> list[tuple[list[Any], str]]:
    rows = (world.outcome, world.reviewed, *world.unseen)
    return [([one.pk], "") for one in rows if isinstance(one, Outcome)]


EXITS: dict[str, Callable[[World], list[tuple[list[Any], str]]]] = {
    **{f"account_{name}": lambda _world: NO_ARGUMENTS for name in ACCOUNT},
    **{f"mfa_{name}": lambda _world: NO_ARGUMENTS for name in SECOND_FACTOR},
    "account_confirm_email": lambda _world: [(["key"], "")],
    "account_reset_password_from_key": lambda _world: [(["1", "key"], "")],
    "healthz": lambda _world: NO_ARGUMENTS,
    "readyz": lambda _world: NO_ARGUMENTS,
    "robots": lambda _world: NO_ARGUMENTS,
    "sitemap-index": lambda _world: NO_ARGUMENTS,
    "sitemap": lambda _world: [
        ([section], "")
        for section in (
            "pages",
            "sectors",
            "instruments",
            "practices",
            "themes",
            "countries",
            "meetings",
            "follow-up",
            "research",
        )
    ],
    "home": lambda _world: NO_ARGUMENTS,
    "feed": lambda _world: NO_ARGUMENTS,
    "sector-feed": lambda world: [([world.mining.slug], ""), ([world.coal.slug], "")],
    "people": lambda _world: [([], query) for query in ("", "?sector=mining", "?group=office", "?page=9")],
    "contact": lambda world: [
        ([], ""),
        *(([], f"?about=/themes/{slug}/") for slug in (world.theme.slug, world.hidden_theme.slug)),
        ([], f"?about=/practices/{world.hidden_practice.slug}/"),
    ],
    "contact-received": lambda world: [([world.enquiry.receipt], ""), (["Q-0000-0000"], "")],
    "about": lambda _world: NO_ARGUMENTS,
    "accessibility": lambda _world: NO_ARGUMENTS,
    "privacy": lambda _world: NO_ARGUMENTS,
    "search": lambda _world: [([], query) for query in ("", "?q=coal", "?q=coal&kind=outcomes")],
    "search-help": lambda _world: NO_ARGUMENTS,
    "sectors": lambda _world: [([], ""), ([], "?by=name"), ([], "?by=isic")],
    "instruments": lambda _world: [
        ([], query) for query in ("", "?q=C999", "?sector=mining", "?in_force=not-recorded", "?page=9")
    ],
    "sector": lambda world: [([world.mining.slug], ""), ([world.coal.slug], "")],
    "instrument": lambda world: [([world.instrument.slug], ""), ([world.hidden_instrument.slug], "")],
    "practices": lambda _world: [([], query) for query in ("", "?sector=mining", "?outcome=works", "?page=9")],
    "practices-csv": lambda _world: [([], ""), ([], "?sector=mining")],
    "practices-print": lambda _world: [([], ""), ([], "?practice=zq-unseen&practice=shown-practice")],
    "practice": lambda world: [([world.practice.slug], ""), ([world.hidden_practice.slug], "")],
    "countries": lambda _world: NO_ARGUMENTS,
    "country": lambda world: [([world.country.code], "")],
    "country-feed": lambda world: [([world.country.code], "")],
    "themes": lambda _world: [([], ""), ([], "?goal=8")],
    "theme-feed": lambda world: [([world.theme.slug], ""), ([world.hidden_theme.slug], "")],
    "theme": lambda world: [([world.theme.slug], ""), ([world.hidden_theme.slug], "")],
    "research": lambda _world: [
        ([], query) for query in ("", "?q=coal", "?sector=mining", "?sort=title", "?q=coal&page=9")
    ],
    "research-gaps": lambda _world: [([], ""), ([], "?q=coal"), ([], "?sector=mining")],
    "research-gaps-csv": lambda _world: NO_ARGUMENTS,
    "research-suggest": lambda _world: [([], "?q=zq"), ([], "?q=coal")],
    "record-file": lambda world: [
        ([one.pk, ending], "")
        for one in (world.record, *world.unseen)
        if isinstance(one, Publication)
        for ending in ("bib", "ris", "json", "csv")
    ],
    "oai": lambda world: [
        ([], f"?{query}")
        for query in (
            *("verb=Identify", "verb=ListSets", "verb=ListIdentifiers&metadataPrefix=mods"),
            *(f"verb=ListRecords&metadataPrefix={prefix}" for prefix in ("oai_dc", "mods")),
            *(
                f"verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:publication/{one.pk}"
                for one in (world.record, *world.unseen)
                if isinstance(one, Publication)
            ),
        )
    ],
    "api-schema": lambda _world: NO_ARGUMENTS,
    "api-docs": lambda _world: NO_ARGUMENTS,
    **{f"api-{name}-list": lambda _world: NO_ARGUMENTS for name in VIEW_SETS},
    **{f"api-{name}-detail": _rows_of(name) for name, views in VIEW_SETS.items() if hasattr(views, "retrieve")},
    "record-full-text": lambda world: [([one.publication_id, one.pk], "") for one in world.full_texts],
    "record-links": lambda world: [
        ([one.pk], "") for one in (world.record, *world.unseen) if isinstance(one, Publication)
    ],
    "opensearch": lambda _world: NO_ARGUMENTS,
    "research-file": lambda _world: [([ending], query) for ending in ("bib", "csv") for query in ("", "?q=coal")],
    "research-feed": lambda _world: [([], ""), ([], "?sector=mining")],
    "reading-list": lambda world: [([], world.listed)],
    "reading-list-file": lambda world: [([ending], world.listed) for ending in ("bib", "ris", "json", "csv")],
    "record": lambda world: [([one.pk], "") for one in (world.record, *world.unseen) if isinstance(one, Publication)],
    "statistics": lambda world: [([], ""), ([], "?sector=mining"), ([], f"?country={world.country.code}")],
    "statistics-feed": lambda _world: NO_ARGUMENTS,
    "statistics-gaps": lambda _world: [([], ""), ([], "?window=all")],
    "statistics-gaps-csv": lambda _world: NO_ARGUMENTS,
    "statistics-gap": lambda world: [([world.mining.slug, world.indicator.code], "")],
    "statistics-research-gaps": lambda _world: NO_ARGUMENTS,
    "statistics-csv": lambda _world: [([], ""), ([], "?sector=mining")],
    "statistics-svg": lambda _world: NO_ARGUMENTS,
    "statistics-png": lambda _world: NO_ARGUMENTS,
    "statistics-data": lambda world: [([world.indicator.code, ending], "") for ending in ("csv", "sdmx.csv")],
    "statistics-vintage": lambda world: [([world.indicator.code, 1, ending], "") for ending in ("csv", "sdmx.csv")],
    "meetings": lambda _world: [([], ""), ([], "?sector=mining"), ([], "?year_from=9999"), ([], "?page=9")],
    "preview": lambda _world: [(["altered"], "")],  # with a whole link it shows what is not public: test_pages_preview
    "meetings-calendar": lambda _world: [([], ""), ([], "?sector=mining")],
    "sector-calendar": lambda world: [([world.mining.slug], ""), ([world.coal.slug], "")],
    "meeting-calendar": lambda world: [([world.dated.slug], ""), ([world.unseen_dated.slug], "")],
    "meeting": lambda world: [([one.slug], "") for one in (world.meeting, *world.unseen) if isinstance(one, Meeting)],
    "programme": lambda _world: NO_ARGUMENTS,
    "meeting-document": lambda world: [([one.document.meeting.slug, one.pk], "") for one in world.files],
    "follow-up": lambda _world: [([], query) for query in FOLLOW_UP],
    "evidence": lambda world: [([one.pk], "") for one in world.evidence],
    "follow-up-csv": lambda _world: [([], query) for query in FOLLOW_UP],
    "follow-up-calendar": lambda _world: [([], query) for query in FOLLOW_UP],
    **dict.fromkeys(("outcome-calendar", "outcome-feed"), _outcomes),
    "follow-up-feed": lambda _world: [([], query) for query in FOLLOW_UP],
    "follow-up-definition": lambda _world: NO_ARGUMENTS,
    "follow-up-tables": lambda _world: [([], ""), ([], "?source=shown&session=GB.1"), ([], "?as_at=2025")],
    "follow-up-tables-docx": lambda _world: [([], "?source=shown"), ([], "")],
    "follow-up-tables-csv": lambda _world: [([], "?source=shown"), ([], "?source=unseen")],
    "follow-up-table": lambda _world: [([slug], "") for slug in ("shown", "unseen")],
    "follow-up-table-docx": lambda _world: [([slug], "") for slug in ("shown", "unseen")],
    "follow-up-table-csv": lambda _world: [([slug], "") for slug in ("shown", "unseen")],
    "review": lambda world: [([one.slug], "") for one in (world.review, world.hidden_review)],
    "outcome": _outcomes,
}


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    """The names of all patterns but the workplace's, which tests/access/test_workplace.py asks."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern.url_patterns)


def addresses(world: World, language: str) -> Iterator[str]:
    with translation.override(language):
        for name, ways in EXITS.items():
            yield from (f"{reverse(name, args=arguments)}{query}" for arguments, query in ways(world))


def text_of(body: bytes) -> str:
    """What can be read in an answer; of an office document, what is in its archive."""
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")  # a picture has no letters
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def words_read(client: Client, world: World, language: str = "en") -> dict[str, set[str]]:
    """The private words that stand anywhere in an answer, headers too, each with the addresses."""
    found: dict[str, set[str]] = {}
    for address in addresses(world, language):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = f"{response.headers} {text_of(body)}".lower()
        for word in PEOPLE | CONTENT:
            if word in answer:
                found.setdefault(word, set()).add(address)
    return found


def test_every_address_is_looked_at():
    assert set(names(get_resolver().url_patterns)) == set(EXITS)


@pytest.mark.parametrize(("role", "language"), [(None, "en"), ("constituent", "fr")])
def test_what_is_not_public_is_read_nowhere(db, client, user_with, role, language):
    if role:
        client.force_login(user_with(role))
    assert words_read(client, World(draft=True), language) == {}


def test_the_same_published_is_read(db, client):
    """The control: every word of content stands somewhere, so that not to find it means something."""
    assert set(words_read(client, World(draft=False))) == CONTENT


def test_what_is_not_public_is_not_there_but_for_those_who_may_see_it(db, client, client_of, user_with):
    world = World(draft=True)
    editor = client_of(user_with("editor"))
    for item in world.unseen:
        assert client.get(item.get_absolute_url()).status_code == 404
        assert editor.get(item.get_absolute_url()).status_code == 200


def test_withdrawal_shows_at_once(db, client):
    record = PublicationFactory(indexed=True)
    assert client.get(record.get_absolute_url()).status_code == 200
    from research.services import set_state

    set_state(publication=record, state="archived")
    assert client.get(record.get_absolute_url()).status_code == 404
    assert client.get(reverse("research")).context["page"].paginator.count == 0
