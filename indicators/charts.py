"""Charts drawn here, as geometry that a template writes as SVG: lines over years, or bars of one year each.

Read without colour: each line has a dash and a mark of its own, and its name beside it or in the key. What is missing
is not drawn over: a line joins only years one after the other, and ends before a break.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from indicators.figures.lines import Line, Point, Stretch
from indicators.figures.numbers import in_figures
from indicators.units import Unit

MOST_LINES = 6
DASHES = ("", "7 4", "2 4", "10 3 2 3", "5 2", "1 3")
MARKS = ("circle", "square", "triangle", "diamond", "cross", "down")
COLOURS = ("#0b5696", "#b1560f", "#1c6647")  # of the file; on pages the style sheet's c1 to c3
TICKS = 5
LETTER = 7.2  # width of a letter in units of the drawing
BAR, BAR_STEP = 14, 40
LINE_HEIGHT, LABEL_LETTERS = 17, 34
Bounds = tuple[float, float, float]  # lowest and highest value of the axis, the step of its ticks
MARK_SIZE = 4.5
WIDE, NARROW = 860, 340
FLAT = 1e-6  # of the largest value: less is no difference that can be drawn


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    words: str
    anchor: str = "start"
    kind: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Rule:
    x1: str
    y1: str
    x2: str
    y2: str
    kind: str = "g"


@dataclass(frozen=True)
class Path:
    d: str
    style: int  # 1 to 3, the colour
    dash: str = ""
    filled: bool = True
    colour: str = ""
    told: str = ""  # its value in words, for who points at it


@dataclass(frozen=True)
class Spot:
    """Where a value of a line can be pointed at, and what is then told of it."""

    x: str
    y: str
    told: str


@dataclass(frozen=True)
class Drawing:
    """`kind` is wide or narrow: a page has both, and shows the one that there is room for."""

    kind: str
    width: int
    height: int
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    strokes: list[Path] = field(default_factory=list)
    marks: list[Path] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


@dataclass(frozen=True)
class Key:
    """A line's sample for the list under a narrow chart."""

    label: str
    stroke: Path
    mark: Path


@dataclass(frozen=True)
class Chart:
    title: str
    description: str  # the values that the eye would pick out, for who does not see the drawing
    axis: str
    drawings: list[Drawing]
    keys: list[Key]
    breaks: list[int]
    has_open_marks: bool


def chart_of(lines: Sequence[Line], title: str) -> Chart | None:
    """A line chart where some line has several years, else bars; None without lines or with more than one unit."""
    units = {line.unit for line in lines}
    if len(units) != 1:
        return None
    unit = units.pop()
    over_time = len(lines) <= MOST_LINES and any(len(line.points) > 1 for line in lines)
    bounds = _bounds(lines, from_zero=unit.adds_up or not over_time)
    breaks = sorted({year for line in lines for year in line.breaks}) if over_time else []
    if over_time:
        drawings = [_line_drawing(kind, lines, bounds, breaks, unit) for kind in ("wide", "narrow")]
        keys = [Key(line.label, _stroke("M0 7h34", n), _mark(n, 17, 7)) for n, line in enumerate(lines)]
    else:
        drawings, keys = [_bar_drawing(kind, lines, bounds, unit) for kind in ("wide", "narrow")], []
    open_marks = any(not point.is_firm for line in lines for point in (line.points if over_time else line.points[-1:]))
    description = "; ".join(f"{line.label}: {_described(line, unit)}" for line in lines)
    return Chart(title, description, _axis(unit, bounds), drawings, keys, breaks, open_marks)


def _described(line: Line, unit: Unit) -> str:
    """The ends of each stretch."""
    parts = []
    for stretch in line.stretches:
        ends = dict.fromkeys((stretch.points[0], stretch.points[-1]))
        parts.append(", ".join(_("%(value)s in %(year)s") % _said(point, unit) for point in ends))
    return " | ".join(parts)


def _said(point: Point, unit: Unit) -> dict[str, str]:
    return {"value": in_figures(point.value, unit), "year": str(point.year)}


def _axis(unit: Unit, bounds: Bounds) -> str:
    label = str(unit.label)
    label = label[:1].upper() + label[1:]
    if bounds[0] in {0, -0.0} or bounds[0] < 0:
        return label
    return _("%(unit)s; the axis starts at %(start)s") % {"unit": label, "start": _tick(bounds[0], bounds[2])}


def _bounds(lines: Sequence[Line], *, from_zero: bool) -> Bounds:
    """All of them round numbers."""
    values = [point.value for line in lines for point in line.points]
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    size = max(abs(low), abs(high), 1)
    if high - low < FLAT * size:  # as good as one value
        low, high = (low, high + size) if from_zero else (low - size / 10, high + size / 10)
    step = _round_step((high - low) / (TICKS - 1))
    first = math.floor(low / step) * step
    return (max(first, 0) if min(values) >= 0 else first), math.ceil(high / step) * step, step


def _round_step(rough: float) -> float:
    """The round number (1, 2, 2.5, 5 times a power of ten) just above."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))


def _ticks(bounds: Bounds) -> list[float]:
    low, high, step = bounds
    return [low + number * step for number in range(round((high - low) / step) + 1)]


def _tick(value: float, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step))) + (1 if f"{step:e}".startswith("2.5") else 0)
    return number_format(round(value, decimals) + 0.0, decimals if step < 1 or value % 1 else 0)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Frame:
    """The room of a line chart in its drawing: where a year and a value are."""

    left: float
    right: float
    top: float
    foot: float
    years: list[int]
    bounds: Bounds

    def x(self, year: float) -> float:
        first, last = self.years[0], self.years[-1]
        share = (year - first) / (last - first) if last > first else 0.5
        return self.left + (self.right - self.left) * share

    def y(self, value: float) -> float:
        low, high, _step = self.bounds
        return self.foot - (self.foot - self.top) * (value - low) / (high - low)


def _line_drawing(kind: str, lines: Sequence[Line], bounds: Bounds, breaks: list[int], unit: Unit) -> Drawing:
    wide = kind == "wide"
    width, height = (WIDE, 330) if wide else (NARROW, 280)
    left = 14 + LETTER * max(len(_tick(value, bounds[2])) for value in _ticks(bounds))
    years = sorted({point.year for line in lines for point in line.points})
    ends = _end_words(lines, unit) if wide else []
    room = 24 + LETTER * max(map(len, ends)) if wide else 14
    told_breaks = breaks if len(breaks) <= MOST_LINES else []
    top = 28 if wide and told_breaks else 12  # a break is named above, where no line can pass
    frame = Frame(left, width - room, top, height - 30, years, bounds)
    drawing = Drawing(kind, width, height)
    _draw_axes(drawing, frame, told_breaks, wide=wide)
    for number, line in enumerate(lines):
        for stretch in line.stretches:
            _draw_stretch(drawing, frame, stretch, number)
    if wide:
        _draw_end_labels(drawing, frame, lines, ends)
        drawing.spots.extend(
            Spot(_n(frame.x(point.year)), _n(frame.y(point.value)), _told(line, point, unit))
            for line in lines
            for point in line.points
        )
    return drawing


def _told(line: Line, point: Point, unit: Unit) -> str:
    """ "Mining, Chile, 2020: 45.1 hours per week (estimate)"."""
    statuses = ", ".join(str(status.label) for status in point.statuses)
    words = f"{line.label}, {point.year}: {in_figures(point.value, unit)} {unit.label}"
    return f"{words} ({statuses})" if statuses else words


def _draw_axes(drawing: Drawing, frame: Frame, breaks: list[int], *, wide: bool) -> None:
    low, _high, step = frame.bounds
    for number, value in enumerate(_ticks(frame.bounds)):
        height = _n(frame.y(value))
        kind = "g0" if abs(value) < step / 1e6 or (low > 0 and not number) else "g"
        drawing.rules.append(Rule(_n(frame.left), height, _n(frame.right), height, kind))
        drawing.texts.append(Text(_n(frame.left - 8), _n(frame.y(value) + 4), _tick(value, step), "end"))
    for year in _shown_years(frame.years, wide=wide):
        drawing.texts.append(Text(_n(frame.x(year)), _n(frame.foot + 20), str(year), "middle"))
    for year, after in zip(breaks, [*breaks[1:], None], strict=False):
        between = frame.x(year - 0.5)
        drawing.rules.append(Rule(_n(between), "12", _n(between), _n(frame.foot), "brk"))
        words = _("Break %(year)s") % {"year": year}
        room = (frame.x(after - 0.5) if after else frame.right) - between
        if wide and room > LETTER * len(words):
            drawing.texts.append(Text(_n(between + 5), _n(frame.top - 8), words, kind="b"))


def _draw_stretch(drawing: Drawing, frame: Frame, stretch: Stretch, number: int) -> None:
    """A mark at its ends, on what stands alone, and an open one on what is not firm."""
    ends = {stretch.points[0].year, stretch.points[-1].year}
    for run in stretch.runs:
        if len(run) > 1:
            corners = " ".join(f"{_n(frame.x(point.year))} {_n(frame.y(point.value))}" for point in run)
            drawing.strokes.append(_stroke(f"M{corners}", number))
        drawing.marks.extend(
            _mark(number, frame.x(point.year), frame.y(point.value), filled=point.is_firm)
            for point in run
            if point.year in ends or len(run) == 1 or not point.is_firm
        )


def _shown_years(years: list[int], *, wide: bool) -> list[int]:
    """Round years, as many as there is room for; the only one of one."""
    span = years[-1] - years[0]
    step = next((step for step in (1, 2, 5, 10, 20, 50) if span / step <= (8 if wide else 4)), 100)
    return [year for year in range(years[0], years[-1] + 1) if year % step == 0] or years[:1]


def _stroke(d: str, number: int) -> Path:
    style = number % len(COLOURS)
    return Path(d, style + 1, DASHES[number % len(DASHES)], colour=COLOURS[style])


def _mark(number: int, x: float, y: float, *, filled: bool = True) -> Path:
    r, style = MARK_SIZE, number % len(COLOURS)
    shapes = {
        "circle": f"m{-r} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        "square": f"m{-r} {-r}h{2 * r}v{2 * r}h{-2 * r}z",
        "triangle": f"m0 {-r - 1}l{r + 1} {2 * r}h{-2 * r - 2}z",
        "diamond": f"m0 {-r - 1.5}l{r + 1.5} {r + 1.5}l{-r - 1.5} {r + 1.5}l{-r - 1.5} {-r - 1.5}z",
        "cross": f"m-2 {-r - 1}h4v{r - 1}h{r - 1}v4h{1 - r}v{r - 1}h-4v{1 - r}h{1 - r}v-4h{r - 1}z",
        "down": f"m0 {r + 1}l{r + 1} {-2 * r}h{-2 * r - 2}z",
    }
    d = f"M{_n(x)} {_n(y)}{shapes[MARKS[number % len(MARKS)]]}"
    return Path(d, style + 1, filled=filled, colour=COLOURS[style])


def _end_words(lines: Sequence[Line], unit: Unit) -> list[str]:
    """The name of each line with its last value; of a line alone its value."""
    words = []
    for line in lines:
        value = in_figures(line.points[-1].value, unit)
        name = _short(line.label, LABEL_LETTERS - len(value)) if len(lines) > 1 else ""
        words.append(f"{name} {value}".strip())
    return words


def _draw_end_labels(drawing: Drawing, frame: Frame, lines: Sequence[Line], words: Sequence[str]) -> None:
    """Beside the end of each line, moved apart where they would lie on each other."""
    ends = sorted((frame.y(line.points[-1].value), number) for number, line in enumerate(lines))
    place = -math.inf
    for height, number in ends:
        place = max(height, place + LINE_HEIGHT)
        style = number % len(COLOURS)
        kind = f"e s{style + 1}"
        drawing.texts.append(Text(_n(frame.right + 12), _n(place + 4), words[number], kind=kind, colour=COLOURS[style]))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _bar_drawing(kind: str, lines: Sequence[Line], bounds: Bounds, unit: Unit) -> Drawing:
    """A bar for the last value of each line, its name above and its value at the end."""
    width = WIDE if kind == "wide" else NARROW
    low, high, step = bounds
    height = BAR_STEP * len(lines) + 30
    left, right = 8 + (LETTER * len(_tick(low, step)) if low < 0 else 0), width - 90
    drawing = Drawing(kind, width, height)

    def x(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    drawing.rules.append(Rule(_n(x(0)), "8", _n(x(0)), _n(height - 12), "g0"))
    for number, line in enumerate(lines):
        point, top = line.points[-1], 10 + number * BAR_STEP
        start, end = sorted((x(0), x(point.value)))
        d = f"M{_n(start)} {top + 20}h{_n(max(end - start, 1))}v{BAR}H{_n(start)}z"
        told = _told(line, point, unit)
        drawing.marks.append(Path(d, 1, filled=point.is_firm, colour=COLOURS[0], told=told))
        words = f"{_short(line.label, 60 if kind == 'wide' else 30)}, {point.year}"
        drawing.texts.append(Text(_n(left), _n(top + 14), words))
        drawing.texts.append(Text(_n(end + 8), _n(top + 32), in_figures(point.value, unit), kind="v"))
    return drawing
