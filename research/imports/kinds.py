"""The sources' words for kinds of publication, and ours for them."""

from research.imports.records import Cleaned
from research.models import Publication

Kind = Publication.Kind

WORDS: dict[str, str] = {
    "article": Kind.JOURNAL_ARTICLE,
    "book": Kind.BOOK,
    "book chapter": Kind.BOOK_CHAPTER,
    "booksection": Kind.BOOK_CHAPTER,  # as Zotero writes it, like all that is run together here
    "briefing note": Kind.BRIEF,
    "brochure": Kind.OTHER,
    "bulletin": Kind.OTHER,
    "checklist": Kind.MANUAL,
    "code of practice": Kind.CODE_OF_PRACTICE,
    "conference paper": Kind.CONFERENCE_PAPER,
    "conference report": Kind.REPORT,
    "conferencepaper": Kind.CONFERENCE_PAPER,
    "doctoral thesis": Kind.THESIS,
    "external publication": Kind.OTHER,
    "flagship report": Kind.REPORT,
    "governing body document": Kind.GB_DOCUMENT,
    "guide": Kind.MANUAL,
    "guidelines": Kind.GUIDELINES,
    "handbook": Kind.MANUAL,
    "inproceedings": Kind.CONFERENCE_PAPER,
    "internal paper": Kind.OTHER,
    "issues paper": Kind.ISSUES_PAPER,
    "journal": Kind.JOURNAL_ARTICLE,
    "journal article": Kind.JOURNAL_ARTICLE,
    "journalarticle": Kind.JOURNAL_ARTICLE,
    "manual": Kind.MANUAL,
    "master's thesis": Kind.THESIS,
    "meeting report": Kind.MEETING_REPORT,
    "misc": Kind.OTHER,
    "policy brief": Kind.BRIEF,
    "preprint": Kind.PREPRINT,
    "proceedings paper": Kind.CONFERENCE_PAPER,
    "publication": Kind.OTHER,
    "report": Kind.REPORT,
    "research brief": Kind.BRIEF,
    "research note": Kind.BRIEF,
    "research paper": Kind.REPORT,
    "sectoral brief": Kind.BRIEF,
    "technical report": Kind.REPORT,
    "thesis": Kind.THESIS,
    "working paper": Kind.WORKING_PAPER,
    "working papers": Kind.WORKING_PAPER,
    # the economics monitor's words for what it lists
    "aggregator": Kind.WORKING_PAPER,  # the NEP reports of RePEc announce working papers
    "policy_paper": Kind.WORKING_PAPER,  # IMF and World Bank working papers
    "working_paper": Kind.WORKING_PAPER,
}


def kind_of(word: str) -> Cleaned[str]:
    """Our kind for a source's word; "other" for a word that the table does not have, and that is counted."""
    kind = WORDS.get(word.strip().lower())
    return Cleaned(kind) if kind else Cleaned(Kind.OTHER, ("kind: word not known, set to other",))
