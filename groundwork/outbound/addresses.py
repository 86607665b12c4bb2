"""Which internet addresses are public: everything else is somebody's inside.

From the IANA special-purpose address registries of IPv4 and IPv6 (RFC 6890 and its updates). Written out, because
`ipaddress.is_global` differs between versions of Python and lets translated and tunnelled addresses through.
"""

from ipaddress import IPv6Address, ip_address, ip_network

REFUSED = [
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers; some clouds' metadata
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # public by number, but inside Azure the host's own services
        "169.254.0.0/16",  # link-local; clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays from IPv6, given up
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments, among them Teredo, which carries IPv4
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries IPv4
        "3fff::/20",  # documentation
    )
]
# All that is given out for public use. Outside it lie ::1, mapped and translated IPv4 (::ffff:0:0/96, 64:ff9b::/96),
# unique local (fc00::/7), link-local (fe80::/10) and multicast (ff00::/8).
PUBLIC_IPV6 = ip_network("2000::/3")


def is_public(address: str) -> bool:
    """Whether an address in figures may be asked. False for what is no such address, like 0x7f.1."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv6Address) and number not in PUBLIC_IPV6:
        return False
    return number.is_global and not any(number in network for network in REFUSED)
