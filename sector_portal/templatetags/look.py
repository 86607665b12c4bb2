"""What the look needs beyond Django's own tags: icons, panes, shares of a bar, page numbers, parts of a page."""

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from sector_portal import navigation as main_navigation

register = template.Library()

PANES_ACROSS = 4
PANE_STEP_X, PANE_STEP_Y, PANE_TOP = 13, 16, 1  # geometry of the mark, as drawn in parts/_panes.html

CHECK = '<label class="check"><input type="checkbox" name="{}" value="{}"{}><span>{}{}</span>{}</label>'
COUNT = '<span class="num">{}<span class="vh"> {}</span></span>'
WITHIN = '<details class="disc within"{}><summary>{}</summary>{}</details>'
CHECKED, OPEN = SafeString(" checked"), SafeString(" open")


class Segment(TypedDict):
    code: str
    share: str


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of static/icons.svg. Always beside a word, so hidden from screen readers."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.filter
def pane_corner(number: int) -> str:
    """The upper corner of pane 1 to 8 of the mark, as SVG coordinates."""
    row, column = divmod(int(number) - 1, PANES_ACROSS)
    return f"{column * PANE_STEP_X} {PANE_TOP + row * PANE_STEP_Y}"


@register.filter
def segments(bar: Iterable[dict[str, Any]]) -> list[Segment]:
    """The states of a bar that are drawn, each with its share of the whole in per cent; a zero is not drawn."""
    drawn = [state for state in bar if state["count"]]
    total = sum(state["count"] for state in drawn)
    return [{"code": state["code"], "share": f"{100 * state['count'] / total:.3f}%"} for state in drawn]


@register.simple_tag
def check(name: str, option: dict[str, Any]) -> SafeString:
    """One box of a facet, and the boxes that lie in it, folded; in Python, as a page of results has six hundred.

    Option: value, label; perhaps count, suggested (how many of the count are suggested tags), checked, within [option].
    """
    suggested, count, within = option.get("suggested"), option.get("count"), option.get("within")
    sure = format_html(' <span class="sug xs">{}</span>', _suggested(suggested)) if suggested else ""
    results = ngettext("result", "results", count or 0)
    number = "" if count is None else format_html(COUNT, localize(count), results)
    box = format_html(
        CHECK, name, option["value"], CHECKED if option.get("checked") else "", option["label"], sure, number
    )
    if not within:
        return box
    summary = gettext("In %(label)s: %(number)s") % {"label": option["label"], "number": localize(len(within))}
    inner = format_html_join("", "{}", ((check(name, one),) for one in within))
    return box + format_html(WITHIN, OPEN if any_checked(within) else "", summary, inner)


def _suggested(number: int) -> str:
    return gettext("%(number)s suggested") % {"number": localize(number)}


@register.filter
def any_checked(options: Iterable[dict[str, Any]]) -> bool:
    """Of options, or of those that lie in them."""
    return any(option.get("checked") or any_checked(option.get("within", ())) for option in options)


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """First, last and the neighbours of this page, with an ellipsis between: at most seven, as a phone has room for."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[main_navigation.Section]:
    """The sections of the portal; works in an empty context, as the 500 page has."""
    return main_navigation.sections(context.get("request"))


@register.simple_tag(takes_context=True)
def cross_cuts(context: Context) -> list[main_navigation.Section]:
    """The ways across the sectors: themes, instruments, countries."""
    return main_navigation.cross_cuts(context.get("request"))


@register.simple_tag(takes_context=True)
def trail(context: Context) -> list[main_navigation.Crumb]:
    """The way back to home, with the `crumbs` of the page."""
    return main_navigation.trail(context.get("request"), context.get("crumbs"))


@register.simple_tag(takes_context=True)
def contacts(context: Context) -> list[main_navigation.Section]:
    """The ways to people: the directory, the form."""
    return main_navigation.contacts(context.get("request"))


@register.simple_tag(takes_context=True)
def papers(context: Context) -> list[main_navigation.Section]:
    """The papers that the public expects: about, accessibility, privacy."""
    return main_navigation.papers(context.get("request"))


@register.simple_block_tag
def part(content: str, heading: str, anchor: str, count: int | None = None) -> SafeString:
    """A part of a long page: closed with its count on a phone, open from 56rem and in print.

    {% part heading="Research" anchor="research" count=7 %}…{% endpart %}
    """
    return render_to_string(
        "parts/_part.html", {"content": content, "heading": heading, "anchor": anchor, "count": count}
    )
