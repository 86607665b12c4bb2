from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.utils import get_translation_fields

from groundwork.workplace import (
    PublishableAdmin,
    ScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    SeenRelatedFilter,
    UploadAdmin,
    VersionedAdmin,
)
from meetings.admin.pasting import PastedOutcomes
from meetings.admin.withdrawal import ReasonedWithdrawal
from meetings.forms import DocumentFileForm
from meetings.models import (
    AgendaItem,
    Document,
    DocumentFile,
    Meeting,
    MeetingSeries,
    Outcome,
    Participant,
    ProgrammeEntry,
    Review,
)
from meetings.services import add_version, copy_as_next

TITLES = get_translation_fields("title")


class AgendaItemInline(ScopedStackedInline, TranslationStackedInline):
    model = AgendaItem


@admin.register(Meeting)
class MeetingAdmin(VersionedAdmin, TranslationAdmin):
    change_form_template = "admin/meetings/meeting/versioned_form.html"
    bulk_columns = (
        *("slug", "title", "kind", "symbol", "start", "end", "place", "online", "all_sectors", "sectors", "series"),
        *("instruments", "note", "source_url"),
    )
    list_display = ["title", "kind", "start", "end", "place", "state", "updated_at"]
    list_filter = ["state", "kind", "sectors"]
    search_fields = ["slug", "symbol", "place", *get_translation_fields("title")]
    inlines = [AgendaItemInline]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With a button that copies the meeting for the one that follows; what stands in the form is not saved."""
        if request.method == "POST" and "_next" in request.POST:
            return self._copy(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def _copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        meeting = self.get_object(request, unquote(object_id))
        if not (self.has_add_permission(request) and self.has_change_permission(request, meeting)):
            raise PermissionDenied
        following = copy_as_next(meeting, by=request.user)
        sentence = _("A draft with the series, sectors and agenda. Fill in its days and its address.")
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[following.pk]))


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(ScopedAdmin, TranslationAdmin):
    short = True
    list_display = ["name", "slug"]
    search_fields = ["slug", *get_translation_fields("name")]


@admin.register(ProgrammeEntry)
class ProgrammeEntryAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["title", "biennium", "kind", "stage", "is_reserve", "symbol", "state", "updated_at"]
    list_filter = ["state", "biennium", "kind", "stage", "is_reserve", "sectors"]
    search_fields = ["symbol", "decision", *get_translation_fields("title")]


@admin.register(AgendaItem)
class AgendaItemAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["__str__", "meeting"]
    list_select_related = ["meeting"]
    search_fields = [*TITLES, *(f"meeting__{name}" for name in TITLES)]


class DocumentFileInline(ScopedTabularInline):
    """What is there; a new language or version is sent on a page of its own, and changes no older one."""

    model = DocumentFile
    fields = readonly_fields = ["language", "version", "name", "size", "url", "stored_at"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False


@admin.register(Document)
class DocumentAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["title", "kind", "symbol", "meeting", "visibility", "state", "updated_at"]
    list_filter = ["state", "visibility", "kind"]
    list_select_related = ["meeting"]
    search_fields = ["symbol", *TITLES, *(f"meeting__{name}" for name in TITLES)]
    inlines = [DocumentFileInline]


@admin.register(DocumentFile)
class DocumentFileAdmin(UploadAdmin):
    form = DocumentFileForm
    list_display = ["document", "language", "version", "name", "size", "stored_at"]
    list_filter = ["language"]
    list_select_related = ["document"]
    search_fields = ["name", "url", "document__symbol", *(f"document__{name}" for name in TITLES)]
    readonly_fields = ["version", "name", "size", "content_type", "sha256", "stored_at"]

    def get_fields(self, request: HttpRequest, obj: DocumentFile | None = None) -> list[str]:
        sent = ["document", "language", "url"]
        return [*sent, *self.readonly_fields] if obj else [*sent, "upload"]

    def save_model(self, request: HttpRequest, obj: DocumentFile, form: Any, change: bool) -> None:
        add_version(obj, upload=form.cleaned_data["upload"])


@admin.register(Participant)
class ParticipantAdmin(ScopedAdmin):
    list_display = ["__str__", "meeting", "group", "part", "sex", "visibility"]
    list_filter = ["group", "part", "sex", "visibility"]
    list_select_related = ["meeting", "area"]
    search_fields = ["name", "organisation", *(f"meeting__{name}" for name in TITLES)]


@admin.register(Review)
class ReviewAdmin(PublishableAdmin, TranslationAdmin):
    short = True
    list_display = ["title", "kind", "date", "state", "updated_at"]
    list_filter = ["state", "kind"]
    search_fields = ["slug", "symbol", *get_translation_fields("title")]


@admin.register(Outcome)
class OutcomeAdmin(PastedOutcomes, ReasonedWithdrawal, PublishableAdmin, TranslationAdmin):
    bulk_columns = (
        *("meeting", "review", "section", "kind", "number", "order", "text", "wording", "original_language"),
        *("original_text", "source", "source_url", "source_kind", "confidence", "addressed_to", "follow_up_types"),
        *("work_category", "all_sectors", "sectors", "themes", "areas", "keywords", "sdg_goals", "gender_marker"),
    )
    list_display = ["__str__", "meeting", "review", "kind", "wording", "state", "updated_at"]
    list_filter = [
        "state",
        "wording",
        "kind",
        "source_kind",
        "confidence",
        "work_category",
        "gender_marker",
        ("review", SeenRelatedFilter),
        "sectors",
    ]
    list_select_related = ["meeting", "review"]
    search_fields = ["=number", *get_translation_fields("text")]
