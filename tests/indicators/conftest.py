from tests.indicators.numbers import lists  # noqa: F401 - a fixture of most tests here
