from indicators.codes import Sex, Status
from indicators.figures.lines import lines_of
from indicators.figures.notes import notes_on
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, observed


def test_notes_say_what_figures_are_not(hours):
    part = ActivityCodeFactory(code="I", title="Accommodation")
    ActivityMappingFactory(activity=part, sector=hours.oil, exactness="subset", also_needs=["79"])
    observed(hours.series, hours.mexico, part, {2023: 40.0})
    hours.indicator.modelled = True

    found = lines_of(hours.indicator, [hours.construction, hours.mining, hours.oil], [hours.mexico], [Sex.TOTAL], None)

    assert notes_on(found) == [
        "Every value is an estimate of the source’s model.",
        "Mining: only the broader activity “Mining and quarrying” (B) is published, other sectors included.",
        "Oil and gas: a part only, I; without ISIC Rev.4 79.",
        "Construction: a break in 2020 (of source or classification); values before and after are not comparable.",
    ]


def test_lines_that_break_together_are_named_together(hours):
    sexes = [Sex.TOTAL, Sex.FEMALE]
    observed(hours.series, hours.mexico, hours.f, {2019: 40.0, 2020: (41.0, Status.BREAK)}, sex=Sex.FEMALE)
    notes = notes_on(lines_of(hours.indicator, [hours.construction], [hours.mexico], sexes, None))
    assert [note.partition(":")[0] for note in notes] == ["Women and men, Women"]


def test_approximate_mapping_is_said(hours):
    hours.construction.activity_mappings.update(approximate=True)
    found = lines_of(hours.indicator, [hours.construction], [hours.mexico], [Sex.TOTAL], None)
    assert notes_on(found)[0] == "Construction: approximately, from another classification (F)."
