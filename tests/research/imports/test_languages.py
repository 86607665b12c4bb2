import pytest

from research.imports.languages import reads_as


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("The effect of wages on employment in the United States", "en"),
        ("Les conditions de travail des infirmières dans le secteur public", "fr"),
        ("El trabajo de los docentes en las escuelas del país", "es"),
        ("Taxation", ""),
        ("Labour = le travail", ""),
    ],
)
def test_reads_as_tells_by_small_words(title, language):
    assert reads_as(title) == language
