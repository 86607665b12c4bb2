"""What can go wrong with a request to another site: a reason for programs, a sentence for people."""

from typing import ClassVar

from django.utils.translation import gettext as _


class OutboundError(Exception):
    """Base of all. `str(error)` is the sentence, in the language that is active when it is raised."""

    reason: ClassVar[str]


class RefusedSchemeError(OutboundError):
    reason = "refused-scheme"


class RefusedAddressError(OutboundError):
    reason = "refused-address"


class DnsError(OutboundError):
    reason = "dns"


class ConnectionFailedError(OutboundError):
    reason = "connection"


class TlsError(OutboundError):
    reason = "tls"


class TimedOutError(OutboundError):
    reason = "timed-out"

    def __init__(self) -> None:
        super().__init__(_("The other site took too long to answer."))


class TooLargeError(OutboundError):
    reason = "too-large"

    def __init__(self) -> None:
        super().__init__(_("The other site’s answer is larger than is read."))


class TooManyRedirectsError(OutboundError):
    reason = "too-many-redirects"


class MalformedError(OutboundError):
    reason = "malformed"
