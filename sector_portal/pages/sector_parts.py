"""The parts of a sector page, in the order of the page.

A part is called by its anchor. Its content is the value of the page's context under the same name (with _ for -), and
`templates/pages/sector/_<anchor>.html` shows it. A part without content is not there: neither on the page nor in its
list of contents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    anchor: str
    heading: str | Promise

    @property
    def content(self) -> str:
        """Its name in the context."""
        return self.anchor.replace("-", "_")

    @property
    def template(self) -> str:
        return f"pages/sector/_{self.anchor}.html"


PARTS = (
    Part("overview", _("Overview")),
    Part("key-issues", _("Key issues")),
    Part("instruments", _("Instruments and standards")),
    Part("tools", _("Codes and tools")),
    Part("research", _("Research")),
    Part("practices", _("What works, and what does not")),
    Part("statistics", _("Statistics")),
    Part("themes", _("Themes")),
    Part("countries", _("Countries")),
    Part("meetings", _("Meetings and follow-up")),
    Part("team", _("Team and focal points")),
    Part("partners", _("Partners and networks")),
    Part("links", _("Links")),
    Part("updates", _("Updates")),
    Part("news", _("What’s new")),
    Part("activities", _("Economic activities")),
)


def parts_with_content(context: Mapping[str, Any]) -> list[Part]:
    return [part for part in PARTS if context.get(part.content)]
