from indicators.codes import Sex
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
        "Construction: a break in 2020 (of source or classification); values before and after are not comparable.",
        "Mining: only the broader activity “Mining and quarrying” (B) is published, other sectors included.",
        "Oil and gas: a part only, I; without ISIC Rev.4 79.",
    ]


def test_approximate_mapping_is_said(hours):
    hours.construction.activity_mappings.update(approximate=True)
    found = lines_of(hours.indicator, [hours.construction], [hours.mexico], [Sex.TOTAL], None)
    assert notes_on(found)[0] == "Construction: approximately, from another classification (F)."
