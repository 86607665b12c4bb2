from indicators.figures.composing import Basis, composed
from indicators.models import ActivityCode
from tests.factories.indicators import ActivityMappingFactory
from tests.factories.sectors import SectorFactory


def mapped(exactness: str, *codes: str, needs=(), **fields):
    sector = fields.pop("sector", None) or SectorFactory()
    return [
        ActivityMappingFactory(
            activity=ActivityCode.objects.get_or_create(classification="ISIC4", code=code)[0],
            sector=sector,
            exactness=exactness,
            also_needs=list(needs),
            **fields,
        )
        for code in codes
    ]


def told(compositions):
    return [(one.basis, one.codes) for one in compositions]


def test_the_same_activity_stands_for_the_sector_alone(db):
    rows = [*mapped("subset", "D", "E"), *mapped("exact", "DE")]
    assert told(composed(rows, adds_up=True)) == [(Basis.WHOLE, "DE")]


def test_activities_within_the_sector_are_added_and_say_what_they_lack(db):
    d, e = mapped("subset", "D", needs=["36", "37"]), mapped("subset", "E", needs=["35"])
    assert told(composed([*d, *e], adds_up=True)) == [(Basis.WHOLE, "D + E")]
    (alone,) = composed(d, adds_up=True)
    assert (alone.basis, alone.missing) == (Basis.PART, ("36", "37"))


def test_what_does_not_add_up_is_never_added(db):
    rows = mapped("subset", "D", "E", needs=["39"])
    assert told(composed(rows, adds_up=False)) == [(Basis.PART, "D"), (Basis.PART, "E")]


def test_an_activity_inside_another_is_not_counted_twice(db):
    rows = mapped("subset", "311", "3111", "3112", "312", "CES-31")
    assert told(composed(rows, adds_up=True)) == [(Basis.WHOLE, "311 + 312")]


def test_what_is_wider_is_context_and_what_overlaps_is_nothing(db):
    assert told(composed(mapped("superset", "C"), adds_up=True)) == [(Basis.CONTEXT, "C")]
    assert composed(mapped("overlap", "C"), adds_up=True) == []
    assert composed([], adds_up=True) == []


def test_context_never_stands_under_the_name_of_the_sector(db):
    (context,) = composed(mapped("superset", "C"), adds_up=True)
    assert not context.names_sector
