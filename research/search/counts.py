"""How many records a search finds, and how many each option of each facet would, in one pass over the rows found."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from pyroaring import BitMap

from research.models import SearchRow
from research.search.bitmaps import BITS
from research.search.facets import BLOCK_SIZE, FACETS, Block
from research.search.query import SearchText
from research.search.vocabulary import FORMS_SQL, is_known

EVERY, NEW, KNOWN = -1, -2, -3  # instead of bits, in the lines that count something else

# `failed` has a bit for each condition that a row does not meet. A row that fails none counts everywhere; a row that
# fails one alone counts for the options of that facet, whose own choice is ignored when they are counted.
COUNT_SQL = """
WITH matched (facets, failed, is_new) AS MATERIALIZED ({matched})
SELECT NULL::int, failed, count(*) FROM matched GROUP BY failed
UNION ALL
SELECT NULL, {new}, count(*) FROM matched WHERE failed = 0 AND is_new
UNION ALL
SELECT NULL, {known}, count(*) FROM ({forms}) AS forms
UNION ALL
SELECT NULL, {every}, count(*) FROM ({visible}) AS visible
UNION ALL
SELECT code, 0, count(*) FROM matched, unnest(facets) AS code WHERE failed = 0 {own_choice_ignored} GROUP BY code
"""


@dataclass(frozen=True)
class Counts:
    """`total` answer every condition, `without[facet]` every other one, `unfiltered` the words alone.

    `visible` are all there are, `new` those of the total that are new since the given day.
    `knows_word` says whether any record has the given word in some form. `rows` are those of the total, where this
    process counted in memory.
    """

    total: int = 0
    unfiltered: int = 0
    visible: int = 0
    new: int = 0
    knows_word: bool = False
    without: dict[str, int] = field(default_factory=dict)
    of_code: dict[int, int] = field(default_factory=dict)
    rows: BitMap | None = None
    version: int = 0

    def in_block(self, block: Block) -> dict[int, int]:
        """Counts by number in the block; what has none is left out."""
        start = block * BLOCK_SIZE
        return {code - start: count for code, count in self.of_code.items() if 0 <= code - start < BLOCK_SIZE}


def count(
    visible: QuerySet[SearchRow],
    matched: QuerySet[SearchRow],
    conditions: dict[str, Q],
    *,
    since: date | None = None,
    text: SearchText | None = None,
    word: str = "",
) -> Counts:
    """Count the rows that the words find under conditions, given by the names of their facets.

    `text` is what was looked for, where `matched` are what it finds.
    """
    if since is None and (counts := _in_memory(matched, conditions, text, word)):
        return counts
    bits = {name: 1 << place for place, name in enumerate(conditions)}
    is_new = _is(Q(published_on__gte=since)) if since else Value(False)
    rows = matched.order_by().annotate(failed=_failed(conditions, bits), is_new=is_new)
    rows = rows.values_list("facets", "failed", "is_new")
    matched_sql, matched_values = rows.query.sql_with_params()
    visible_sql, visible_values = visible.order_by().values("pk").query.sql_with_params()
    own_sql, own_values = _own_choice_ignored(bits)
    sqls = {"matched": matched_sql, "visible": visible_sql, "own_choice_ignored": own_sql, "forms": FORMS_SQL}
    sql = COUNT_SQL.format(**sqls, new=NEW, known=KNOWN, every=EVERY)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*matched_values, word, *visible_values, *own_values])
        return _read(cursor.fetchall(), bits)


def rows_in_memory(
    matched: QuerySet[SearchRow], conditions: dict[str, Q], text: SearchText
) -> tuple[BitMap | None, int]:
    """The rows that a text finds under conditions, and of which version; None where this process has none exact."""
    if not BITS.is_current():
        return None, 0
    version, found = BITS.version, BITS.found(matched, text)
    with BITS.lock:
        if version != BITS.version:  # a row changed meanwhile
            return None, 0
        return found.intersection(*map(BITS.fitting, conditions.values())), version


def _in_memory(
    matched: QuerySet[SearchRow], conditions: dict[str, Q], text: SearchText | None, word: str
) -> Counts | None:
    """The same by the bitmaps of this process; None where it has none that are exact."""
    if not BITS.is_current():
        return None
    version, found = BITS.version, BITS.found(matched, text)
    knows_word = bool(word) and BITS.remember(("word", word), lambda: is_known(word))
    with BITS.lock:
        if version != BITS.version:  # a row changed meanwhile
            return None
        fitting = {name: BITS.fitting(condition) for name, condition in conditions.items()}
        total = found.intersection(*fitting.values())
        without = {name: found.intersection(*(fitting[one] for one in fitting if one != name)) for name in fitting}
        counted_in = {block: without[facet.name] for facet in FACETS if facet.name in without for block in facet.blocks}
        numbers = (
            (number, bitmap.intersection_cardinality(counted_in.get(number // BLOCK_SIZE, total)))
            for number, bitmap in BITS.of_code.items()
        )
        return Counts(
            total=len(total),
            unfiltered=len(found),
            visible=len(BITS.every),
            knows_word=knows_word,
            without={name: len(rows) for name, rows in without.items()},
            of_code={code: number for code, number in numbers if number},
            rows=total,
            version=version,
        )


def _read(found: list[tuple[int | None, int, int]], bits: dict[str, int]) -> Counts:
    by_failed = {failed: number for code, failed, number in found if code is None}
    visible, new, known = (by_failed.pop(line) for line in (EVERY, NEW, KNOWN))
    total = by_failed.get(0, 0)
    return Counts(
        total=total,
        unfiltered=sum(by_failed.values()),
        visible=visible,
        new=new,
        knows_word=bool(known),
        without={name: total + by_failed.get(bit, 0) for name, bit in bits.items()},
        of_code={code: number for code, _failed, number in found if code is not None},
    )


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _failed(conditions: dict[str, Q], bits: dict[str, int]) -> Combinable:
    failed = Value(0)
    for name, condition in conditions.items():
        failed = failed + Case(When(condition, then=Value(0)), default=Value(bits[name]))
    return failed


def _own_choice_ignored(bits: dict[str, int]) -> tuple[str, list[int | list[int]]]:
    sql, parameters = "", []
    for facet in FACETS:
        if facet.name in bits:
            sql += f" OR (failed = %s AND code / {BLOCK_SIZE} = ANY(%s))"
            parameters += [bits[facet.name], [int(block) for block in facet.blocks]]
    return sql, parameters
