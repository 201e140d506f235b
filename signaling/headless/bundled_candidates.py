"""ICE candidates of a description, said in every section: aiortc reads only those of the last.

A browser that has found candidates before it describes itself says them in the first section alone, for all
that are bundled with it (RFC 8843 §7.1.3). aiortc, where its bundle policy puts all on one transport from the
beginning, keeps the last section's for that transport, which are none.
"""

import re

_SECTION = re.compile(r"(?=^m=)", re.MULTILINE)
_CANDIDATE = re.compile(r"^a=(?:candidate:|end-of-candidates).*\r?\n?", re.MULTILINE)


def in_every_section(sdp: str) -> str:
    """The same description; a section without candidates has those of the first that says any."""
    session, *media = _SECTION.split(sdp)
    said = ["".join(_CANDIDATE.findall(section)) for section in media]
    first = next(filter(None, said), "")
    return session + "".join(
        section if own else _ended(section) + first for section, own in zip(media, said, strict=True)
    )


def _ended(section: str) -> str:
    return section if section.endswith("\n") else section + "\r\n"
