"""The guide for those who work here, docs/editing.md, as a page of the workplace: it needs no other site."""

import re

import nh3
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

GUIDE = settings.BASE_DIR / "docs" / "editing.md"
PICTURES = settings.BASE_DIR / "docs" / "images" / "editing"
PICTURE = re.compile(r'src="images/editing/([\w-]+)\.png"')
TAGS = {"p", "h1", "h2", "ul", "li", "code", "em", "strong", "a", "img"}


def guide_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    html = MarkdownIt("commonmark", {"html": False}).render(GUIDE.read_text().partition("\n")[2])  # the title is ours
    html = PICTURE.sub(lambda found: f'src="{reverse("admin:guide-picture", args=[found[1]])}"', html)
    cleaned = nh3.clean(html, tags=TAGS, attributes={"img": {"src", "alt"}, "a": {"href"}})
    context = {
        **site.each_context(request),
        "title": _("Editing the portal"),
        "guide": mark_safe(cleaned),  # noqa: S308 - a file of our own, cleaned in the line above
    }
    return TemplateResponse(request, "admin/guide.html", context)


def guide_picture(_request: HttpRequest, name: str) -> FileResponse:
    """One of the guide's pictures, by the plain name of its file (a slug)."""
    path = PICTURES / f"{name}.png"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
