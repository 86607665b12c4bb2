"""The access table: role × model × state × verb, written as data.

Read a row as: on these models, in this state, these verbs are granted to these roles, each within its scope.
What no row grants is refused. A model or an admin without a row fails the build
(tests/groundwork/test_access_table.py). Models are named by label: groundwork imports none of them.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ANYONE = "anyone", _("Anyone")
    CONSTITUENT = "constituent", _("Constituent")
    PARTICIPANT = "participant", _("Participant of a meeting")
    CONTRIBUTOR = "contributor", _("Contributor for a unit")
    SPECIALIST = "specialist", _("Specialist")
    STATISTICIAN = "statistician", _("Statistician")
    ASSESSOR = "assessor", _("Assessor")
    EDITOR = "editor", _("Editor-in-chief")
    ADMINISTRATOR = "administrator", _("Administrator")


# Roles that are given to a person; "anyone" is everybody, "participant" comes from a meeting's list.
ROLES = [role for role in Role if role not in {Role.ANYONE, Role.PARTICIPANT}]
# Roles that work in the admin.
STAFF_ROLES = {
    Role.CONTRIBUTOR,
    Role.SPECIALIST,
    Role.STATISTICIAN,
    Role.ASSESSOR,
    Role.EDITOR,
    Role.ADMINISTRATOR,
}


class Verb(TextChoices):
    VIEW = "view", _("View")
    ADD = "add", _("Add")
    CHANGE = "change", _("Change")
    DELETE = "delete", _("Delete")
    CLEAR = "clear", _("Clear")
    PUBLISH = "publish", _("Publish")
    RETRY = "retry", _("Try again")
    RECOVER = "recover", _("Recover")


class Scope(TextChoices):
    """How far a grant reaches. The value names the model attribute that says the path to what must be one's own."""

    ALL = "", _("All")
    SECTORS = "sector_path", _("Sectors of one's teams")
    UNIT = "unit_path", _("One's unit")
    MEETINGS = "meeting_path", _("Meetings on whose list one is")


class State(TextChoices):
    """The states that the table tells apart; models without a state have only ANY."""

    ANY = "any"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    OPEN = "open"  # published, and its visibility is public
    SHARED = "shared"  # published, and its visibility is public or participants


@dataclass(frozen=True)
class Row:
    models: tuple[str, ...]
    state: State
    verbs: frozenset[Verb]
    grants: dict[Role, Scope]


def row(models: str, state: State, verbs: str, **grants: Scope) -> Row:
    return Row(
        tuple(models.split()),
        state,
        frozenset(Verb(verb) for verb in verbs.split()),
        {Role(role): scope for role, scope in grants.items()},
    )


ALL, SECTORS, UNIT, MEETINGS = Scope.ALL, Scope.SECTORS, Scope.UNIT, Scope.MEETINGS
ANY, PUBLISHED, UNPUBLISHED = State.ANY, State.PUBLISHED, State.UNPUBLISHED
OPEN, SHARED = State.OPEN, State.SHARED

# Models by what they are to the rules
TAXONOMY = (
    "groundwork.area sectors.activity sectors.sectorgroup sectors.sector sectors.sectoractivity sectors.succession "
    "research.source meetings.meetingseries"
)
SECTOR_CONTENT = (
    "sectors.sectorpage sectors.partner sectors.goodpractice sectors.countrypriority "
    "research.publication "
    "meetings.meeting meetings.programmeentry meetings.outcome meetings.followupaction "
    "meetings.followupevent"
)
PARTS = (  # of sector content; to write or take out a part is to change the whole
    "sectors.keyissue sectors.tool sectors.link sectors.update sectors.practicesource "
    "research.contribution research.sourcerecord research.sectortag research.themetag research.areatag "
    "research.otheridentifier "
    "meetings.agendaitem meetings.answer meetings.pointer meetings.responsibility"
)
CROSS_CUTTING = "sectors.theme sectors.instrument sectors.countryprogramme sectors.focalpoint meetings.review"
UPDATES, DEADLINES = "meetings.progressupdate", "meetings.deadline"
EVIDENCE = "meetings.evidence"  # says itself to whom it is shown, as papers do
RESPONSES, ASSESSMENTS, OVERRIDES = "meetings.response", "meetings.assessment", "meetings.statusoverride"
FULL_TEXTS = "research.publicationfile"  # each says itself to whom it is shown
JUDGEMENTS = f"{RESPONSES} {ASSESSMENTS} {OVERRIDES}"
# Each row of these says itself to whom it is shown
DOCUMENTS, FILES, PARTICIPANTS = "meetings.document", "meetings.documentfile", "meetings.participant"
PEOPLE = "accounts.user accounts.membership"
BODIES = "accounts.unit accounts.organisation"
STATISTICS = "indicators.indicator indicators.activitycode indicators.activitymapping"
OBSERVED = "indicators.vintage indicators.series indicators.observation indicators.coverage"  # written by imports

TABLE: tuple[Row, ...] = (
    # What the public reads
    row(TAXONOMY, ANY, "view", anyone=ALL),
    row(f"{SECTOR_CONTENT} {PARTS} {CROSS_CUTTING} {UPDATES} {DEADLINES} {JUDGEMENTS}", PUBLISHED, "view", anyone=ALL),
    row(BODIES, ANY, "view", anyone=ALL),  # shown where something public names them
    row(f"{STATISTICS} {OBSERVED} indicators.datagap", ANY, "view", anyone=ALL),
    row("sectors.kinship", ANY, "view", anyone=ALL),  # what the database makes of sectors and their successions
    row("research.searchrow", ANY, "view", anyone=ALL),  # there are rows of published records only
    row("research.searchchange", ANY, "view", administrator=ALL),  # keys of drafts that were public too
    row("research.searchentry", ANY, "view", administrator=ALL),  # read through the rule of what it was made from
    row("research.filepage", ANY, "view", administrator=ALL),  # read through the rule of its file
    row("research.matchkey", ANY, "view", administrator=ALL),  # of drafts too
    row("research.merger", ANY, "view", anyone=ALL),  # numbers of what is gone, and where each leads
    row("research.recordstamp", ANY, "view", anyone=ALL),  # numbers of what is or was public, and when
    row("research.searchword", ANY, "view", administrator=ALL),  # may hold words of what was withdrawn
    row("groundwork.change", ANY, "view", administrator=ALL),  # of no interest to people
    row("groundwork.oldertranslation", ANY, "view", administrator=ALL),  # read through the rule of what is translated
    # Background work and mail
    row("groundwork.failedjob groundwork.joberror", ANY, "view retry", administrator=ALL),
    row("groundwork.outgoingmail", ANY, "view retry delete", administrator=ALL),
    row("groundwork.stagedfile groundwork.stagedrow", ANY, "view", administrator=ALL),  # of floors: see theirs
    # Of tables sent back, a specialist's own are those that he or she sent; their rows are judged by their own models'
    row("groundwork.stagedtable", ANY, "add", specialist=ALL, editor=ALL, administrator=ALL),
    row("groundwork.stagedtable", ANY, "view delete", specialist=SECTORS, editor=ALL, administrator=ALL),
    row("groundwork.auditentry", ANY, "view", administrator=ALL),  # written by services, changed by nobody
    row("groundwork.version", ANY, "view recover", administrator=ALL),  # each read with the history of its object
    # Papers and participants of meetings
    row(f"{DOCUMENTS} {FILES} {PARTICIPANTS}", OPEN, "view", anyone=ALL),
    row(f"{DOCUMENTS} {FILES} {PARTICIPANTS}", SHARED, "view", participant=MEETINGS),
    row(f"{DOCUMENTS} {FILES}", PUBLISHED, "view", **dict.fromkeys(STAFF_ROLES, ALL)),
    row(f"{DOCUMENTS} {FILES}", UNPUBLISHED, "view", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(PARTICIPANTS, ANY, "view add change delete", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(DOCUMENTS, ANY, "add change", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(DOCUMENTS, UNPUBLISHED, "delete", specialist=SECTORS),
    row(DOCUMENTS, ANY, "delete publish", editor=ALL, administrator=ALL),
    row(FILES, ANY, "add", specialist=SECTORS, editor=ALL, administrator=ALL),  # a new version, never a changed one
    row(FILES, ANY, "delete", editor=ALL, administrator=ALL),
    # Full texts of publications
    row(FULL_TEXTS, OPEN, "view", anyone=ALL),
    row(FULL_TEXTS, PUBLISHED, "view", **dict.fromkeys(STAFF_ROLES, ALL)),
    row(FULL_TEXTS, UNPUBLISHED, "view", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(FULL_TEXTS, ANY, "add change delete", specialist=SECTORS, editor=ALL, administrator=ALL),
    # Harvests of other repositories: runs and records are written by the harvester
    row("research.oaiprovider", ANY, "view add change delete", editor=ALL, administrator=ALL),
    row("research.harvestrun", ANY, "view change", editor=ALL, administrator=ALL),
    row("research.harvestedrecord", ANY, "view", specialist=ALL, editor=ALL, administrator=ALL),
    row("research.harvestedrecord", ANY, "change", editor=ALL, administrator=ALL),
    # Links: a check may be of an address that is not public any more
    row("groundwork.linkcheck", ANY, "view", specialist=ALL, editor=ALL, administrator=ALL),
    # Drafts
    row(f"{SECTOR_CONTENT} {PARTS}", UNPUBLISHED, "view", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(CROSS_CUTTING, UNPUBLISHED, "view", specialist=ALL, editor=ALL, administrator=ALL),
    row(
        f"{UPDATES} {JUDGEMENTS}", UNPUBLISHED, "view", specialist=SECTORS, assessor=ALL, editor=ALL, administrator=ALL
    ),
    row(DEADLINES, UNPUBLISHED, "view", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(f"meetings.followupaction {UPDATES} {EVIDENCE}", UNPUBLISHED, "view", contributor=UNIT),
    row(EVIDENCE, UNPUBLISHED, "view", specialist=SECTORS, assessor=ALL, editor=ALL, administrator=ALL),
    row(EVIDENCE, OPEN, "view", anyone=ALL),
    row(EVIDENCE, SHARED, "view", participant=MEETINGS),
    row(EVIDENCE, PUBLISHED, "view", **dict.fromkeys(STAFF_ROLES, ALL)),
    row("research.contributor", ANY, "view", specialist=ALL, editor=ALL, administrator=ALL),
    # Editing
    row(TAXONOMY, ANY, "add change delete", editor=ALL, administrator=ALL),
    row(SECTOR_CONTENT, ANY, "add change", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(SECTOR_CONTENT, UNPUBLISHED, "delete", specialist=SECTORS),
    row(PARTS, ANY, "add change delete", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(f"{SECTOR_CONTENT} {CROSS_CUTTING}", ANY, "delete publish", editor=ALL, administrator=ALL),
    row(CROSS_CUTTING, ANY, "add change", editor=ALL, administrator=ALL),
    row("research.contributor", ANY, "add change", specialist=ALL, editor=ALL, administrator=ALL),
    # Imports of records, and what may be twice here
    row("research.stagedrecords", ANY, "view add delete", specialist=ALL, editor=ALL, administrator=ALL),
    row("research.stagedrecord", ANY, "view change", specialist=ALL, editor=ALL, administrator=ALL),
    row("research.duplicatepair", ANY, "view change", specialist=SECTORS, editor=ALL, administrator=ALL),
    # Statistics: a vintage is undone as a whole, never edited
    row(STATISTICS, ANY, "add change delete", statistician=ALL, editor=ALL, administrator=ALL),
    row("indicators.stagedstatistics", ANY, "view add delete", statistician=ALL, editor=ALL, administrator=ALL),
    row("indicators.vintage", ANY, "delete", statistician=ALL, editor=ALL, administrator=ALL),
    row(
        "indicators.datagap",
        ANY,
        "add change delete",
        specialist=SECTORS,
        statistician=ALL,
        editor=ALL,
        administrator=ALL,
    ),
    # What was said is append-only: written, cleared, published or not, never changed or deleted
    row(f"{UPDATES} {EVIDENCE}", ANY, "add", specialist=SECTORS, contributor=UNIT, editor=ALL, administrator=ALL),
    row(UPDATES, ANY, "clear", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(f"{DEADLINES} {RESPONSES} {OVERRIDES}", ANY, "add", specialist=SECTORS, editor=ALL, administrator=ALL),
    row(ASSESSMENTS, ANY, "add", assessor=ALL, administrator=ALL),  # those who implement do not assess
    row(f"{UPDATES} {JUDGEMENTS}", ANY, "publish", editor=ALL, administrator=ALL),
    # What people wrote to us
    row("sectors.enquiry", ANY, "view change", specialist=SECTORS, contributor=UNIT, administrator=ALL),
    row("sectors.enquiry", ANY, "delete", administrator=ALL),
    # People
    row("sectors.teammember", PUBLISHED, "view", anyone=ALL),  # the person has agreed
    row("sectors.teammember", ANY, "view publish", editor=ALL, administrator=ALL),
    row(PEOPLE, ANY, "view", editor=ALL, administrator=ALL),
    row(f"{PEOPLE} {BODIES} sectors.teammember", ANY, "add change delete", administrator=ALL),
    row("accounts.registration", ANY, "view change", editor=ALL, administrator=ALL),
    row("accounts.registration", ANY, "delete", administrator=ALL),
)
