"""Answers with an address where nobody is (RFC 5737), and does not hear where the kiosk is."""

import re
from unittest import mock

from aiortc import RTCIceTransport, RTCPeerConnection, RTCSessionDescription

from signaling.headless.self_test_guide import main

REAL = RTCPeerConnection.localDescription


def moved(pc: RTCPeerConnection) -> RTCSessionDescription:
    found = REAL.__get__(pc)
    sdp = re.sub(r"(a=candidate:\S+ \d+ udp \d+) \S+", r"\1 198.51.100.1", found.sdp)
    return RTCSessionDescription(sdp=sdp, type=found.type)


if __name__ == "__main__":
    with (
        mock.patch.object(RTCPeerConnection, "localDescription", property(moved)),
        mock.patch.object(RTCIceTransport, "addRemoteCandidate", mock.AsyncMock()),
    ):
        main()
