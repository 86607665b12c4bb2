"""The one form by which anyone writes to the Department (docs/decisions/0016-contact-form.md)."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import View

from groundwork.cleaning import BadInputError
from groundwork.client_keys import client_key
from groundwork.filtering import Unknown
from groundwork.form_stamps import new_stamp
from sector_portal.subjects import Subject, subject_of
from sectors.enquiry_form import STAMPED, EnquiryForm
from sectors.inbox import TooManyError, receive_enquiry
from sectors.models import Enquiry

OTHER_SITES = {"cross-site", "same-site"}  # of the header Sec-Fetch-Site, which every browser sends since 2023
not_kept = cache_control(private=True, no_store=True)


# A stamp that is made for the sender does the work of Django's cookie
@method_decorator([csrf_exempt, not_kept], name="dispatch")
class Contact(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        kind, about = request.GET.get("kind", ""), request.GET.get("about", "")
        known = kind in Enquiry.Kind.values
        user = request.user
        initial = {"kind": kind if known else "", "about": about}
        if user.is_authenticated:
            initial |= {"name": user.name, "email": user.email}
        form = EnquiryForm(initial=initial, user=user)
        unknown = [Unknown(_("Kind"), kind)] if kind and not known else []
        return self.show(form, self.subject(about), unknown=unknown)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EnquiryForm(request.POST, user=request.user)
        if request.headers.get("Sec-Fetch-Site") in OTHER_SITES:
            form.add_error(None, _("Your message came by way of another site. Look it over and send it from here."))
        subject = None
        with suppress(BadInputError):  # nothing that was typed is lost for a subject that is none
            subject = self.subject(request.POST.get("about", ""))
        if not form.is_valid():
            return self.show(form, subject, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            enquiry = self.receive(form, subject)
        except TooManyError as error:
            response = self.show(form, subject, refusal=str(error), status=HTTPStatus.TOO_MANY_REQUESTS)
            response["Retry-After"] = "3600"
            return response
        return HttpResponseRedirect(reverse("contact-received", args=[enquiry.receipt]))

    def subject(self, about: str) -> Subject | None:
        return subject_of(about, self.request.user) if about else None

    def receive(self, form: EnquiryForm, subject: Subject | None) -> Enquiry:
        subject = subject or Subject("")
        given = {name: form.cleaned_data[name] for name in ("kind", "name", "email", "text")}
        return receive_enquiry(
            absolute=self.request.build_absolute_uri,
            sectors=subject.sectors,
            person=subject.person,
            unit=subject.unit,
            about=subject.about,
            about_title=subject.title,
            form_nonce=form.stamp.nonce,
            client_key=client_key(self.request),
            **given,
        )

    def show(
        self, form: EnquiryForm, subject: Subject | None, *, status: int = HTTPStatus.OK, **more: Any
    ) -> HttpResponse:
        context = {"form": form, "subject": subject, "stamp": new_stamp(STAMPED, self.request.user), **more}
        return render(self.request, "pages/contact.html", context, status=status)


@require_safe
@not_kept
def contact_received(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt, for whoever knows it; nothing of what was sent."""
    if not Enquiry.objects.filter(receipt=receipt).exists():  # no row is read: to know the receipt is the right
        raise Http404
    return render(request, "pages/contact_received.html", {"receipt": receipt})
