"""Admin classes that show, offer and save only what the access table grants."""

import logging
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundwork.access import Verb, allowed, can
from groundwork.prose import ProseField
from groundwork.publishing import states_open_to
from groundwork.translated import label_of
from groundwork.translating import translated_fields
from groundwork.workplace.deleting import held_by
from groundwork.workplace.fields import LinesField, OutwardField, OwnKeepingFormSet, TicksField, offer_own
from groundwork.workplace.fieldsets import by_language
from groundwork.workplace.filters import OwnFilter
from groundwork.workplace.folded import folded_fields
from groundwork.workplace.history import HistoryAdmin
from groundwork.workplace.languages import HOLDS, TranslationFilter, hold, language_notes, parts_of
from groundwork.workplace.limits import own_choices
from groundwork.workplace.meanwhile import SEEN, digest, told
from groundwork.workplace.prose import ProseWidget

log = logging.getLogger(__name__)


def once(request: HttpRequest, asked: Hashable, answer: Callable[[], Any]) -> Any:
    """What is found out once a request, as the admin asks dozens of times for one page."""
    answers = request.__dict__.setdefault("answers", {})
    if asked not in answers:
        answers[asked] = answer()
    return answers[asked]


def may(request: HttpRequest, verb: str, what: models.Model | type[models.Model]) -> bool:
    """Whether the access table grants it."""
    asked = (verb, what._meta.label, what.pk if isinstance(what, models.Model) else None)
    return once(request, asked, lambda: can(request.user, verb, what))


def choices_of(request: HttpRequest, model: type[models.Model]) -> dict[str, models.QuerySet]:
    """`own_choices` of the person who asks."""
    return once(request, ("choices", model), lambda: own_choices(request.user, model))


class ScopedOptions(admin.options.BaseModelAdmin):
    """What pages and inlines have in common."""

    formfield_overrides = {
        ArrayField: {"form_class": LinesField},
        ProseField: {"widget": ProseWidget(attrs={"rows": 8})},
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},  # the browser's own
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
        models.URLField: {"form_class": OutwardField, "assume_scheme": "https"},
    }
    view_on_site = False
    short = False  # True: the table is short enough for a select or checkboxes that show all of it
    bulk_columns: tuple[str, ...] = ()  # what a table of its rows has, to download and send back (groundwork/tables)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).filter(allowed(request.user, Verb.VIEW, self.model))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        """Django makes a whole form to name its fields, each time that it asks."""
        asked = ("fields", type(self), obj and obj.pk)
        return list(once(request, asked, lambda: super(ScopedOptions, self).get_fields(request, obj)))

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation but those to short tables: no select loads a long one."""
        relations = [field for field in (*self.opts.fields, *self.opts.many_to_many) if field.remote_field]
        return [field.name for field in relations if not self._is_short(field)]

    def _is_short(self, field: models.Field) -> bool:
        return getattr(self.admin_site.get_model_admin(field.remote_field.model), "short", False)

    def get_field_queryset(self, db: str | None, db_field: models.Field, request: HttpRequest) -> models.QuerySet:
        far = db_field.remote_field.model
        rows = super().get_field_queryset(db, db_field, request)
        rows = far._default_manager.all() if rows is None else rows
        return rows.filter(allowed(request.user, Verb.VIEW, far))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            kwargs.setdefault("form_class", TicksField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            field.label = label_of(db_field)
        return field

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if self._is_short(db_field):
            kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def offer_states(self, form: type[forms.ModelForm], request: HttpRequest, item: models.Model | None) -> None:
        if "state" in form.base_fields:
            states = states_open_to(request.user, item or self.model)
            form.base_fields["state"].choices = [(state.value, state.label) for state in states]


class ScopedAdmin(ScopedOptions, HistoryAdmin):
    """The pages of a model. With translated fields: `class ThemeAdmin(ScopedAdmin, TranslationAdmin)`."""

    list_per_page = 50
    show_full_result_count = False

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        translated = [TranslationFilter] if translated_fields(self.model) else []
        return [OwnFilter, *super().get_list_filter(request), *translated]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the ways to its rows as tables, narrowed as the list is, and back."""
        tables = [one.model for one in (self, *self.inlines) if getattr(one, "bulk_columns", ())]
        may_send_back = any(may(request, verb, one) for one in tables for verb in (Verb.ADD, Verb.CHANGE))
        shown = request.GET.copy()
        for name in (PAGE_VAR, ORDER_VAR, ALL_VAR, ERROR_FLAG):
            shown.pop(name, None)
        bulk = {"bulk": [one._meta for one in tables], "may_send_back": may_send_back, "shown": shown.urlencode()}
        return super().changelist_view(request, bulk | (extra_context or {}))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return folded_fields(self.model, super().get_search_fields(request))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may(request, Verb.VIEW, obj or self.model)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, Verb.ADD, self.model)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may(request, Verb.CHANGE, obj or self.model)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may(request, Verb.DELETE, obj or self.model)

    def get_deleted_objects(self, objs: Iterable[models.Model], request: HttpRequest) -> tuple:
        """What protects them is told before anything is read that would go with them."""
        if held := held_by(objs, request, self.admin_site):
            return [], {}, set(), held
        return super().get_deleted_objects(objs, request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What only the tables refuse, like two rows that contradict each other and are both new, is told in words.

        The form is shown again, and offers what was written (static/js/keep.js).
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            log.warning("refused by the tables: %s %s", self.opts.label_lower, object_id, exc_info=True)
            sentence = _("Nothing was saved: what you wrote contradicts something that is on record, or lacks a part.")
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        item = super().get_object(request, object_id, from_field)
        if item is None:
            raise Http404  # not there, or not there for this person
        return item

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Relations to rows that the person may not see stay as they are, and unseen."""
        relations = [field for field in self.opts.fields if field.many_to_one]
        unseen = [field.name for field in relations if not self._sees(request, field, obj)]
        return [*(super().get_exclude(request, obj) or ()), *unseen]

    def _sees(self, request: HttpRequest, field: models.ForeignKey, obj: models.Model | None) -> bool:
        held = getattr(obj, field.name) if obj else None
        return may(request, Verb.VIEW, held or field.related_model)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list[tuple]:
        fieldsets = super().get_fieldsets(request, obj)
        if self.fieldsets:
            return fieldsets
        unseen = self.get_exclude(request, obj)
        seen = [name for name in flatten_fieldsets(fieldsets) if name not in unseen]
        return by_language(self.model, seen, self._language_notes(request, obj))

    def _language_notes(self, request: HttpRequest, obj: models.Model | None) -> dict[str, SafeString]:
        """Read once a request, as Django asks for the fieldsets several times."""
        if obj is None or not translated_fields(self.model):
            return {}
        if not hasattr(request, "language_notes"):
            request.language_notes = language_notes(obj, parts_of(self, obj))
        return request.language_notes

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        self.offer_states(form, request, obj)
        for name, own in choices_of(request, self.model).items():
            if name in form.base_fields:
                held = self.model._base_manager.filter(pk=obj.pk).values(name) if obj else []
                offer_own(form.base_fields[name], own, held)
        return told(form, self)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *, obj: models.Model | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj and self.has_change_permission(request, obj):
            context["seen"] = (SEEN, digest(self, obj))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """The last word: what was written must lie where the person may write, or nothing is."""
        super().save_related(request, form, formsets, change)
        if not can(request.user, Verb.CHANGE if change else Verb.ADD, form.instance):
            raise PermissionDenied(_("What you save must stay within the sectors of your teams. Nothing was saved."))
        hold([form.instance, *parts_of(self, form.instance)], request.POST.get(HOLDS, ""))

    def message_user(
        self,
        request: HttpRequest,
        message: str,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """What was saved is marked so, and no more kept in the browser (static/js/keep.js)."""
        tags = f"{extra_tags} saved".strip() if level == messages.SUCCESS else extra_tags
        super().message_user(request, message, level, tags, fail_silently)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """Who says that a translation holds goes on with the same form."""
        response = super().response_change(request, obj)
        return HttpResponseRedirect(request.get_full_path()) if HOLDS in request.POST else response


class ScopedInline(ScopedOptions, admin.options.InlineModelAdmin):
    """Parts of a row, edited on its page by those who may change the row."""

    extra = 0
    formset = OwnKeepingFormSet

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may(request, Verb.VIEW, self.model)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, Verb.ADD, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, Verb.CHANGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, Verb.DELETE, obj)

    def _may(self, request: HttpRequest, verb: str, whole: models.Model | None) -> bool:
        return may(request, verb, self.model) and (whole is None or may(request, Verb.CHANGE, whole))

    def get_min_num(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int | None:
        return 1 if self._ties(request) else super().get_min_num(request, obj, **kwargs)

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        self.offer_states(formset.form, request, None)
        for name, own in self._ties(request).items():
            if name in formset.form.base_fields:
                held = self.model._base_manager.filter(**{formset.fk.name: obj}).values(name) if obj else []
                offer_own(formset.form.base_fields[name], own, held)
                formset.tie, formset.own = name, own
        return formset

    def _ties(self, request: HttpRequest) -> dict[str, models.QuerySet]:
        """The limited relations other than that to the whole, which is not chosen here."""
        limited = choices_of(request, self.model).items()
        return {name: own for name, own in limited if self.opts.get_field(name).related_model is not self.parent_model}


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type:
        """With a name on each field: the heading of its column is none to a screen reader."""
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # inside the one that adds links to a relation
            widget.attrs.setdefault("aria-label", field.label)
        return formset


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list[tuple]:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if self.fieldsets else by_language(self.model, flatten_fieldsets(fieldsets))
