"""What of a session description and its ICE candidates is passed on, so that no party leads another astray.

The server does not interpret media. It looks at the shape only: lines of SDP (RFC 8866), a fingerprint that
is worth having (RFC 8122), ICE credentials (RFC 8839), and candidates that a browser would accept too (the
rules on ports are those of libwebrtc's `VerifyCandidate`). An unfit candidate is left out, for a call may do
without it; an unfit description is refused.
"""

import ipaddress
import re
from collections.abc import Iterable

from signaling.wire.messages import Candidate, Candidates, Description, RelayBody

MOST_LINES = 1_000
MOST_MEDIA = 8
"""Media sections of one description."""

_LINES = re.compile(r"v=0\r?\n(?:[a-z]=[^\x00-\x1f\x7f\u2028\u2029]*\r?\n)*")
_FINGERPRINTS = re.compile(r"^a=fingerprint:.*$", re.MULTILINE | re.IGNORECASE)
_FINGERPRINT = re.compile(
    r"a=fingerprint:(?:sha-256|sha-384|sha-512) [0-9A-F]{2}(?::[0-9A-F]{2}){31,63}\r?", re.IGNORECASE
)
_CANDIDATE = re.compile(
    r"candidate:[A-Za-z0-9+/]{1,32} [0-9]{1,3} (?P<transport>udp|tcp) [0-9]{1,10}"
    r" (?P<address>[0-9A-Za-z.:-]{1,64}) (?P<port>[0-9]{1,5}) typ (?:host|srflx|prflx|relay)"
    r"(?P<rest>(?: [\x21-\x7e]+)*)",
    re.IGNORECASE,
)
_MDNS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local", re.IGNORECASE)
_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1_024
_IPV4_IN_IPV6 = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Mapped, NAT64, 6to4 and Teredo: IPv4 in disguise."""


class Unfit(ValueError):
    """This is not a description that a browser would make."""


def screened(body: RelayBody) -> RelayBody:
    """`body` without its unfit candidates. Raises `Unfit`."""
    match body:
        case Description():
            sdp = screened_sdp(body.sdp)
            return body if sdp == body.sdp else body.model_copy(update={"sdp": sdp})
        case Candidates():
            fit = tuple(_fit(body.candidates))
            return body if len(fit) == len(body.candidates) else body.model_copy(update={"candidates": fit})


def screened_sdp(sdp: str) -> str:
    """A whole description without its unfit candidates. Raises `Unfit`."""
    if sdp.count("\n") > MOST_LINES or _LINES.fullmatch(sdp) is None:
        raise Unfit("these are not the lines of a session description")
    if not 1 <= sdp.count("\nm=") <= MOST_MEDIA:
        raise Unfit("no description has so many media sections, or none")
    fingerprints = _FINGERPRINTS.findall(sdp)
    if not fingerprints or not all(map(_FINGERPRINT.fullmatch, fingerprints)):
        raise Unfit("media must be secured with a fingerprint of SHA-2")
    if "\na=ice-ufrag:" not in sdp or "\na=ice-pwd:" not in sdp:
        raise Unfit("ICE credentials are missing")
    return sdp if "\na=candidate:" not in sdp else "".join(_fit_lines(sdp))


def is_fit_candidate(line: str) -> bool:
    """Whether a browser may be told to try this candidate (RFC 8839 §5.1). Empty: no more will come."""
    if not line:
        return True
    form = _CANDIDATE.fullmatch(line)
    if form is None:
        return False
    port, address = int(form["port"]), form["address"]
    if form["transport"].lower() == "tcp" and " tcptype active" in form["rest"].lower():
        return _is_fit_address(address)
    return _is_fit_port(port) and _is_fit_address(address)


def _fit_lines(sdp: str) -> Iterable[str]:
    for line in sdp.splitlines(keepends=True):
        if not line.startswith("a=candidate:") or is_fit_candidate(line.strip().removeprefix("a=")):
            yield line


def _fit(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    return (candidate for candidate in candidates if is_fit_candidate(candidate.candidate))


def _is_fit_port(port: int) -> bool:
    return _FIRST_FREE_PORT <= port <= 65_535 or port in _WEB_PORTS


def _is_fit_address(text: str) -> bool:
    if _MDNS.fullmatch(text):
        return True
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address.is_loopback or not any(address in network for network in _IPV4_IN_IPV6)
    return not address.is_reserved
