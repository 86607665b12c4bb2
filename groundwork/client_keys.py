"""Who sends, as a key that tells one sender from another and leads to nobody: for limits on how often one may send."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

IPV6_HOUSEHOLD = 64  # bits: one subscriber has all addresses that begin alike
KEY_LENGTH = 24  # hexadecimal digits


def client_key(request: HttpRequest) -> str:
    """The same for the same network address on the same day; a keyed digest, from which no address can be read."""
    day = timezone.localdate().isoformat()
    return salted_hmac("groundwork.client_keys", f"{day} {_network_of(request)}").hexdigest()[:KEY_LENGTH]


def _network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the part of an IPv6 address that is the subscriber's."""
    written = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # the last is what our own proxy saw; those before it anybody may have written
        written = request.headers.get("X-Forwarded-For", written).rpartition(",")[2].strip()
    try:
        address = ip_address(written)
    except ValueError:
        return written  # a socket without an address
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, IPV6_HOUSEHOLD), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
