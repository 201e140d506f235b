"""A bug put into the core is noticed by the cheap suites; the whole table is `python -m tests.mutants`."""

import subprocess
import sys

import pytest

from tests.mutants.planted import HISTORICAL_NAMES, SLIPS, Slip, planted, with_bug
from tests.mutants.suites import SUITES, failure

QUICK = SLIPS[::6]


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.name for slip in SLIPS])
def test_every_slip_still_has_its_line(slip: Slip) -> None:
    with planted(slip):
        pass


@pytest.mark.parametrize("name", [*HISTORICAL_NAMES, *(slip.name for slip in QUICK)])
def test_a_bug_is_noticed(name: str) -> None:
    with with_bug(name):
        assert any(failure(suite) for suite in SUITES), f"nothing noticed: {name}"


@pytest.mark.soak
@pytest.mark.timeout(3_600)
def test_nearly_all_bugs_are_noticed() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.mutants"], check=False, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout
