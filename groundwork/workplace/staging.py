"""Importing in the workplace: send a file, look at what would become of it, import it by a yes, undo it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundwork.staging import (
    Importer,
    StagedFile,
    StagedRow,
    StagingError,
    commit_or_defer,
    is_stuck,
    stage,
    try_again,
    undo,
)
from groundwork.uploads import UploadError
from groundwork.workplace.scoped import ScopedAdmin

State, Verdict = StagedFile.State, StagedRow.Verdict
SHOWN = (Verdict.BAD, Verdict.DUPLICATE, Verdict.CHANGED, Verdict.NEW)  # in this order


class StageForm(forms.ModelForm):
    """A floor adds fields for its options, and may have another way to a file than sending one."""

    importer: Importer  # set by the admin class, as is
    by: Any  # the person

    file = forms.FileField(label=gettext_lazy("File"))

    class Meta:
        model = StagedFile
        fields: tuple[str, ...] = ()

    def upload(self) -> File:
        return self.cleaned_data["file"]

    def options(self) -> dict[str, Any]:
        """Plain data that the importer is told beside the file."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Stages the file, so that what is wrong with it as a whole is said on this form."""
        data = super().clean()
        if not self.errors:
            try:
                self.instance = stage(self.importer, self.upload(), by=self.by, options=self.options())
            except UploadError as error:
                raise ValidationError(str(error)) from error
        return data

    def _post_clean(self) -> None:
        """`stage` has made the instance and saved it."""


class StagedFileAdmin(ScopedAdmin):
    """For proxies of StagedFile. Whoever may add one may import it and undo it."""

    importer: Importer
    most_shown = 50  # rows of each verdict on the page of a file
    rows_model: type[StagedRow] | None = None  # the proxy whose list has all the rows, where there is one
    form = StageForm
    list_display = ["name", "state", "length", "stored_at"]
    list_filter = ["state"]
    search_fields = ["name"]
    change_form_template = "admin/staging/file.html"

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def length(self, file: StagedFile) -> str:
        return filesizeformat(file.size)

    def get_fieldsets(self, request: HttpRequest, obj: StagedFile | None = None) -> list[tuple]:
        """Of the page on which a file is sent; that of a file has only what its template shows."""
        fields = [] if obj else list(self.form.base_fields)
        return [(None, {"fields": fields})]

    def get_form(self, request: HttpRequest, obj: StagedFile | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.importer, form.by = self.importer, request.user
        return form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With one button: what follows is the look at what the file would do."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, one | (extra_context or {}))

    def save_form(self, request: HttpRequest, form: StageForm, change: bool) -> StagedFile:
        return self.model.objects.get(pk=form.instance.pk)

    def save_model(self, request: HttpRequest, obj: StagedFile, form: StageForm, change: bool) -> None:
        """Staged already."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing beside it."""

    def response_add(self, request: HttpRequest, obj: StagedFile, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(self._address(obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The file with its rows, and the buttons that import it and undo it."""
        steps = self.steps()
        if request.method == "POST" and (step := next((steps[name] for name in steps if name in request.POST), None)):
            return self._step(request, object_id, step)
        file = self.get_object(request, unquote(object_id))
        shown = self.shown(file) if file else {}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def steps(self) -> dict[str, Callable[[HttpRequest, StagedFile], str]]:
        """By the name of their button; each says what it has done."""
        return {"_import": self.import_file, "_undo": self.undo_import, "_again": self.try_again}

    def _step(self, request: HttpRequest, object_id: str, step: Callable) -> HttpResponse:
        file = self.get_object(request, unquote(object_id))
        if file is None or not self.has_add_permission(request):
            raise PermissionDenied
        try:
            self.message_user(request, step(request, file), messages.SUCCESS)
        except (StagingError, ValidationError) as error:
            self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(self._address(file))

    def import_file(self, request: HttpRequest, file: StagedFile) -> str:
        written = commit_or_defer(file, by=request.user)
        if written is None:
            return _("The worker imports this file now; its state will say when that is done.")
        return ngettext("%(n)d row imported.", "%(n)d rows imported.", written) % {"n": written}

    def undo_import(self, request: HttpRequest, file: StagedFile) -> str:
        undone = undo(file, by=request.user)
        return ngettext("%(n)d row undone.", "%(n)d rows undone.", undone) % {"n": undone}

    def try_again(self, request: HttpRequest, file: StagedFile) -> str:
        try_again(file, by=request.user)
        return _("It can be tried again: look at what the page says now.")

    def shown(self, file: StagedFile) -> dict[str, Any]:
        counts = file.counts()
        labels, listed, stuck = dict(Verdict.choices), self._list_of_rows(file), is_stuck(file)
        sets = [
            {
                "label": labels[verdict],
                "count": counts[verdict],
                "rows": list(file.rows.filter(verdict=verdict)[: self.most_shown]),
                "url": f"{listed}&verdict__exact={verdict}" if listed else "",
            }
            for verdict in SHOWN
            if verdict in counts
        ]
        return {
            "file": file,
            "counts": [(labels[verdict], count) for verdict, count in counts.items()],
            "sets": sets,
            "rows_url": listed,
            "chosen": file.rows.filter(chosen=True).exclude(verdict=Verdict.BAD).count(),
            "is_ready": file.state == State.READY,
            "is_imported": file.state == State.IMPORTED,
            "is_stuck": stuck,
            "is_waiting": file.state in {State.LOOKING, State.IMPORTING} and not stuck,
        }

    def _list_of_rows(self, file: StagedFile) -> str:
        if self.rows_model is None:
            return ""
        meta = self.rows_model._meta
        return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?file__id__exact={file.pk}"

    def _address(self, file: StagedFile) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[file.pk])


class ChosenForm(forms.ModelForm):
    """A row's tick, in a list where it stands without a label of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "chosen" in self.fields:
            self.fields["chosen"].widget.attrs["aria-label"] = f"{self.fields['chosen'].label}: {self.instance.name}"


class StagedRowAdmin(ScopedAdmin):
    """For proxies of StagedRow: all rows of a file, where each is ticked that shall be imported."""

    short = True
    list_display = ["number", "name", "verdict", "told", "chosen"]
    list_editable = ["chosen"]
    list_filter = ["verdict", "chosen"]
    list_display_links = ["number"]
    search_fields = ["name"]
    fields = ["file", "number", "name", "verdict", "told", "chosen"]
    readonly_fields = ["file", "number", "name", "verdict", "told"]
    actions = ["choose", "leave_out"]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """None: the file of a row is never chosen."""
        return []

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": ChosenForm} | kwargs)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "file__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("what is found"))
    def told(self, row: StagedRow) -> str:
        return " ".join([*row.reasons, *(f"{name}: {before} → {after}." for name, before, after in row.changes)])

    @admin.action(description=gettext_lazy("To be imported"), permissions=["change"])
    def choose(self, request: HttpRequest, queryset: Any) -> None:
        self._choose(request, queryset, chosen=True)

    @admin.action(description=gettext_lazy("To be left out"), permissions=["change"])
    def leave_out(self, request: HttpRequest, queryset: Any) -> None:
        self._choose(request, queryset, chosen=False)

    def _choose(self, request: HttpRequest, queryset: Any, *, chosen: bool) -> None:
        number = queryset.exclude(verdict=Verdict.BAD).update(chosen=chosen)
        self.message_user(request, ngettext("%(n)d row changed.", "%(n)d rows changed.", number) % {"n": number})
