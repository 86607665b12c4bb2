"""Addresses as people enter them: refused at once if they can be nothing on the public internet."""

import ipaddress

from django.utils.translation import gettext as _

from groundwork.outbound.addresses import is_public
from groundwork.outbound.errors import RefusedAddressError
from groundwork.outbound.network import INTERNET
from groundwork.outbound.targets import Target

INSIDE = ("localhost", "local", "internal", "localdomain", "home.arpa", "lan")  # ends of names used inside networks


def refuse_inside(url: str) -> None:
    """Raise OutboundError for an address that is written as an inside one. No name is resolved: that is for asking."""
    target = Target.parse(url)
    if target.port not in INTERNET.ports:
        raise RefusedAddressError(_("The address must not name a port of its own."))
    if not (is_public(target.host) if _is_in_figures(target.host) else _may_be_outside(target.host)):
        raise RefusedAddressError(_("“%(host)s” is not a site of the public internet.") % {"host": target.host})


def _is_in_figures(host: str) -> bool:
    """Also in the ways of writing that browsers know and `ipaddress` does not: 127.1, 0x7f.1, 2130706433."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return last.isdigit() or last.startswith("0x")
    return True


def _may_be_outside(host: str) -> bool:
    return "." in host and not any(host == end or host.endswith(f".{end}") for end in INSIDE)
