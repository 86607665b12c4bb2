"""The words in which an outcome is described: what text it stands in, who read it where, to whom it speaks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    """What the text is that a point stands in."""

    CONCLUSIONS = "conclusions", _("Conclusions")
    CONSENSUS = "consensus", _("Points of consensus")
    RESOLUTION = "resolution", _("Resolution")
    RECOMMENDATION = "recommendation", _("Recommendation")
    CODE = "code", _("Code of practice or code of an instrument")
    GUIDELINES = "guidelines", _("Guidelines")
    STRATEGY = "strategy", _("Issue, aim or element of a strategy")
    SUGGESTION = "suggestion", _("Suggestion to the Governing Body")
    INITIATIVE = "initiative", _("Existing initiative")
    MEASURE = "measure", _("Branch-wide measure")
    POLICY = "policy", _("Office policy")
    RATIONALE = "rationale", _("Rationale")


class SourceKind(models.TextChoices):
    """Who says that this was agreed; none but the first is the adopted text."""

    OFFICIAL = "official", _("Official ILO document")
    COPY = "copy", _("Copy of the adopted text")
    NEWSROOM = "newsroom", _("ILO newsroom")
    NEWSROOM_COPY = "newsroom-copy", _("ILO newsroom text on another site")
    ILO_PAGE = "ilo-page", _("ILO web page")
    UNION = "union", _("Union federation")
    EMPLOYERS = "employers", _("Employers’ organization")
    PRESS = "press", _("Press or third party")


REPORTED = {
    SourceKind.OFFICIAL: _("Reported in an official ILO document"),
    SourceKind.COPY: _("Reworded from a copy of the adopted text"),
    SourceKind.NEWSROOM: _("Reported by the ILO newsroom"),
    SourceKind.NEWSROOM_COPY: _("Reported by the ILO newsroom, read on another site"),
    SourceKind.ILO_PAGE: _("Reported on an ILO web page"),
    SourceKind.UNION: _("Reported by a union federation"),
    SourceKind.EMPLOYERS: _("Reported by an employers’ organization"),
    SourceKind.PRESS: _("Reported by the press or a third party"),
}


class Confidence(models.TextChoices):
    """How the words were come by."""

    CHECKED = "checked", _("Checked against the official text")
    SEEN = "seen", _("Read in an excerpt of the source")
    RECALLED = "recalled", _("From memory, to be checked")


class Addressee(models.TextChoices):
    OFFICE = "office", _("Office")
    GOVERNMENTS = "governments", _("Governments")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")
    MEMBERS = "members", _("Members")
    CONSTITUENTS = "constituents", _("Constituents")


class FollowUpType(models.TextChoices):
    STANDARDS = "standards", _("Standards")
    SOCIAL_DIALOGUE = "social-dialogue", _("Social dialogue")
    RESEARCH = "research", _("Research")
    STATISTICS = "statistics", _("Statistics")
    COOPERATION = "cooperation", _("Technical cooperation")
    ADVICE = "advice", _("Advisory services")
    WORKSHOPS = "workshops", _("Workshops")
    INFORMATION = "information", _("Information dissemination")


class WorkCategory(models.TextChoices):
    """The recurrent and statutory work of GB.328/POL/8, Appendix I (under recommendation 6)."""

    STANDARDS = "standards", _("Promotion of sector-specific standards and tools")
    CONCLUSIONS = "conclusions", _("Implementation of conclusions, recommendations and decisions")
    COUNTRY_PROGRAMMES = "country-programmes", _("Supporting country programme outcomes")
    COHERENCE = "coherence", _("Policy coherence with other organizations")
