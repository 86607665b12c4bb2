"""Records that may be of one work: side by side, to be merged or told apart."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from groundwork.access import Verb, can
from groundwork.workplace import ScopedAdmin
from groundwork.workplace.duties import Duty
from research import merging
from research.models import DuplicatePair, Merger, Publication
from research.search.likeness import WHY

State = DuplicatePair.State
COMPARED = (
    *("title", "kind", "date", "language", "container", "volume", "issue", "pages", "series", "publisher", "symbol"),
    *("doi", "isbn", "handle", "url", "licence", "access", "keywords", "abstract", "state"),
)


@admin.register(DuplicatePair)
class DuplicatePairAdmin(ScopedAdmin):
    """The worklist. A pair's page shows both records and decides; nothing is edited here."""

    list_display = ["both", "alike_in", "score", "state", "found_at"]
    list_filter = ["state", "why"]
    list_select_related = ["first", "second"]
    search_fields = ["first__title", "second__title"]
    fields = ["both", "alike_in", "score", "state"]
    readonly_fields = fields
    actions = ["say_different"]
    duties = (Duty("duplicates", _("to be decided"), {"state__exact": State.OPEN.value}),)
    change_form_template = "admin/research/pair.html"

    @admin.display(description=_("records"), ordering="first__title")
    def both(self, pair: DuplicatePair) -> str:
        one, other = pair.first.title, pair.second.title
        return one if one == other else f"{one} / {other}"

    @admin.display(description=_("alike in"), ordering="why")
    def alike_in(self, pair: DuplicatePair) -> str:
        return str(WHY.get(pair.why, pair.why))

    @admin.action(description=_("They are two works"), permissions=["change"])
    def say_different(self, request: HttpRequest, queryset: QuerySet[DuplicatePair]) -> None:
        pairs = [pair for pair in queryset if can(request.user, Verb.CHANGE, pair)]
        for pair in pairs:
            merging.tell_apart(pair=pair, by=request.user)
        number = len(pairs)
        self.message_user(
            request, ngettext("%(n)d pair told apart.", "%(n)d pairs told apart.", number) % {"n": number}
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pair = self.get_object(request, unquote(object_id))
        if pair and request.method == "POST" and ("_keep" in request.POST or "_different" in request.POST):
            return self._decide(request, pair)
        shown = self._shown(pair) if pair else {}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def _decide(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        """Merge into the one that is kept, which deletes the other: who does that may change both."""
        if not all(can(request.user, Verb.CHANGE, one) for one in (pair, pair.first, pair.second)):
            raise PermissionDenied
        if "_different" in request.POST:
            merging.tell_apart(pair=pair, by=request.user)
            self.message_user(request, gettext("They stay two records."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:research_duplicatepair_changelist"))
        kept, gone = pair.first, pair.second
        if request.POST["_keep"] == str(pair.second_id):
            kept, gone = gone, kept
        try:
            merging.merge(kept=kept, gone=gone, by=request.user)
        except merging.NotMergedError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        self.message_user(
            request, gettext("The two records are one now. Its address is that of the record that was kept.")
        )
        return HttpResponseRedirect(reverse("admin:research_publication_change", args=[kept.pk]))

    def _shown(self, pair: DuplicatePair) -> dict[str, Any]:
        one, other = pair.first, pair.second
        rows = [(_("number"), str(one.pk), str(other.pk)), (_("contributors"), _names(one), _names(other))]
        for name in COMPARED:
            field = Publication._meta.get_field(name)
            rows.append((field.verbose_name, _value(one, name), _value(other, name)))
        rows.append((_("sources"), _sources(one), _sources(other)))
        compared = [(label, *values, values[0] != values[1]) for label, *values in rows if any(values)]
        return {"pair": pair, "compared": compared, "is_open": pair.state == State.OPEN}


def _value(publication: Publication, name: str) -> str:
    if hasattr(publication, f"get_{name}_display"):
        return str(getattr(publication, f"get_{name}_display")())
    value = getattr(publication, name)
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def _names(publication: Publication) -> str:
    return "; ".join(str(one.contributor) for one in publication.contributions.select_related("contributor"))


def _sources(publication: Publication) -> str:
    return "; ".join(str(one) for one in publication.source_records.select_related("source"))


@admin.register(Merger)
class MergerAdmin(ScopedAdmin):
    """Which records were merged into which."""

    list_display = ["title", "number", "into", "merged_at"]
    list_select_related = ["into"]
    search_fields = ["title", "into__title"]
    fields = ["title", "number", "into", "merged_at"]
    readonly_fields = fields
