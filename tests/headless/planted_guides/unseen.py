"""Takes the call and sends nothing."""

from unittest import mock

from aiortc import RTCPeerConnection

from signaling.headless.self_test_guide import main

if __name__ == "__main__":
    with mock.patch.object(RTCPeerConnection, "addTrack"):
        main()
