"""UK27: whoever looks after the screen gets in by a PIN, a stranger does not, and each try is logged."""

from functools import partial

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from kiosk_client.__main__ import app
from kiosk_client.technician import (
    PAUSE,
    TRIES,
    Deed,
    Technician,
    TechnicianBody,
    TooManyTries,
    Tries,
    WrongPin,
    hash_of,
)

PIN = "482913"


def test_a_pin_is_tried_five_times_and_then_not_for_five_minutes() -> None:
    tries = Tries()
    for _ in range(TRIES):
        tries.begin(0.0)
    for now in (0.0, PAUSE - 1):
        with pytest.raises(TooManyTries):
            tries.begin(now)
    tries.begin(PAUSE)
    tries.right()
    assert tries == Tries()


async def test_the_right_pin_does_what_is_asked_and_says_so_in_the_log() -> None:
    done: list[str] = []
    technician = at_the_screen(done)
    with capture_logs() as logged:
        await technician.does(TechnicianBody(pin=PIN, deed="leave"), now=0.0)
    assert done == ["leave"]
    assert [(line["event"], line["deed"]) for line in logged] == [("technician_let_in", "leave")]


async def test_a_wrong_pin_does_nothing_and_is_in_the_log_without_it() -> None:
    done: list[str] = []
    technician = at_the_screen(done)
    with capture_logs() as logged:
        for _ in range(TRIES):
            with pytest.raises(WrongPin):
                await technician.does(TechnicianBody(pin="000000", deed="leave"), now=0.0)
        with pytest.raises(TooManyTries):
            await technician.does(TechnicianBody(pin=PIN, deed="leave"), now=1.0)
    assert done == []
    assert [line["event"] for line in logged] == ["technician_turned_away"] * TRIES
    assert "000000" not in str(logged)


def test_the_command_prints_a_hash_that_is_never_the_same() -> None:
    printed = [CliRunner().invoke(app, ["pin", "--pin", PIN]).stdout.strip() for _ in range(2)]
    assert printed[0] != printed[1]
    salt = bytes.fromhex(printed[0].partition(":")[0])
    assert printed[0] == hash_of(PIN, salt)


@pytest.mark.parametrize("pin", ["", "12345", "1234567890123", "12345a"])
def test_what_is_no_pin_is_refused(pin: str) -> None:
    assert CliRunner().invoke(app, ["pin", "--pin", pin]).exit_code == 1


def at_the_screen(done: list[str]) -> Technician:
    deeds: tuple[Deed, ...] = ("test", "restart", "leave")
    return Technician(hash_of(PIN), {deed: partial(done.append, deed) for deed in deeds})
