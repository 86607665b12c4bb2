"""A chart as a file of its own: with its title, notes, source and licence in it, for who meets it elsewhere."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import resvg_py
from django.template.loader import render_to_string

from groundwork.cleaning import CONTROLS
from indicators.charts import WIDE, Chart, Drawing, Text

FONTS = sorted(str(path) for path in (Path(__file__).parent / "fonts").glob("*.ttf"))
MARGIN = 14
SHARP = 2  # pixels of a PNG for each unit of the drawing
TALLEST = 1_600  # units: what is taller has one pixel for each, so that no picture takes much memory
TITLE, PLAIN, SMALL = (19, 104), (17, 122), (15, 144)  # height of a line, letters that it has room for


@dataclass(frozen=True)
class Picture:
    """`texts` are placed; the drawing, if any, stands `top` units down."""

    title: str
    description: str
    texts: list[Text]
    drawing: Drawing | None
    top: int
    height: int

    @property
    def svg(self) -> str:
        return CONTROLS.sub("", render_to_string("indicators/chart.svg", {"picture": self, "width": WIDE}))

    @property
    def png(self) -> bytes:
        """Drawn with the fonts that are here: the machine needs none."""
        sharp = SHARP if self.height <= TALLEST else 1
        return resvg_py.svg_to_bytes(svg_string=self.svg, skip_system_fonts=True, font_files=FONTS, zoom=sharp)


def picture_of(chart: Chart | None, title: str, *, above: Sequence[str], below: Iterable[str]) -> Picture:
    """`above` are lines under the title, `below` what must be said with the chart: notes, source, licence, address."""
    texts, top = _placed([title], "title", 8, TITLE)
    plain, top = _placed([*above, chart.axis] if chart else above, "plain", top, PLAIN)
    drawing = chart.drawings[0] if chart else None
    small, height = _placed(below, "small", top + (drawing.height + 10 if drawing else 6), SMALL)
    description = chart.description if chart else ""
    return Picture(title, description, [*texts, *plain, *small], drawing, top + 8, height + 14)


def _placed(lines: Iterable[str], kind: str, top: int, measure: tuple[int, int]) -> tuple[list[Text], int]:
    """The lines, wrapped, from `top` down, and where they end."""
    height, letters = measure
    wrapped = [part for line in lines if line for part in textwrap.wrap(line, letters)]
    texts = [
        Text(str(MARGIN), str(top + number * height), part, kind=kind) for number, part in enumerate(wrapped, start=1)
    ]
    return texts, top + len(wrapped) * height
