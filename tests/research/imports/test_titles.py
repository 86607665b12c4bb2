import pytest

from research.imports.titles import clean_abstract, clean_title, plain_hyphens, why_no_publication


@pytest.mark.parametrize(
    ("given", "cleaned", "repairs"),
    [
        ("Wages and Prices", "Wages and Prices", []),
        ("CO<sub>2</sub> and <i>Homo economicus</i>", "CO2 and Homo economicus", ["mark-up removed"]),
        ("a < b and b > c", "a < b and b > c", []),
        ("Research &amp; Development", "Research & Development", ["character reference resolved"]),
        ("CafÃ© workers", "Café workers", ["garbled characters restored"]),
        ("Meta-Analysis --- Part ``Two''", "Meta-Analysis — Part “Two”", ["LaTeX marks set"]),
        ("Pro\u2010Social Farmers", "Pro-Social Farmers", ["hyphens made plain"]),
        ("India’s\n      Pink Slip\n  Program ( NEM )", "India’s Pink Slip Program (NEM)", ["spaces put right"]),
        ("2\u202f×\u202f2 games", "2 × 2 games", ["spaces put right"]),
        ('Labour "markets', 'Labour "markets', []),
        ('"Labour markets', "Labour markets", ["unpaired quotation mark removed"]),
        ('"Fifty-four Forty or Fight!"', '"Fifty-four Forty or Fight!"', []),
        ("WORKER RESPONSES TO SHIRKING", "Worker Responses to Shirking", ["capitals lowered"]),
        ("GARCH GAMMA", "GARCH GAMMA", []),
        ("US GDP", "US GDP", []),
        ("Evidence from Albania*", "Evidence from Albania", ["stray mark at the end removed"]),
        (
            "Designing Policies for the Recovery.",
            "Designing Policies for the Recovery",
            ["full stop at the end removed"],
        ),
        ("Work in the U.S.", "Work in the U.S.", []),
        ("And then ...", "And then ...", []),
        ("   ", "", ["spaces put right"]),
    ],
)
def test_clean_title_repairs_and_says_so(given, cleaned, repairs):
    found = clean_title(given)

    assert found.value == cleaned
    assert list(found.repairs) == [f"title: {repair}" for repair in repairs]


@pytest.mark.parametrize("title", ["Décès & naissances au Québec", "Œuvre, 1960–1998", "¿Por qué? ¡Así!"])
def test_clean_title_leaves_other_languages_as_they_are(title):
    assert clean_title(title).value == title


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("", "no title"),
        ("Editorial Board", "pages of a journal issue, no publication"),
        ("ISSUE INFORMATION - JIP", "pages of a journal issue, no publication"),
        ("JEH volume 86 issue 2 Cover and Front matter", "pages of a journal issue, no publication"),
        ("Report of the Editor of The Journal of Finance", "pages of a journal issue, no publication"),
        ("Corrigendum to “Student beauty and grades”", "correction or retraction notice"),
        ("Correction: The political economy of redistribution", "correction or retraction notice"),
        ("Retraction notice to “Natural disasters”", "correction or retraction notice"),
        ("Further Information on Canzian et al. (2020)", "correspondence, no publication"),
        ("Corrections policy and recidivism", ""),
        ("Correction", "correction or retraction notice"),
        ("Editorial boards and the gender gap", ""),
        ("Withdrawn labour", ""),
    ],
)
def test_why_no_publication_tells_front_matter_from_works(title, reason):
    assert why_no_publication(title) == reason


def test_clean_abstract_keeps_paragraphs():
    found = clean_abstract("One  &amp;\ntwo.\n\n<b>Three</b>.\n")

    assert found.value == "One & two.\n\nThree."
    assert found.repairs == ("abstract: mark-up removed", "abstract: character reference resolved")


def test_plain_hyphens_leaves_dashes():
    assert plain_hyphens("non\u2011stop\u20101998–2000—all") == "non-stop-1998–2000—all"
