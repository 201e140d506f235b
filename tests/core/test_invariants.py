"""Every promise of the core is checked somewhere."""

import re
from pathlib import Path

from tests.core.invariants import PROMISES

CHECKERS = ("invariants.py", "steps.py")


def test_every_promise_is_checked_and_every_check_has_its_promise() -> None:
    here = Path(__file__).parent
    checked = {
        promise
        for checker in CHECKERS
        for promise in re.findall(r'require\(\s*"([ACQT][0-9])"', (here / checker).read_text("utf-8"))
    }
    assert checked == PROMISES.keys()
