"""The portal, with one address that takes files and one that gives one out."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from groundwork.uploads import UploadError, private_file_response, storing
from sector_portal import urls

SHELF = {}  # "paper": the file that is given out


def send(request: HttpRequest) -> HttpResponse:
    try:
        with storing(request.FILES["file"]) as fields:
            return HttpResponse(fields["name"])
    except UploadError as error:
        return HttpResponse(error.message, status=422)


def paper(request: HttpRequest) -> HttpResponse:
    return private_file_response(request, SHELF["paper"])


urlpatterns = [path("send", send), path("paper", paper), *urls.urlpatterns]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
