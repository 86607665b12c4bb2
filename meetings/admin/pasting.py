"""Pasting a numbered text in the workplace: cut into points, looked over, and only then saved, as drafts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundwork.access import Verb, allowed
from groundwork.workplace import ScopedAdmin
from meetings.imports.points import split_points
from meetings.models import Meeting, Outcome, Review
from meetings.services import add_points
from meetings.wording import TextKind

MOST_LETTERS = 200_000  # of a pasted text
MOST_POINTS = 200  # that are saved at once


class PastedTextForm(forms.Form):
    """A numbered text, whose it is and where it was read."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=gettext_lazy("Meeting"), required=False)
    review = forms.ModelChoiceField(Review.objects.none(), label=gettext_lazy("Review"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of text"), choices=TextKind)
    wording = forms.ChoiceField(
        label=gettext_lazy("Wording"), choices=Outcome.Wording, initial=Outcome.Wording.VERBATIM
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the original"), choices=settings.LANGUAGES)
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=300, help_text=gettext_lazy("Where the text was read")
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=MOST_LETTERS, strip=False, widget=forms.Textarea(attrs={"rows": 16})
    )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("meeting")) == bool(cleaned.get("review")) and not self.errors:
            raise ValidationError(_("An outcome belongs to a meeting or to a review: set one of them."))
        return cleaned


class PointForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number"), max_length=20, required=False)
    section = forms.CharField(label=gettext_lazy("Section heading"), max_length=200, required=False)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 3}))


PointFormSet = forms.formset_factory(PointForm, extra=0, can_delete=True, max_num=MOST_POINTS, absolute_max=MOST_POINTS)


class PastedOutcomes(ScopedAdmin):
    """Adds the page to the list of outcomes, for those who may add to it."""

    change_list_template = "admin/meetings/outcomes.html"

    def get_urls(self) -> list[URLPattern]:
        address = path("paste/", self.admin_site.admin_view(self.paste_view), name="meetings_outcome_paste")
        return [address, *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        """First the text; then its points; with these accepted, drafts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.paste_form(request)
        points = self.points_of(request, form) if form.is_valid() else None
        if points is not None and "save" in request.POST and points.is_valid():
            return self.save_points(request, form, points)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Paste a numbered text"),
            "opts": self.opts,
            "form": form,
            "points": points,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/meetings/paste.html", context)

    def paste_form(self, request: HttpRequest) -> PastedTextForm:
        form = PastedTextForm(request.POST or None)
        for name, model in (("meeting", Meeting), ("review", Review)):
            form.fields[name].queryset = model.objects.filter(allowed(request.user, Verb.CHANGE, model))
        form.fields["meeting"].widget = AutocompleteSelect(
            Outcome._meta.get_field("meeting"), self.admin_site, choices=form.fields["meeting"].choices
        )
        return form

    def points_of(self, request: HttpRequest, form: PastedTextForm) -> PointFormSet:
        """As the person left them; anew from the text until they are saved."""
        if "save" in request.POST:
            return PointFormSet(request.POST)
        points = split_points(form.cleaned_data["text"])
        return PointFormSet(
            initial=[{"number": point.number, "section": point.section, "text": point.text} for point in points]
        )

    def save_points(self, request: HttpRequest, form: PastedTextForm, points: PointFormSet) -> HttpResponse:
        kept = [row for row in points.cleaned_data if row and not row["DELETE"]]
        common = {name: value for name, value in form.cleaned_data.items() if name != "text"}
        made = add_points(points=kept, by=request.user, **common)
        number = len(made)
        sentence = ngettext("%(n)d point saved as a draft.", "%(n)d points saved as drafts.", number)
        self.message_user(request, sentence % {"n": number}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:meetings_outcome_changelist"))
