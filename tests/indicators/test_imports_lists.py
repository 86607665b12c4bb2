import pytest
from django.conf import settings

from groundwork.tabular import UnreadableFileError
from indicators.imports.lists import read_activities, read_indicators, read_mapping

FOLDER = settings.DEMO_DIR / "statistics"


def test_every_indicator_has_its_texts_in_three_languages_and_its_credit():
    for row in read_indicators(FOLDER / "indicators.csv"):
        assert all(all(texts.values()) for texts in row.texts.values()), row.code
        assert all(row.facts.values()), row.code


def test_activities_are_those_of_the_mapping():
    codes = {(row.classification, row.code) for row in read_activities(FOLDER / "activities.csv")}
    assert {row.activity for row in read_mapping(FOLDER / "activity_to_sector.csv")} <= codes


def test_mapping_says_what_a_sector_needs_besides():
    rows = {(*row.activity, row.sector): row for row in read_mapping(FOLDER / "activity_to_sector.csv")}
    tourism, fishing = rows["ISIC4", "I", "hotels-tourism-catering"], rows["ISIC31", "B", "shipping-ports-fisheries"]

    assert (tourism.exactness, tourism.also_needs, tourism.approximate) == ("subset", ("79",), False)
    assert (fishing.also_needs, fishing.approximate) == (("50", "5222", "5224"), True)
    assert rows["ISIC4", "B", "mining"].exactness == "superset"
    assert not any(code == "TOTAL" for _classification, code, _sector in rows)


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (read_activities, "classification,code,title_en,title_fr,title_es\nISIC9,A,a,b,c\n", "no classification ISIC9"),
        (
            read_mapping,
            "classification,activity_code,sector_slug,exactness,note\nISIC4,A,mining,roughly,\n",
            "no exactness roughly",
        ),
    ],
)
def test_unknown_word_is_refused(tmp_path, read, text, reason):
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path / "list.csv")
