"""SDMX-ML 2.1, generic and structure-specific data, read element by element; nothing outside the file is asked.

SDMX 2.1, section 3A. A document with a document type is refused, so that no entity is ever defined.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from groundwork.tabular import UnreadableFileError
from indicators.imports.rows import RawRow
from indicators.imports.sdmx_codes import indicator_of, row_of

DATA = {
    "GenericData",
    "GenericTimeSeriesData",
    "StructureSpecificData",
    "StructureSpecificTimeSeriesData",
}
DEEPEST = 20  # elements inside each other; the standard needs eight
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read_sdmx_ml(path: Path) -> Iterator[RawRow]:
    """Numbers are lines of the file. Raises UnreadableFileError for what is no data, as an error of the source's."""
    message = _Message(path)
    try:
        yield from message.rows()
    except (etree.XMLSyntaxError, OSError) as error:
        words = {"file": path.name, "error": error}
        raise UnreadableFileError(_("%(file)s cannot be read as XML: %(error)s.") % words) from error


class _Message:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.structure = self.prepared = ""
        self.series: dict[str, str] = {}

    def rows(self) -> Iterator[RawRow]:
        with self.path.open("rb") as file:
            yield from self._read(etree.iterparse(file, events=("start", "end"), **SAFE))

    def _read(self, events: Iterable[tuple[str, etree._Element]]) -> Iterator[RawRow]:
        depth = 0
        for event, element in events:
            if event == "start":
                depth += 1
                self._begin(element, depth)
                continue
            depth -= 1
            if (row := self._end(element)) is not None:
                yield row

    def _begin(self, element: etree._Element, depth: int) -> None:
        if depth == 1:
            self._check_root(element)
        if depth > DEEPEST:
            words = {"file": self.path.name, "line": element.sourceline}
            raise UnreadableFileError(_("%(file)s, line %(line)s: elements are nested too deep.") % words)
        if _name(element) == "Series":
            self.series = _attributes(element)  # structure-specific data have all of it here

    def _check_root(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            raise UnreadableFileError(
                _("%(file)s defines a document type, which no data need; it was not read.") % {"file": self.path.name}
            )
        kind = _name(root)
        if kind != "Error" and kind not in DATA:
            raise UnreadableFileError(
                _("%(file)s is a message of SDMX without data (“%(kind)s”).") % {"file": self.path.name, "kind": kind}
            )

    def _end(self, element: etree._Element) -> RawRow | None:
        match _name(element):
            case "Error" | "ErrorMessage" if element.getparent() is None or _name(element) == "ErrorMessage":
                self._refuse_error(element)
            case "Prepared":
                self.prepared = (element.text or "").strip()
            case "Ref" if not self.structure:
                self.structure = element.get("id", "")
            case "SeriesKey" | "Attributes" if _name(element.getparent()) == "Series":
                self.series |= _values(element)
            case "Obs":
                return self._observation(element)
            case "Series":
                element.clear()
        return None

    def _refuse_error(self, element: etree._Element) -> None:
        words = " ".join(" ".join(element.itertext()).split())
        code = element.get("code", "")
        raise UnreadableFileError(
            _("%(file)s is an error message of the source (%(code)s): %(words)s.")
            % {"file": self.path.name, "code": code or _("no code"), "words": words or _("without words")}
        )

    def _observation(self, element: etree._Element) -> RawRow | None:
        record = self.series | _attributes(element) | self._generic(element)
        number = element.sourceline or 0
        element.clear()
        while element.getprevious() is not None:  # memory: what was read is let go
            del element.getparent()[0]
        version = f"{self.structure}, prepared {self.prepared}" if self.prepared else self.structure
        return row_of(number, record, indicator=indicator_of(self.structure), version=version)

    @staticmethod
    def _generic(element: etree._Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in element:
            match _name(child):
                case "ObsDimension":
                    found[child.get("id", "TIME_PERIOD")] = child.get("value", "")
                case "ObsValue":
                    found["OBS_VALUE"] = child.get("value", "")
                case "ObsKey" | "Attributes":
                    found |= _values(child)
        return found


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attributes(element: etree._Element) -> dict[str, str]:
    return {etree.QName(name).localname.upper(): value for name, value in element.attrib.items()}


def _values(element: etree._Element) -> dict[str, str]:
    return {value.get("id", "").upper(): value.get("value", "") for value in element if _name(value) == "Value"}
