"""The kinds of meetings, and which of them a source’s words mean. The words themselves are kept beside the kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MEETING_OF_EXPERTS = "meeting-of-experts", _("Meeting of experts")
    GLOBAL_DIALOGUE_FORUM = "global-dialogue-forum", _("Global dialogue forum")
    TECHNICAL_MEETING = "technical-meeting", _("Technical meeting")
    TRIPARTITE_MEETING = "tripartite-meeting", _("Tripartite meeting")
    SECTORAL_MEETING = "sectoral-meeting", _("Sectoral meeting")
    JOINT_MEETING = "joint-meeting", _("Joint meeting")
    REGIONAL_MEETING = "regional-meeting", _("Regional meeting")
    SYMPOSIUM = "symposium", _("Symposium")
    WORKSHOP = "workshop", _("Workshop")
    POLICY_DIALOGUE_FORUM = "policy-dialogue-forum", _("Policy dialogue forum")
    WEBINAR = "webinar", _("Webinar")
    INFORMATION_SESSION = "information-session", _("Information session")
    TRAINING = "training", _("Training")
    COMMITTEE = "committee", _("Committee")
    ADVISORY_BODIES = "advisory-bodies", _("Sectoral advisory bodies")
    GOVERNING_BODY = "governing-body", _("Governing Body session")
    EVENT = "event", _("Other event")


BY_WORDS: dict[str, Kind] = {
    "Advisory bodies": Kind.ADVISORY_BODIES,
    "Committee": Kind.COMMITTEE,
    "Event": Kind.EVENT,
    "Global Dialogue Forum": Kind.GLOBAL_DIALOGUE_FORUM,
    "Governing Body": Kind.GOVERNING_BODY,
    "Joint meeting": Kind.JOINT_MEETING,
    "Meeting of Experts": Kind.MEETING_OF_EXPERTS,
    "Regional meeting": Kind.REGIONAL_MEETING,
    "Sectoral meeting": Kind.SECTORAL_MEETING,
    "Symposium": Kind.SYMPOSIUM,
    "Technical meeting": Kind.TECHNICAL_MEETING,
    "Training": Kind.TRAINING,
    "Tripartite meeting": Kind.TRIPARTITE_MEETING,
    "Tripartite sectoral meeting": Kind.SECTORAL_MEETING,
    "Workshop": Kind.WORKSHOP,
}
