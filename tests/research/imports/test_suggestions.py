import pytest
from django.conf import settings

from groundwork.imports.m49 import read_areas
from groundwork.tabular import read_csv
from research.imports.suggestions import COMPUTING, NONE, PHRASES, read_vocabulary, words_of
from sectors.imports.content import read_themes
from sectors.imports.taxonomy import read_branches, read_sectors


@pytest.fixture(scope="module")
def vocabularies():
    return {name: read_vocabulary(name) for name in ("sectors", "themes", "areas")}


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Productivity and Safety in Underground Coal Mining", {"coal-mining"}),
        ("Mining Social Networks: Data Mining for Labor Markets", set()),
        ("Nurses, Teachers and Seafarers", {"human-health", "education", "sea-transport"}),
        ("Les infirmières à l’hôpital", {"human-health"}),
        ("El sector de la construcción y los docentes", {"construction", "education"}),
        ("Central Bank Independence", set()),
        ("Bank Runs", {"banking-insurance"}),
        ("The Determinants of Farming Behaviour", {"agriculture"}),
        ("Farmington and its people", set()),
        ("Nonfarm Payrolls", set()),
        ("Retail Investors", set()),
        ("Wages in Retail Trade", {"retail-trade"}),
        ("Knowledge Distillation from Multiple Teachers", set()),
        ("What Do Teachers Do?", {"education"}),
        ("Airline Deregulation", {"civil-aviation"}),
    ],
)
def test_suggest_finds_sectors(vocabularies, title, codes):
    assert set(vocabularies["sectors"].suggest(words_of(title))) == codes


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Child labor in cocoa", {"child-labour-forced-labour"}),
        ("Women and Labour Unions", {"gender-equality", "social-dialogue"}),
        ("Optimal Currency Unions and the European Union", set()),
        ("Price Discrimination by Airlines", set()),
        ("Trabajo infantil y sindicatos", {"child-labour-forced-labour", "social-dialogue"}),
        ("Santé au travail et télétravail", {"occupational-safety-health", "future-of-work"}),
    ],
)
def test_suggest_finds_themes(vocabularies, title, codes):
    assert set(vocabularies["themes"].suggest(words_of(title))) == codes


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Evidence from Papua New Guinea", {"png"}),
        ("Guinea, Georgia, Jordan and Chad", set()),
        ("Firms in South Sudan", {"ssd"}),
        ("Firms in Sudan", {"sdn"}),
        ("Niger and Nigeria", {"ner", "nga"}),
        ("New Mexico and New England", set()),
        ("Mexico City", {"mex"}),
        ("Unions in Northern Ireland", {"gbr"}),
        ("Unions in Ireland", {"irl"}),
        ("American Indian Reservations", set()),
        ("Indian Textiles", {"ind"}),
        ("US Wages", {"usa"}),
        ("U.S. Wages", {"usa"}),
        ("Let Us Now Praise Workers", set()),
        ("Le Québec et les États-Unis", {"can", "usa"}),
        ("El empleo en España y el Perú", {"esp", "per"}),
        ("Latin American Labor", set()),
        ("The Vietnam War Draft", set()),
        ("Wages in Vietnam", {"vnm"}),
        ("After the Uruguay Round", set()),
    ],
)
def test_suggest_finds_countries(vocabularies, title, codes):
    assert set(vocabularies["areas"].suggest(words_of(title))) == codes


def test_suggest_says_which_phrase_it_found(vocabularies):
    assert vocabularies["sectors"].suggest(words_of("Safety in Coal Mines")) == {"coal-mining": "coal mines"}


def test_phrases_stand_for_codes_that_exist():
    folder = settings.DEMO_DIR / "classifications"
    sectors = {row.slug for row in read_sectors(folder / "sectors.csv")}
    branches = {row.slug for row in read_branches(settings.DEMO_DIR / "content/sector_pages.json")}
    there = {
        "sectors": sectors | branches,
        "themes": {row.slug for row in read_themes(settings.DEMO_DIR / "content/themes.json")},
        "areas": {row.code for row in read_areas({"en": folder / "unsd_m49_en.csv"})},
    }
    for name, codes in there.items():
        used = {row["code"] for row in read_csv(PHRASES / f"{name}.csv")}
        assert used - codes <= {NONE, COMPUTING}
    assert {row["code"] for row in read_csv(PHRASES / "themes.csv")} >= there["themes"]
    assert {row["code"] for row in read_csv(PHRASES / "sectors.csv")} >= sectors
