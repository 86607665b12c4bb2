from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.utils import get_translation_fields

from groundwork.access import Verb, allowed, can
from groundwork.models import Version
from groundwork.versions.beside import lay_out
from groundwork.versions.trials import trial
from groundwork.workplace import (
    BrokenLinkFilter,
    PublishableAdmin,
    ScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    VersionedAdmin,
    plain_number,
)
from groundwork.workplace.duties import Duty, broken_links
from groundwork.workplace.filters import OWN
from groundwork.workplace.panels import Line, Panel, form_address
from groundwork.workplace.versioned import NEXT
from sectors import inbox
from sectors.forms import SuccessionForm
from sectors.imports.pasted_ratifications import Row, read_rows
from sectors.models import (
    Activity,
    CountryPriority,
    CountryProgramme,
    Enquiry,
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
    Link,
    Partner,
    PracticeSource,
    Sector,
    SectorActivity,
    SectorGroup,
    SectorPage,
    Succession,
    TeamMember,
    Theme,
    Tool,
    Update,
)
from sectors.models.enquiries import EnquiryQuerySet
from sectors.services import set_values, succeed


class TeamInline(ScopedTabularInline):
    model = TeamMember
    fields = ["person", "responsibility"]


class SectorActivityInline(ScopedTabularInline):
    model = SectorActivity


class KeyIssueInline(ScopedStackedInline, TranslationStackedInline):
    model = KeyIssue
    bulk_columns = ("page", "title", "text", "order")


class ToolInline(ScopedStackedInline, TranslationStackedInline):
    model = Tool
    bulk_columns = ("page", "title", "url", "how_to_use", "order")


class UpdateInline(ScopedStackedInline, TranslationStackedInline):
    model = Update


class LinkInline(ScopedStackedInline, TranslationStackedInline):
    model = Link
    bulk_columns = ("page", "kind", "title", "url", "description", "order")


@admin.register(SectorGroup)
class SectorGroupAdmin(ScopedAdmin, TranslationAdmin):
    short = True
    list_display = ["name", "slug", "order"]
    search_fields = ["slug", *get_translation_fields("name")]
    inlines = [TeamInline]


@admin.register(Sector)
class SectorAdmin(ScopedAdmin, TranslationAdmin):
    short = True
    list_display = ["name", "slug", "tag", "group", "parent", "valid_from", "valid_to"]
    list_filter = ["group", ("parent", admin.EmptyFieldListFilter)]
    list_select_related = ["group", "parent"]
    search_fields = ["slug", "tag", *get_translation_fields("name")]
    inlines = [SectorActivityInline, TeamInline]


@admin.register(Succession)
class SuccessionAdmin(ScopedAdmin, TranslationAdmin):
    """A succession is recorded as one deed; later only its date and its words can be put right."""

    list_display = ["earlier", "later", "kind", "date"]
    list_filter = ["kind"]
    list_select_related = ["earlier", "later"]
    search_fields = [f"{side}__{name}" for side in ("earlier", "later") for name in get_translation_fields("name")]

    def get_form(self, request: HttpRequest, obj: Succession | None = None, **kwargs: Any) -> type:
        return super().get_form(request, obj, **({} if obj else {"form": SuccessionForm}) | kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Succession | None = None) -> list[str]:
        return ["earlier", "later", "kind"] if obj else []

    def get_exclude(self, request: HttpRequest, obj: Succession | None = None) -> list[str]:
        return [*super().get_exclude(request, obj), *([] if obj else ["earlier", "later"])]

    def save_model(self, request: HttpRequest, obj: Succession, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = succeed(
            earlier=form.cleaned_data["earlier_sectors"],
            later=form.cleaned_data["later_sectors"],
            kind=obj.kind,
            date=obj.date,
            note={name: getattr(obj, name) for name in get_translation_fields("note")},
            by=request.user,
        )
        obj.pk = made[0].pk
        obj._state.adding = False


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["code", "title", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["^code", *get_translation_fields("title")]


@admin.register(SectorPage)
class SectorPageAdmin(VersionedAdmin, TranslationAdmin):
    list_display = ["sector", "state", "starter_text", "reviewed_on", "review_by", "updated_at"]
    list_filter = ["state", "starter_text", BrokenLinkFilter]
    link_paths = ["links__url", "tools__url", "updates__url"]
    duties = (*VersionedAdmin.duties, broken_links(link_paths))
    list_select_related = ["sector"]
    search_fields = ["sector__slug", *(f"sector__{name}" for name in get_translation_fields("name"))]
    inlines = [KeyIssueInline, UpdateInline, ToolInline, LinkInline]

    def panel(self, request: HttpRequest) -> Panel:
        """The pages of one's own sectors, without those of their branches."""
        pages = SectorPage.objects.visible_to(request.user).filter(sector__in=Sector.objects.owned_by(request.user))
        of_sectors = pages.filter(sector__parent=None).select_related("sector").order_by("sector__name")
        lines = [
            Line(str(page), form_address(page), page.get_state_display(), page.is_review_late) for page in of_sectors
        ]
        whole = f"{reverse('admin:sectors_sectorpage_changelist')}?{OWN}=change"
        return Panel("sectors", _("My sectors"), lines, whole, _("With their branches"))


@admin.register(Theme)
class ThemeAdmin(VersionedAdmin, TranslationAdmin):
    short = True
    list_display = ["name", "slug", "order", "state", "updated_at"]
    list_filter = ["state"]
    search_fields = ["slug", *get_translation_fields("name")]


class PastedRatificationsForm(forms.Form):
    text = forms.CharField(
        label=_("Lines"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One a line, copied from a spreadsheet or as CSV: instrument, ratifications, as of, source."),
    )


class PastedRatifications(ScopedAdmin):
    """Adds the screen on which ratifications of many instruments are pasted, seen as changes, and then saved."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.paste_ratifications)
        return [path("ratifications/", view, name="sectors_ratifications"), *super().get_urls()]

    def paste_ratifications(self, request: HttpRequest) -> HttpResponse:
        if not can(request.user, Verb.CHANGE, Instrument):
            raise PermissionDenied
        form = PastedRatificationsForm(request.POST or None)
        rows = []
        if form.is_valid():
            may_change = Instrument.objects.filter(allowed(request.user, Verb.CHANGE, Instrument))
            with trial():
                lay_out(Instrument, request.user)
                rows = read_rows(form.cleaned_data["text"], may_change)
        is_right = bool(rows) and not any(row.errors for row in rows)
        if is_right and "save" in request.POST:
            return self._save_ratifications(request, rows)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Paste ratifications"),
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "is_right": is_right,
        }
        return TemplateResponse(request, "admin/sectors/ratifications.html", context)

    def _save_ratifications(self, request: HttpRequest, rows: list[Row]) -> HttpResponse:
        """In next versions, which are then seen in a list, ready to be sent for review."""
        given = [(row.instrument, row.values) for row in rows if row.instrument]
        number = set_values(given, by=request.user, comment=_("Ratifications pasted"))
        sentence = ngettext(
            "%(n)d instrument changed, not public yet: send it for review.",
            "%(n)d instruments changed, not public yet: send them for review.",
            number,
        )
        self.message_user(request, sentence % {"n": number}, messages.SUCCESS)
        return HttpResponseRedirect(f"{reverse('admin:sectors_instrument_changelist')}?{NEXT}={Version.State.DRAFT}")


@admin.register(Instrument)
class InstrumentAdmin(PastedRatifications, VersionedAdmin, TranslationAdmin):
    bulk_columns = (
        *("slug", "kind", "number", "aliases", "title", "year", "note", "how_to_use", "in_force", "in_force_since"),
        *("in_force_source", "in_force_source_url", "ratifications", "ratifications_as_of", "ratifications_source"),
        *("ratifications_source_url", "normlex_url", "sectors"),
    )
    list_display = ["title", "number", "kind", plain_number("year", _("year")), "in_force", "state", "updated_at"]
    list_filter = ["state", "kind", "in_force", BrokenLinkFilter, "sectors"]
    link_paths = ["normlex_url", "in_force_source_url", "ratifications_source_url"]
    duties = (*VersionedAdmin.duties, broken_links(link_paths))
    search_fields = ["slug", "number", "aliases", *get_translation_fields("title")]


class PracticeSourceInline(ScopedTabularInline):
    model = PracticeSource


@admin.register(GoodPractice)
class GoodPracticeAdmin(VersionedAdmin, TranslationAdmin):
    bulk_columns = (
        *("slug", "title", "text", "outcome", "conditions", "start", "end", "areas", "sectors", "themes"),
        *("organisations", "instruments"),
    )
    list_display = ["title", "outcome", "state", "starter_text", "reviewed_on", "updated_at"]
    list_filter = ["state", "outcome", "gender_marker", "starter_text", "themes", "sectors"]
    search_fields = ["slug", *get_translation_fields("title")]
    inlines = [PracticeSourceInline]


@admin.register(Partner)
class PartnerAdmin(VersionedAdmin, TranslationAdmin):
    bulk_columns = ("name", "kind", "url", "description", "sectors")
    list_display = ["name", "kind", "url", "state", "review_by", "updated_at"]
    list_filter = ["state", "kind", BrokenLinkFilter, "sectors"]
    link_paths = ["url"]
    duties = (*VersionedAdmin.duties, broken_links(link_paths))
    search_fields = ["name", "url"]


@admin.register(TeamMember)
class TeamMemberAdmin(PublishableAdmin):
    list_display = ["person", "sector", "group", "responsibility", "state"]
    list_filter = ["state", "group", "sector"]
    list_select_related = ["person", "sector", "group"]
    search_fields = ["person__email", "person__name", "responsibility"]


@admin.register(FocalPoint)
class FocalPointAdmin(PublishableAdmin, TranslationAdmin):
    bulk_columns = (
        "unit",
        "organisation",
        "function",
        "area",
        "sectors",
    )  # a name is agreed with the person, in the form
    list_display = ["function", "unit", "organisation", "area", "state", "updated_at"]
    list_filter = ["state", "unit", "sectors"]
    list_select_related = ["unit", "organisation", "area"]
    search_fields = ["organisation__name", "unit__name", *get_translation_fields("function")]


class WorkFilter(admin.SimpleListFilter):
    """What there is to do: mine, new, late."""

    title = _("to do")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("mine", _("Mine")), ("new", _("New")), ("late", _("Late")), ("open", _("All open"))]

    def queryset(self, request: HttpRequest, queryset: EnquiryQuerySet) -> EnquiryQuerySet:
        chosen = {
            "mine": lambda: queryset.assigned_to(request.user),
            "new": lambda: queryset.filter(state=Enquiry.State.NEW),
            "late": queryset.late,
            "open": queryset.open,
        }
        return chosen.get(self.value(), queryset.all)()


class EnquiryWorkForm(forms.ModelForm):
    """One of three steps at a time: give it to somebody, answer it, close it."""

    class Meta:
        model = Enquiry
        fields = ["sectors", "assigned_to", "note", "answer", "state"]

    def clean_state(self) -> str:
        state, before = self.cleaned_data["state"], self.instance.state
        if state != before and state not in {Enquiry.State.CLOSED, Enquiry.State.REFUSED}:
            raise forms.ValidationError(_("New, assigned and answered follow from what you do: set Closed or Refused."))
        return state

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answer") and "answer" in self.changed_data and not self.instance.email:
            self.add_error("answer", _("The sender gave no address: an answer would reach nobody. Write a note."))
        return data


@admin.register(Enquiry)
class EnquiryAdmin(ScopedAdmin):
    """The inbox. What came in is not changed; what is done with it goes through sectors/inbox.py."""

    form = EnquiryWorkForm
    list_display = ["receipt", "kind", "subject", "state", "assigned_to", "created_at", "late"]
    list_filter = [WorkFilter, "state", "kind", "sectors"]
    list_select_related = ["assigned_to"]
    search_fields = ["receipt", "about", "about_title", "email", "name", "text"]
    readonly_fields = ["receipt", "kind", "subject", "text", "name", "email", "language", "created_at", "answered_at"]
    fieldsets = [
        (None, {"fields": ["receipt", "kind", "subject", "text", "name", "email", "language", "created_at"]}),
        (_("What is done with it"), {"fields": ["sectors", "assigned_to", "note", "answer", "answered_at", "state"]}),
    ]
    actions = ["take"]
    duties = (
        Duty("new", _("new"), {"work": "new"}, rows=lambda rows: rows.filter(state=Enquiry.State.NEW)),
        Duty("late", _("late"), {"work": "late"}, late=True, rows=lambda rows: rows.late()),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # they come by the form

    @admin.display(description=_("about"))
    def subject(self, enquiry: Enquiry) -> str:
        if not enquiry.about.startswith("/"):
            return enquiry.about_title
        return format_html('<a href="{}">{}</a>', enquiry.about, enquiry.about_title or enquiry.about)

    @admin.display(description=_("late"), boolean=True)
    def late(self, enquiry: Enquiry) -> bool:
        return enquiry.is_late

    @admin.action(description=_("Take on selected enquiries"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: EnquiryQuerySet) -> None:
        for enquiry in queryset.open():
            inbox.assign_enquiry(enquiry, request.user, absolute=request.build_absolute_uri)
            self.log_change(request, enquiry, [{"changed": {"fields": ["assigned_to"]}}])

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return ["sectors"]  # the few who may answer are offered in a select

    def get_exclude(self, request: HttpRequest, obj: Enquiry | None = None) -> list[str]:
        return []  # the names of colleagues who may answer are no secret to those who may

    def get_readonly_fields(self, request: HttpRequest, obj: Enquiry | None = None) -> list[str]:
        return [*self.readonly_fields, *(["answer"] if obj and obj.answer else [])]

    def offer_states(self, form: type[forms.ModelForm], request: HttpRequest, item: Enquiry | None) -> None:
        """Its states are not those of publishing."""

    def get_form(self, request: HttpRequest, obj: Enquiry | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        if obj and "assigned_to" in form.base_fields:
            form.base_fields["assigned_to"].queryset = inbox.able_to_answer(obj)
        return form

    def save_model(self, request: HttpRequest, obj: Enquiry, form: Any, change: bool) -> None:
        state, answer, assigned_to = obj.state, obj.answer, obj.assigned_to
        obj.state, obj.answer = form.initial["state"], form.initial.get("answer", obj.answer)
        obj.save(update_fields=["note"])
        if "assigned_to" in form.changed_data:
            inbox.assign_enquiry(obj, assigned_to, absolute=request.build_absolute_uri)
        if "answer" in form.changed_data:
            inbox.answer_enquiry(obj, answer)
        if "state" in form.changed_data:
            inbox.close_enquiry(obj, state)


@admin.register(CountryProgramme)
class CountryProgrammeAdmin(VersionedAdmin, TranslationAdmin):
    bulk_columns = ("area", "title", "start", "end", "url")
    list_display = ["title", "area", "start", "end", "state", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["area"]
    search_fields = [
        "area__code",
        *get_translation_fields("title"),
        *(f"area__{n}" for n in get_translation_fields("name")),
    ]


@admin.register(CountryPriority)
class CountryPriorityAdmin(VersionedAdmin, TranslationAdmin):
    bulk_columns = ("area", "programme", "sectors", "text", "date", "source", "source_url")
    list_display = ["__str__", "date", "state", "updated_at"]
    list_filter = ["state", "sectors"]
    list_select_related = ["area"]
    search_fields = [
        "area__code",
        *get_translation_fields("text"),
        *(f"area__{n}" for n in get_translation_fields("name")),
    ]
