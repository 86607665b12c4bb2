"""SDMX-ML 2.1, generic and structure-specific data, read element by element; nothing outside the file is asked.

SDMX 2.1, section 3A. A document with a document type is refused, so that no entity is ever defined.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from groundwork.safe_xml import SAFE, declares_type
from groundwork.tabular import UnreadableFileError
from indicators.imports.rows import RawRow
from indicators.imports.sdmx_codes import indicator_of, row_of
from indicators.imports.tidy import open_bytes

DATA = {
    "GenericData",
    "GenericTimeSeriesData",
    "StructureSpecificData",
    "StructureSpecificTimeSeriesData",
}
DELETES = {"Delete"}  # what a message may ask to be done with its data
DEEPEST = 20  # elements inside each other; the standard needs eight


def read_sdmx_ml(path: Path) -> Iterator[RawRow]:
    """Numbers are lines of the file. Raises UnreadableFileError for what is no data, as an error of the source's."""
    message = _Message(path)
    try:
        yield from message.rows()
    except (etree.XMLSyntaxError, OSError) as error:
        words = {"file": path.name, "error": error}
        raise UnreadableFileError(_("%(file)s cannot be read as XML: %(error)s.") % words) from error


class _Message:
    """What was read so far: which structures there are, and what holds for a data set, its groups and a series."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.prepared = self.said = ""
        self.structures: dict[str, str] = {}  # by the id that data sets refer to; the first stands for all without
        self.at_observation: dict[str, str] = {}  # the dimension of each that observations differ in
        self.structure = ""
        self.data_set: dict[str, str] = {}
        self.groups: list[dict[str, str]] = []
        self.series: dict[str, str] = {}
        self.common: dict[str, str] | None = None  # all that holds for the observations of the series

    def rows(self) -> Iterator[RawRow]:
        try:
            with open_bytes(self.path) as file:
                yield from self._read(etree.iterparse(file, events=("start", "end"), **SAFE))
        except (EOFError, zlib.error) as error:  # of what is packed
            raise OSError(error) from error

    def _read(self, events: Iterable[tuple[str, etree._Element]]) -> Iterator[RawRow]:
        depth = found = 0
        for event, element in events:
            if event == "start":
                depth += 1
                self._begin(element, depth)
                continue
            depth -= 1
            if _name(element) == "Obs":
                found += 1
            if (row := self._end(element)) is not None:
                yield row
        if self.said and not found:
            raise UnreadableFileError(self.said)

    def _begin(self, element: etree._Element, depth: int) -> None:
        if depth == 1:
            self._check_root(element)
        if depth > DEEPEST:
            words = {"file": self.path.name, "line": element.sourceline}
            raise UnreadableFileError(_("%(file)s, line %(line)s: elements are nested too deep.") % words)
        match _name(element):
            case "Structure" if element.get("structureID"):
                self.structure = element.get("structureID")
                self.at_observation[self.structure] = element.get("dimensionAtObservation", "")
            case "DataSet":
                self.data_set, self.groups, self.series, self.common = _attributes(element), [], {}, None
                self.structure = self.data_set.get("STRUCTUREREF", next(iter(self.structures), ""))
                self._check_action(self.data_set.get("ACTION", ""), element)
            case "Series":
                self.series, self.common = _attributes(element), None  # structure-specific data have all of it here

    def _check_root(self, root: etree._Element) -> None:
        if declares_type(root):
            raise UnreadableFileError(
                _("%(file)s defines a document type, which no data need; it was not read.") % {"file": self.path.name}
            )
        kind = _name(root)
        if kind != "Error" and kind not in DATA:
            raise UnreadableFileError(
                _("%(file)s is a message of SDMX without data (“%(kind)s”).") % {"file": self.path.name, "kind": kind}
            )

    def _check_action(self, action: str, element: etree._Element) -> None:
        if action.strip() in DELETES:
            words = {"file": self.path.name, "row": element.sourceline}
            raise UnreadableFileError(
                _("%(file)s, row %(row)s: deletes what was published; undo the vintage instead.") % words
            )

    def _end(self, element: etree._Element) -> RawRow | None:
        name, parent = _name(element), _name(element.getparent())
        if parent not in {"DataSet", "Series"}:
            self._end_told(element, name, parent)
            return None
        row = self._observation(element) if name == "Obs" else None
        self._end_common(element, name, parent)
        _forget(element)
        return row

    def _end_common(self, element: etree._Element, name: str, parent: str) -> None:
        """What holds for several observations."""
        if name == "Group":
            parts = [_attributes(element), *map(_values, element)]
            self.groups.append({name: value for part in parts for name, value in part.items() if name != "TYPE"})
        elif name == "Attributes" and parent == "DataSet":
            self.data_set |= _values(element)
        elif name in {"SeriesKey", "Attributes"}:
            self.series |= _values(element)

    def _end_told(self, element: etree._Element, name: str, parent: str) -> None:
        """What the message says of itself: its structures, when it was made, what went wrong."""
        match name:
            case "Error" | "ErrorMessage" if not parent or name == "ErrorMessage":
                raise UnreadableFileError(self._error(element))
            case "Message" if parent == "Footer":
                self.said = self._error(element)
                if element.get("severity") == "Error":
                    raise UnreadableFileError(self.said)
            case "Prepared":
                self.prepared = (element.text or "").strip()
            case "DataSetAction":
                self._check_action(element.text or "", element)
            case "Ref" | "URN" if parent in {"Structure", "StructureUsage"}:
                named = element.get("id") or (element.text or "").strip().rpartition("=")[2]
                self.structures.setdefault(self.structure, named)

    def _error(self, element: etree._Element) -> str:
        words = " ".join(" ".join(element.itertext()).split())
        code = element.get("code", "")
        return _("%(file)s is an error message of the source (%(code)s): %(words)s.") % {
            "file": self.path.name,
            "code": code or _("no code"),
            "words": words or _("without words"),
        }

    def _observation(self, element: etree._Element) -> RawRow | None:
        own = _attributes(element) | self._generic(element)
        if _name(element.getparent()) != "Series":
            record = self._with_groups(own)
        else:
            if self.common is None:
                self.common = self._with_groups(self.series)
            record = self.common | own
        number = element.sourceline or 0
        structure = self.structures.get(self.structure, "")
        version = f"{structure}, prepared {self.prepared}" if self.prepared else structure
        return row_of(number, record, indicator=indicator_of(structure), version=version)

    def _with_groups(self, record: dict[str, str]) -> dict[str, str]:
        """With what its data set says of all, and each group of those that have the group's key."""
        found = self.data_set | record
        for group in self.groups:
            shared = group.keys() & record.keys()
            if shared and all(group[name] == record[name] for name in shared):
                found = group | found
        return found

    def _generic(self, element: etree._Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in element:
            match _name(child):
                case "ObsDimension":
                    dimension = child.get("id") or self.at_observation.get(self.structure) or "TIME_PERIOD"
                    found[dimension.upper()] = child.get("value", "")
                case "ObsValue":
                    found["OBS_VALUE"] = child.get("value", "")
                case "ObsKey" | "Attributes":
                    found |= _values(child)
        return found


def _forget(element: etree._Element) -> None:
    """What was read is let go, so that a message of any length needs little memory."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _name(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""


def _attributes(element: etree._Element) -> dict[str, str]:
    return {etree.QName(name).localname.upper(): value for name, value in element.attrib.items()}


def _values(element: etree._Element) -> dict[str, str]:
    return {value.get("id", "").upper(): value.get("value", "") for value in element if _name(value) == "Value"}
