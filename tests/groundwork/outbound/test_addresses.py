import pytest

from groundwork.outbound.addresses import is_public

PUBLIC = ["1.1.1.1", "8.8.8.8", "193.134.0.1", "2606:4700::1111", "2a00:1450:4001::200e"]
INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::a00:1
100::1 2001::1 2001:0:7f00:1:: 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254
fe80::1 fe80::1%eth0 fec0::1 ff02::1
"""
NO_ADDRESS = ["", "localhost", "0x7f.1", "2130706433", "127.1", "0177.0.0.1", "127.0.0.1/8", "[::1]", "1.1.1.1 "]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE.split())
def test_inside_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_address_in_figures_is_not_public(text):
    assert not is_public(text)
