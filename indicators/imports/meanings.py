"""What the codes of a file mean that no list here has: asked of the person who sent it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from groundwork.places import Area
from indicators.codes import Classification, Sex, Status
from indicators.imports.checking import KINDS, LEAVE_OUT
from indicators.models import ActivityCode, Indicator, StagedStatistics
from indicators.units import CHOICES

LAST = 20  # files whose answers are proposed again


class MeaningsForm(forms.Form):
    """A choice for each unknown code: not decided, its rows left out, or a code of the portal's."""

    def __init__(self, file: StagedStatistics, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [
            (kind, code, rows)
            for kind, codes in file.options.get("unknown", {}).items()
            for code, rows in codes.items()
        ]
        known, before = _targets({kind for kind, _code, _rows in self.asked}), _answered()
        for place, (kind, code, _rows) in enumerate(self.asked):
            classification = code.partition(" ")[0]
            choices = known["activity", classification] if kind == "activity" else known[kind, ""]
            self.fields[f"code-{place}"] = forms.ChoiceField(
                label=f"{KINDS[kind][0]}: {code}",
                required=False,
                choices=[("", _("not decided")), (LEAVE_OUT, _("leave its rows out")), *choices],
                initial=before.get(kind, {}).get(code, ""),
            )

    def rows(self) -> Iterator[tuple[str, str, int, BoundField]]:
        """Kind in words, code, number of rows, choice."""
        for place, (kind, code, rows) in enumerate(self.asked):
            yield str(KINDS[kind][0]), code, rows, self[f"code-{place}"]

    def meanings(self) -> dict[str, dict[str, str]]:
        """By kind and code, of those that are decided."""
        said: dict[str, dict[str, str]] = {}
        for place, (kind, code, _rows) in enumerate(self.asked):
            if meant := self.cleaned_data.get(f"code-{place}"):
                said.setdefault(kind, {})[code] = meant
        return said


def _targets(kinds: set[str]) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """Codes and names by kind, those of activities by classification too."""
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {
        ("indicator", ""): [],
        ("area", ""): [],
        ("sex", ""): [(sex.letter, sex.label) for sex in Sex],
        ("classification", ""): list(Classification.choices),
        ("unit", ""): list(CHOICES),
        ("status", ""): [(status.letter, status.label) for status in Status],
        **{("activity", one): [] for one in Classification.values},
    }
    if "indicator" in kinds:
        found["indicator", ""] = [(row.code, f"{row.code} {row.short_name}") for row in Indicator.objects.all()]
    if "area" in kinds:
        found["area", ""] = sorted(((row.code, row.name) for row in Area.objects.all()), key=lambda one: one[1])
    if "activity" in kinds:
        for row in ActivityCode.objects.all():
            choice = (f"{row.classification} {row.code}", f"{row.code} {row.title}")
            found["activity", row.classification].append(choice)
    return found


def _answered() -> dict[str, dict[str, str]]:
    """What was said of codes of former files: the newest answer to each."""
    said: dict[str, dict[str, str]] = {}
    files = StagedStatistics.objects.filter(options__has_key="meanings")[:LAST]
    for options in reversed(files.values_list("options", flat=True)):
        for kind, codes in options["meanings"].items():
            said.setdefault(kind, {}).update(codes)
    return said
