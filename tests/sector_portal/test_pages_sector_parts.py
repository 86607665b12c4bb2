import pytest
from django.template.loader import get_template

from sector_portal.pages.sector_parts import PARTS, parts_with_content


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.anchor)
def test_every_part_has_a_template(part):
    assert get_template(part.template)


def test_a_part_without_content_is_not_there():
    context = {"overview": "", "key_issues": ["Dust"], "meetings": [], "links": ["A union"]}
    assert [part.anchor for part in parts_with_content(context)] == ["key-issues", "links"]
