"""What the head of a page says to machines: its address, its title twice, its facts as JSON-LD."""

import json
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sector_portal import navigation, structured_data
from sector_portal.page_addresses import PageAddresses, addresses_of

register = template.Library()

ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}  # so that no text ends the element


def script(facts: structured_data.Facts) -> SafeString:
    """JSON-LD as a data block, which is no script to the Content-Security-Policy; nothing if there are no facts."""
    if not facts:
        return SafeString()
    text = json.dumps(facts, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>\n', mark_safe(text))  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def json_ld(context: Context, row: Model, **more: Any) -> SafeString:
    """{% json_ld publication %}: the facts of the row that the page is about."""
    return script(structured_data.describe(row, context["request"].build_absolute_uri, **more))


@register.simple_tag(takes_context=True)
def website_json_ld(context: Context) -> SafeString:
    return script(structured_data.website(context["request"].build_absolute_uri))


@register.simple_tag(takes_context=True)
def breadcrumbs_json_ld(context: Context) -> SafeString:
    """The way back; home has none, and an error page no request."""
    request = context.get("request")
    if request is None or request.path == navigation.address_of("home"):
        return SafeString()
    trail = navigation.trail(request, context.get("crumbs"))
    return script(structured_data.breadcrumbs(trail, request.build_absolute_uri))


@register.simple_tag(takes_context=True)
def page_addresses(context: Context) -> PageAddresses | None:
    """None without a request, as on the 500 page."""
    request = context.get("request")
    return addresses_of(request, filters=context.get("filters"), page=context.get("page")) if request else None


@register.simple_block_tag
def page_title(content: str) -> SafeString:
    """{% page_title %}…{% endpage_title %}: written once, for the browser and for who shares the page."""
    text = _attribute(content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', text, text)


@register.simple_block_tag
def page_description(content: str) -> SafeString:
    text = _attribute(content)
    return format_html(
        '<meta name="description" content="{}">\n<meta property="og:description" content="{}">', text, text
    )


def _attribute(rendered: str) -> SafeString:
    """Rendered text, escaped already, on one line; quotation marks of the templates are not."""
    return mark_safe(" ".join(rendered.split()).replace('"', "&quot;"))  # noqa: S308 - rendered by the template
