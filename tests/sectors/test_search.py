import pytest

from sectors.search import named
from tests.factories.sectors import InstrumentFactory

MARITIME = {"number": "MLC", "aliases": ["C186", "MLC, 2006"], "title": "Maritime Labour Convention", "year": 2006}
FISHING = {
    "number": "C188",
    "title": "Work in Fishing Convention",
    "title_fr": "Convention sur le travail dans la pêche",
}


@pytest.fixture
def instruments():
    return [
        InstrumentFactory.build(slug="mlc-2006", kind="convention", **MARITIME),
        InstrumentFactory.build(slug="c188", kind="convention", year=2007, **FISHING),
        InstrumentFactory.build(slug="r199", number="R199", title="Work in Fishing Recommendation", year=2007),
        InstrumentFactory.build(slug="c011", number="C011", title="Right of Association (Agriculture) Convention"),
        InstrumentFactory.build(slug="c110", number="C110", title="Plantations Convention", year=1958),
    ]


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        *((name, ["mlc-2006"]) for name in ("MLC", "mlc", "C186", "MLC, 2006", "MLC 2006", "c.186", "maritime lab")),
        *((name, ["c188"]) for name in ("C188", "c 188", "C.188", "Convention No. 188", "convention n° 188", "PECHE")),
        ("fishing", ["c188", "r199"]),
        ("fishing 2007 recommendation", ["r199"]),
        ("C11", ["c011"]),
        ("c1", ["mlc-2006", "c188", "c011", "c110"]),
        ("fishing mining", []),
        ("", []),
        ("!?", []),
    ],
)
def test_instrument_is_found_by_any_of_its_names(instruments, typed, slugs):
    for instrument in instruments:
        instrument.pk = instruments.index(instrument) + 1
    assert [one.slug for one in named(instruments, typed)] == slugs
