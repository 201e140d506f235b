"""A scenario means what it says, or is refused in one sentence; the same seed draws the same day."""

from itertools import pairwise
from pathlib import Path
from shutil import copy

import pytest

from signaling.core.pool_settings import MINUTE
from signaling.settings_file import SettingsError
from signaling.simulation.scenario import draw, load_scenario

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy/config/scenario.yaml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The example with one part of it written otherwise."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once in the example"
    path = tmp_path / "scenario.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    copy(EXAMPLE.with_name("substitutes.yaml"), tmp_path)
    return path


def line_of(path: Path, word: str) -> int:
    return next(number for number, line in enumerate(path.read_text().splitlines(), start=1) if word in line)


def test_the_example_can_be_drawn() -> None:
    plan = draw(load_scenario(EXAMPLE))
    assert plan.residents
    assert all(earlier.taps_at <= later.taps_at for earlier, later in pairwise(plan.residents))
    assert {resident.language for resident in plan.residents} <= set(plan.settings.languages)


def test_the_same_seed_draws_the_same_day_and_another_another() -> None:
    scenario = load_scenario(EXAMPLE)
    assert draw(scenario, 7) == draw(scenario, 7)
    assert draw(scenario, 7).residents != draw(scenario, 8).residents


def test_taps_come_at_the_rate_of_the_hour(tmp_path: Path) -> None:
    scenario = load_scenario(changed(tmp_path, "08:00-10:00: 24", "08:00-10:00: 0"))
    days = [draw(scenario, seed) for seed in range(50)]
    busiest = [taps for day in days for taps in day.residents if 600 <= taps.taps_at / MINUTE < 780]
    assert not any(taps.taps_at < 600 * MINUTE for day in days for taps in day.residents)
    assert len(busiest) / len(days) == pytest.approx(120, rel=0.05)


def test_spans_that_follow_on_each_other_are_one_shift(tmp_path: Path) -> None:
    path = changed(tmp_path, "[08:00-13:00]", "[08:00-10:00, 10:00-13:00]")
    assert draw(load_scenario(path)) == draw(load_scenario(EXAMPLE))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("taps_per_hour:", "tap_per_hour:", "no setting 'tap_per_hour'; did you mean 'taps_per_hour'"),
        ("    share: 5", "    shares: 5", "no setting 'neighbourhoods.north.shares'; did you mean 'share'"),
        ("08:00-10:00: 24", "08:00-10:00: -24", "taps_per_hour.08:00-10:00: input should be greater"),
        ("08:00-10:00: 24", "08:00-10:00: .inf", "taps_per_hour.08:00-10:00: input should be a valid number"),
        ("10:00-13:00: 40", "09:00-13:00: 40", "08:00-10:00 and 09:00-13:00 overlap"),
        ("10:00-13:00: 40", "13:00-10:00: 40", "13:00-10:00 ends before it begins"),
        ("15:00-17:00: 18", "15:00-25:00: 18", "15:00-25:00 reaches past midnight"),
        ("[08:00-13:00]", "[08:00-13:00, 12:00-14:00]", "guides.3: 08:00-13:00 and 12:00-14:00 overlap"),
        ("[08:00-13:00]", "[morning]", "'morning' is not a part of a day"),
        ("{sv: fluent, ar: fluent}", "{sv: fluent, ar: mother}", "guides.0.languages.ar: input should be"),
        ("policy: spare_the_scarce", "policy: luck", "policy: input should be"),
        ("fa: 14", "'../x': 14", "not a language tag"),
        ("name: Guide B", "name: Guide A", "two guides are called 'Guide A'"),
        ("  mean_seconds: 420", "", "patience"),
        ("  substitute: 0.6", "  substitutes: 0.6", "no setting 'choices.substitutes'; did you"),
        ("  ticket: 0.1", "  ticket: -0.1", "choices.ticket: input should be greater"),
        ("  ticket: 0.1", "  ticket: 1.1", "choices.ticket: input should be less"),
        ("{sv: 0.25, en: 0.2}", "{sv: 0.25, '../x': 0.2}", "not a language tag"),
        ("  sends_on: 0.03", "  sends_on: often", "manners.sends_on: input should be"),
        ("    interprets: [ti, so, ckb]\n", "", "speaks nothing and interprets nothing"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(SettingsError) as refusal:
        load_scenario(path)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_fault_in_the_table_of_close_languages_names_its_file(tmp_path: Path) -> None:
    path = changed(tmp_path, "Example day", "Another day")
    table = tmp_path / "substitutes.yaml"
    table.write_text(table.read_text().replace("uk: {ru: good}", "uk: {qqqq1: good}"))
    with pytest.raises(SettingsError, match=f"{table}, line {line_of(table, 'qqqq1')}: "):
        load_scenario(path)


def test_what_residents_choose_changes_nobody_who_comes(tmp_path: Path) -> None:
    other = draw(load_scenario(changed(tmp_path, "  substitute: 0.6", "  substitute: 0")))
    ours = draw(load_scenario(EXAMPLE))
    assert other != ours
    came = [[(each.taps_at, each.language, each.talk) for each in day.residents] for day in (other, ours)]
    assert came[0] == came[1]


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    path = changed(tmp_path, "08:00-10:00: 24", "08:00-10:00: -24")
    with pytest.raises(SettingsError, match=f"line {line_of(path, '-24')}: "):
        load_scenario(path)
