"""Sessions that end in twelve ways, and what is left of each: `python -m tests.canary [--sessions 300]`.

A real server, a real agent kept running as systemd does, a real Chromium, a guide with a picture. Fails where
one planted trace is found after its session, or the next resident cannot begin.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from tests.canary.endings import ENDINGS
from tests.canary.session import Finding, session
from tests.e2e.city import city_in
from tests.unattended.machine import machine_in


async def run(folder: Path, endings: Sequence[str], *, say: bool = False) -> list[Finding]:
    """One session for each of `endings`, one after the other, at one kiosk."""
    findings = []
    async with city_in(folder) as city, machine_in(city) as machine:
        for number, ending in enumerate(endings, start=1):
            findings.append(await session(machine, ending))
            if say:
                print(f"{number}/{len(endings)} {findings[-1]}", file=sys.stderr, flush=True)
    return findings


def report(findings: Sequence[Finding]) -> dict[str, object]:
    by_ending: Mapping[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_ending[finding.ending].append(finding)
    return {
        "sessions": len(findings),
        "hits": sum(len(finding.hits) for finding in findings),
        "found": sorted({hit for finding in findings for hit in finding.hits}),
        "seconds": {ending: dict(_seconds(some)) for ending, some in by_ending.items()},
    }


def _seconds(findings: Sequence[Finding]) -> Iterator[tuple[str, dict[str, float]]]:
    for what in ("noticed", "released", "wiped", "back"):
        values = [getattr(finding, what) for finding in findings]
        yield what, {"p50": round(statistics.median(values), 2), "max": round(max(values), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--ending", choices=ENDINGS, action="append", help="Only these; may be repeated.")
    asked = parser.parse_args()
    endings = list(islice(cycle(asked.ending or ENDINGS), asked.sessions))
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        findings = asyncio.run(run(Path(folder), endings, say=True))
    print(json.dumps(report(findings), indent=1))
    sys.exit(any(finding.hits for finding in findings))


if __name__ == "__main__":
    main()
