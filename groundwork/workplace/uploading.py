"""Pages on which files are sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from groundwork.uploads import UploadError
from groundwork.workplace.scoped import ScopedAdmin


class UploadAdmin(ScopedAdmin):
    """A file that is not taken is said in words at the top of the same page, and leaves neither file nor row."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except UploadError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
