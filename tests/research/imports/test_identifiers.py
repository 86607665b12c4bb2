import pytest

from research.imports.identifiers import clean_arxiv_id, clean_doi, handle_of


@pytest.mark.parametrize(
    ("text", "url", "doi", "repairs"),
    [
        ("10.1109/TVCG.2019.2934603", "", "10.1109/tvcg.2019.2934603", ()),
        ("https://doi.org/10.1086/741509", "", "10.1086/741509", ()),
        ("doi:10.1086/741509", "", "10.1086/741509", ()),
        (
            "",
            "https://onlinelibrary.wiley.com/doi/10.1002/aepp.70079?af=R",
            "10.1002/aepp.70079",
            ("DOI: read from the address",),
        ),
        (
            "",
            "https://www.tandfonline.com/doi/full/10.1080/00036846.2025.2519936?af=R",
            "10.1080/00036846.2025.2519936",
            ("DOI: read from the address",),
        ),
        ("", "https://www.sciencedirect.com/science/article/pii/S0304", "", ()),
        ("10.abc", "", "", ("DOI: malformed, left out",)),
    ],
)
def test_clean_doi_gives_one_form(text, url, doi, repairs):
    found = clean_doi(text, url)

    assert (found.value, found.repairs) == (doi, repairs)


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("1609.0906699999998", "1609.09067"),
        ("1609.0791199999999", "1609.07912"),
        ("1906.0867", "1906.08670"),
        ("803.39", "0803.3900"),
        ("1006.032", "1006.0320"),
        ("1412.095", "1412.0950"),
        ("1205.22", "1205.2200"),
        ("1501.1", "1501.10000"),
        ("0811.0896", "0811.0896"),
        ("1711.07762", "1711.07762"),
        ("cond-mat/0308248", "cond-mat/0308248"),
    ],
)
def test_clean_arxiv_id_restores_what_a_spreadsheet_took(text, restored):
    found = clean_arxiv_id(text)

    assert found.value == restored
    assert bool(found.repairs) == (text != restored)


def test_handle_of_takes_handles_only():
    assert handle_of("https://hdl.handle.net/10986/4038") == "10986/4038"
    assert handle_of("https://example.org/10986/4038") == ""
