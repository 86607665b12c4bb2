"""What a next version changed, applied to what is public today: an import or a succession may have written there."""

from typing import Any, TypeVar

from groundwork.versions.snapshots import Part, Row, Snapshot, same

Shape = TypeVar("Shape", bound=Row)


def merged(draft: Snapshot, base: Snapshot, live: Snapshot) -> Snapshot:
    """The draft wherever it differs from what it was begun from (`base`), elsewhere what is public (`live`)."""
    if base == live:
        return draft
    names = {**draft["parts"], **live["parts"]}
    parts = {name: _parts(*(one["parts"].get(name, []) for one in (draft, base, live))) for name in names}
    return {**draft, **_row(draft, base, live), "parts": parts}


def _row(draft: Shape, base: Shape, live: Shape) -> Row:
    fields = {name: _value(name, draft, base, live) for name in {**live["fields"], **draft["fields"]}}
    relations = {
        name: _keys(*(set(one["relations"].get(name, [])) for one in (draft, base, live)))
        for name in {**live["relations"], **draft["relations"]}
    }
    return {"fields": fields, "relations": relations}


def _value(name: str, draft: Row, base: Row, live: Row) -> Any:
    """A field that only one of them knows (a migration came between) is as that one says."""
    mine, theirs = (one["fields"].get(name, base["fields"].get(name)) for one in (draft, live))
    if name not in draft["fields"]:
        return theirs
    return mine if name not in live["fields"] or not same(mine, base["fields"].get(name)) else theirs


def _keys(draft: set[int], base: set[int], live: set[int]) -> list[int]:
    return sorted((live | (draft - base)) - (base - draft))


def _parts(draft: list[Part], base: list[Part], live: list[Part]) -> list[Part]:
    """Those of the draft, and those that came to the public page meanwhile; what either took out stays out."""
    before, today = ({one["pk"]: one for one in rows} for rows in (base, live))
    kept = []
    for one in draft:
        origin, there = before.get(one["pk"]), today.get(one["pk"])
        if origin is not None and there is not None:
            kept.append({"pk": one["pk"], **_row(one, origin, there)})
        elif one != origin:  # new, or written anew while it was taken out elsewhere: no words are lost
            kept.append(one)
    here = {one["pk"] for one in draft}
    return [*kept, *(one for one in live if one["pk"] not in before and one["pk"] not in here)]
