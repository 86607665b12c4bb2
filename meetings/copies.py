"""Sites that only copy what the ILO published: good enough to read a fact in, not to send a reader to."""

from urllib.parse import urlsplit

COPYING_SITES = {  # with all that is under them
    *("0925.top", "acidsamovar.org", "businessdocbox.com", "cultclub.net", "cupdf.com", "docslib.org", "docstoc.com"),
    *("fdocuments.in", "fdocuments.us", "fdokumen.com", "lawsdocbox.com", "new-dawn-lodge.net", "pdfslide.net"),
    *("pdfslide.us", "rihealthright.org", "scassn.org", "scribd.com", "slideplayer.com", "vdocuments.co"),
    *("vdocuments.mx", "vdocuments.net", "vdocuments.us"),
}


def host_of(address: str) -> str:
    """The host that an address begins with, as it is compared: lower case, without a last dot; empty if it has none."""
    try:
        return (urlsplit(address.split(" ", maxsplit=1)[0]).hostname or "").rstrip(".")
    except ValueError:  # "http://[": no address
        return ""


def is_copy(address: str) -> bool:
    """Whether it leads to a copying site."""
    labels = host_of(address).split(".")
    return any(".".join(labels[place:]) in COPYING_SITES for place in range(len(labels)))


def official(address: str) -> str:
    """The address, or nothing where readers are not sent there."""
    return "" if is_copy(address) else address
