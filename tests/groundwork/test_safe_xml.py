import pytest
from lxml import etree

from groundwork.safe_xml import SAFE, declares_type


def parsed(text):
    return etree.fromstring(text, etree.XMLParser(**SAFE))


def test_entities_are_not_replaced_and_files_not_read(tmp_path):
    (tmp_path / "secret").write_text("secret")
    root = parsed(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{tmp_path / "secret"}"><!ENTITY y "much">]><a>&x;&y;</a>')
    assert declares_type(root)
    assert "secret" not in "".join(root.itertext())
    assert not declares_type(parsed("<a/>"))


def test_depth_is_bounded():
    with pytest.raises(etree.XMLSyntaxError, match="depth"):
        parsed("<a>" * 200_000)
