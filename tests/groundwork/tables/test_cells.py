from groundwork.tables.cells import Names, cells_of, form_of, key_of
from groundwork.tables.declared import Table
from meetings.models import Meeting, Outcome
from sectors.models import SectorPage
from tests.factories.meetings import MeetingFactory, OutcomeFactory
from tests.factories.sectors import InstrumentFactory


def test_rows_are_named_by_address_code_or_number():
    assert [key_of(model) for model in (Meeting, SectorPage, Outcome)] == ["slug", "sector__slug", "pk"]


def test_what_a_cell_says_is_what_the_form_takes(desk):
    table = Table.named("sectors.instrument")
    item = InstrumentFactory(sectors=[desk.mining, desk.other], aliases=["a", "b"], in_force=None, draft=True)
    cells = cells_of(table, item, names := Names(desk.editor))
    assert (cells["sectors"], cells["aliases"], cells["in_force"]) == ("mining; shipping", "a; b", "")

    form = form_of(
        table,
        item,
        cells | {"in_force": "yes", "in_force_since": "2026-05", "aliases": "c", "in_force_source": "A list"},
        names,
    )
    assert form.is_valid(), form.errors
    saved = form.save()
    assert (saved.in_force, str(saved.in_force_since), saved.aliases) == (True, "2026-05", ["c"])
    wrong = form_of(table, item, cells | {"in_force": "maybe", "year": "soon", "title_en": "", "sectors": "x"}, names)
    assert sorted(wrong.errors) == ["in_force", "sectors", "title_en", "year"]


def test_what_somebody_may_not_see_is_neither_named_nor_taken_away(desk):
    hidden = MeetingFactory(sectors=[desk.other], draft=True)
    outcome = OutcomeFactory(meeting=hidden, sectors=[desk.mining], draft=True)
    table, names = Table.named("meetings.outcome"), Names(desk.specialist)
    cells = cells_of(table, outcome, names)
    assert cells["meeting"] == ""
    form = form_of(table, outcome, cells | {"text_en": "New words."}, names)
    assert form.is_valid(), form.errors
    assert form.save().meeting == hidden
