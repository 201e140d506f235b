"""K1, K2, F4-F6: each way in which a visit can end leaves nothing of it, and the next resident can begin."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.canary.__main__ import report, run
from tests.canary.endings import ENDINGS
from tests.canary.traces import on_disk


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_nothing_of_a_resident_is_found_however_the_visit_ended() -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:  # short: a browser's socket has its path in it
        findings = await run(Path(folder), tuple(ENDINGS))
    assert report(findings)["found"] == []
    assert len(findings) == len(ENDINGS)


@pytest.mark.parametrize(
    "content", [b"x canary1 y", "canary1".encode("utf-16-le"), b"Y2FuYXJ5MQ==", b""], ids=str
)
def test_a_trace_is_found_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    """The last one by its name alone."""
    (tmp_path / ("canary1.txt" if not content else "file")).write_bytes(content)
    assert on_disk(tmp_path, "canary1")
    assert not on_disk(tmp_path, "canary2")
