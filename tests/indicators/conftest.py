from tests.indicators.hours import hours  # noqa: F401 - fixtures of most tests here
from tests.indicators.numbers import lists  # noqa: F401
