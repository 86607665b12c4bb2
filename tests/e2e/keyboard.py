"""A person who has a keyboard and no mouse: goes on by Tab, and must see at each stop where he or she is."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 200

# How everything that takes the focus looks without it, kept in the page
REMEMBER = """() => {
  window.lookOf = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, backgroundColor, boxShadow } = getComputedStyle(element)
    const outline = outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor
    return [outline, backgroundColor, boxShadow].join()
  }
  window.looksWithoutFocus = new Map()
  const stops = "a, button, input, select, textarea, summary, [tabindex], [contenteditable]"
  for (const element of document.querySelectorAll(stops))
    window.looksWithoutFocus.set(element, lookOf(element))
}"""
STOP = """async (wanted) => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame)  // in which the page scrolls to the focus
  const here = document.activeElement, place = here.getBoundingClientRect()
  const inView = place.width > 0 && place.bottom > 0 && place.top < innerHeight && here.checkVisibility()
  return {
    name: here.outerHTML.slice(0, 120),
    seen: inView && lookOf(here) !== looksWithoutFocus.get(here),
    arrived: here.matches(wanted),
    nowhere: here === document.body,
  }
}"""

# What the page has put off until after an event: timers run in the order of their time, and its own are shorter.
SETTLED = "() => new Promise((done) => setTimeout(done, 100))"


def press_in(editor: Locator, key: str) -> None:
    """Press what moves the caret or selects, and go on when the editor knows.

    It restores its own selection 20 ms after it has the focus, and learns of a new one by an event of later.
    """
    editor.focus()
    editor.evaluate(SETTLED)
    editor.press(key)
    editor.evaluate(SETTLED)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what a selector names has the focus; every stop on the way shows that it has it."""
    page.wait_for_load_state()  # a new address is there before its page is
    page.emulate_media(reduced_motion="reduce")  # or a stop would still be gliding into view when it is looked at
    page.evaluate(REMEMBER)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, wanted)
        assert not stop["nowhere"], f"the page ended before {wanted}"
        assert stop["seen"], f"nothing shows the focus on {stop['name']}"
        if stop["arrived"]:
            return
    raise AssertionError(f"{wanted} was not reached by {MOST_STOPS} stops")
