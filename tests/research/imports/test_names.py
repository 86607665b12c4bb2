import pytest

from research.imports.names import names_from_parts, once_each, split_authors, split_name
from research.imports.records import Name
from research.models import Contribution

CORPORATE = Contribution.Role.CORPORATE_AUTHOR


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Barry R Chiswick", "Chiswick", "Barry R"),
        ("Wilbert van der Klaauw", "van der Klaauw", "Wilbert"),
        ("Bruno van Pottelsberghe de la Potterie", "van Pottelsberghe de la Potterie", "Bruno"),
        ("Robert F Engle III", "Engle III", "Robert F"),
        ("Anthony A. Smith Jr.", "Smith Jr.", "Anthony A."),
        ("Joshua D Angrist", "Angrist", "Joshua D"),
        ("Bin Ke", "Ke", "Bin"),
        ("Van Kolpin", "Kolpin", "Van"),
        ("Zhi Da", "Da", "Zhi"),
        ("Gerard Padro i Miquel", "Padro i Miquel", "Gerard"),
        ("Alejandro Hernandez D", "Hernandez D", "Alejandro"),
        ("Mary Jane Lewitt PhD CNM", "Lewitt", "Mary Jane"),
        ("Roy J Bank", "Bank", "Roy J"),
        ("Imelda", "Imelda", ""),
    ],
)
def test_split_name_finds_the_family_name(text, family, given):
    assert split_name(text) == Name(family, given)


@pytest.mark.parametrize("text", ["OECD", "World Bank", "Reserve Bank of India", "The Oregon Health Study Group"])
def test_split_name_keeps_organisations_whole(text):
    assert split_name(text) == Name(text, role=CORPORATE)


@pytest.mark.parametrize(
    ("text", "names", "repairs"),
    [
        ("", [], []),
        ("Andrew Earle; Hyunjung Kim", [("Earle", "Andrew"), ("Kim", "Hyunjung")], []),
        ("Ei Win, Hnin; Minten, Bart", [("Ei Win", "Hnin"), ("Minten", "Bart")], []),
        ("De la Fuente, Alejandro", [("De la Fuente", "Alejandro")], []),
        (
            "Chia‐Wen Chen, Jian‐Da Zhu",
            [("Chen", "Chia-Wen"), ("Zhu", "Jian-Da")],
            ["authors: two names in one place parted"],
        ),
        (
            "Eva Boonaert, Eva Meemken; Miet Maertens",
            [("Boonaert", "Eva"), ("Meemken", "Eva"), ("Maertens", "Miet")],
            ["authors: two names in one place parted"],
        ),
        (
            "Ha Nguyen & Mr. Mehdi Raissi",
            [("Nguyen", "Ha"), ("Raissi", "Mehdi")],
            ["authors: title before a name removed"],
        ),
        ("HE, XIULEI", [("He", "Xiulei")], ["authors: capitals lowered"]),
        ("DIALLO, Ibrahima; SENE, Omar", [("Diallo", "Ibrahima"), ("Sene", "Omar")], ["authors: capitals lowered"]),
        ("Bown, Chad; Bown, Chad P.", [("Bown", "Chad P.")], ["authors: named twice, kept once"]),
        ("Bertoli; P.;; Grembi; V.", [("Bertoli", "P."), ("Grembi", "V.")], []),
        (
            "Ming Qi Yueyuan Zhang School of Economics and Management; China University of Petroleum, Beijing; China",
            [],
            ["authors: run together with affiliations, left out"],
        ),
    ],
)
def test_split_authors_reads_what_sources_write(text, names, repairs):
    found = split_authors(text)

    assert [(name.family, name.given) for name in found.value] == names
    assert list(found.repairs) == repairs


@pytest.mark.parametrize(
    ("parts", "names", "repairs"),
    [
        ([("Lall", "Somik V.")], [Name("Lall", "Somik V.")], []),
        (
            [("Adams", "Richard H."), ("Jr.", None), ("Cuecuecha", "Jr Alfredo")],
            [Name("Adams Jr.", "Richard H."), Name("Cuecuecha", "Alfredo")],
            ["authors: Jr. or III joined to its name", "authors: stray figure or Jr. removed"],
        ),
        (
            [("III", "Roberton C. Williams")],
            [Name("Williams III", "Roberton C.")],
            ["authors: Jr. or III joined to its name"],
        ),
        (
            [("Office", "United States General Accounting")],
            [Name("United States General Accounting Office", role=CORPORATE)],
            ["authors: organisation put together"],
        ),
        ([("OECD", None)], [Name("OECD", role=CORPORATE)], []),
        (
            [("Rutkowski", "David Robalino and Michal")],
            [Name("Robalino", "David"), Name("Rutkowski", "Michal")],
            ["authors: two names in one place parted"],
        ),
        ([("Medeiros4", "Diego")], [Name("Medeiros", "Diego")], ["authors: stray figure or Jr. removed"]),
        ([("?", "?")], [], ["authors: “?” or “others” left out"]),
        ([("Kope\\v cná", "V\\v edunka")], [Name("Kopečná", "Vědunka")], []),
        ([(None, None)], [], ["authors: “?” or “others” left out"]),
    ],
)
def test_names_from_parts_mends_what_a_program_split(parts, names, repairs):
    found = names_from_parts({"family": family, "given": given} for family, given in parts)

    assert list(found.value) == names
    assert list(found.repairs) == repairs


def test_once_each_keeps_namesakes_of_other_given_names():
    names = [Name("Das", "Jishnu"), Name("Das", "Jayanta"), Name("Das", "Jishnu")]

    assert once_each(names) == (Name("Das", "Jishnu"), Name("Das", "Jayanta"))
