"""Where a description says its candidates, and where it then says them."""

from signaling.headless.bundled_candidates import in_every_section

SESSION = "v=0\r\na=group:BUNDLE 0 1 2\r\n"
AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n"
DATA = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"
FOUND = "a=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host\r\n"
OTHER = "a=candidate:2 1 udp 1694498815 192.0.2.2 5001 typ relay\r\n"
END = "a=end-of-candidates\r\n"


def test_what_the_first_section_says_is_said_in_all() -> None:
    said = in_every_section(SESSION + AUDIO + FOUND + OTHER + END + VIDEO + DATA)
    all_found = FOUND + OTHER + END
    assert said == SESSION + AUDIO + all_found + VIDEO + all_found + DATA + all_found


def test_a_section_with_candidates_of_its_own_keeps_them() -> None:
    sdp = SESSION + AUDIO + FOUND + VIDEO + OTHER
    assert in_every_section(sdp) == sdp


def test_where_none_are_said_nothing_changes() -> None:
    for sdp in (SESSION + AUDIO + VIDEO, SESSION, "", "nonsense"):
        assert in_every_section(sdp) == sdp


def test_a_last_line_without_its_end_gets_one() -> None:
    assert in_every_section(AUDIO + FOUND + VIDEO.rstrip()) == AUDIO + FOUND + VIDEO + FOUND
