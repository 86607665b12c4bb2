from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.utils import get_translation_fields

from groundwork.workplace import PublishableAdmin, ScopedAdmin, ScopedStackedInline, ScopedTabularInline, plain_number
from sectors.forms import SuccessionForm
from sectors.models import (
    Activity,
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
from sectors.services import recount, succeed


class TeamInline(ScopedTabularInline):
    model = TeamMember
    fields = ["person", "responsibility"]


class SectorActivityInline(ScopedTabularInline):
    model = SectorActivity


class KeyIssueInline(ScopedStackedInline, TranslationStackedInline):
    model = KeyIssue


class ToolInline(ScopedStackedInline, TranslationStackedInline):
    model = Tool


class UpdateInline(ScopedStackedInline, TranslationStackedInline):
    model = Update


class LinkInline(ScopedStackedInline, TranslationStackedInline):
    model = Link


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

    def save_model(self, request: HttpRequest, obj: Sector, form: Any, change: bool) -> None:
        """What is filed under a branch counts for the sector that it has now."""
        super().save_model(request, obj, form, change)
        if change and "parent" in form.changed_data:
            above = [form.initial["parent"], obj.parent_id]
            recount([obj, *Sector.objects.filter(pk__in=[key for key in above if key])])


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

    def delete_model(self, request: HttpRequest, obj: Succession) -> None:
        super().delete_model(request, obj)
        recount([obj.earlier, obj.later])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Succession]) -> None:
        sectors = [sector for one in queryset.with_sectors() for sector in (one.earlier, one.later)]
        super().delete_queryset(request, queryset)
        recount(sectors)


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["code", "title", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["^code", *get_translation_fields("title")]


@admin.register(SectorPage)
class SectorPageAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["sector", "state", "starter_text", "reviewed_on", "review_by", "updated_at"]
    list_filter = ["state", "starter_text", "review_by"]
    list_select_related = ["sector"]
    search_fields = ["sector__slug", *(f"sector__{name}" for name in get_translation_fields("name"))]
    inlines = [KeyIssueInline, UpdateInline, ToolInline, LinkInline]


@admin.register(Theme)
class ThemeAdmin(PublishableAdmin, TranslationAdmin):
    short = True
    list_display = ["name", "slug", "order", "state", "updated_at"]
    list_filter = ["state"]
    search_fields = ["slug", *get_translation_fields("name")]


@admin.register(Instrument)
class InstrumentAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["title", "number", "kind", plain_number("year", _("year")), "in_force", "state", "updated_at"]
    list_filter = ["state", "kind", "in_force", "sectors"]
    search_fields = ["slug", "number", "aliases", *get_translation_fields("title")]


class PracticeSourceInline(ScopedTabularInline):
    model = PracticeSource


@admin.register(GoodPractice)
class GoodPracticeAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["title", "outcome", "state", "starter_text", "reviewed_on", "updated_at"]
    list_filter = ["state", "outcome", "gender_marker", "starter_text", "themes", "sectors"]
    search_fields = ["slug", *get_translation_fields("title")]
    inlines = [PracticeSourceInline]


@admin.register(Partner)
class PartnerAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["name", "kind", "url", "state", "updated_at"]
    list_filter = ["state", "kind", "sectors"]
    search_fields = ["name", "url"]


@admin.register(TeamMember)
class TeamMemberAdmin(ScopedAdmin):
    list_display = ["person", "sector", "group", "responsibility"]
    list_filter = ["group", "sector"]
    list_select_related = ["person", "sector", "group"]
    search_fields = ["person__email", "person__name", "responsibility"]
