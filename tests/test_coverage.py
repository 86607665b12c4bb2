"""docs/coverage.md names only what there is."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

ROW = re.compile(r"^\| (\d+) \| (.+?) \| (\S*) ?\| (\S*) ?\| (\S*) ?\| (works|partly|not yet) \|$", re.MULTILINE)
ROWS = ROW.findall((settings.BASE_DIR / "docs" / "coverage.md").read_text())
ADDRESSES = {name for name in get_resolver().reverse_dict if isinstance(name, str)}


def test_every_row_of_the_domain_paper_is_there_once():
    assert [int(number) for number, *_rest in ROWS] == list(range(1, 38))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_coverage_row_names_no_dead_entry(row):
    _number, _wish, address, code, test, state = (cell.strip("`") for cell in row)
    assert not address or address in ADDRESSES
    for path in filter(None, (code, test)):
        assert (settings.BASE_DIR / path).exists(), path
    if state != "not yet":
        assert code
        assert test
