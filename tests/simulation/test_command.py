"""`vagvisare simulate` prints a table or JSON and draws; `vagvisare demo --year` makes a past once."""

import json
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from signaling import __main__ as command_line
from signaling.__main__ import app
from signaling.demo import Demo
from signaling.demo import run as demo_run
from signaling.demo.year.fill import fill_file
from tests.simulation.test_scenario import EXAMPLE


def simulated(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["simulate", str(EXAMPLE), "--days", "2", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_table_has_a_line_for_each_language_and_neighbourhood(tmp_path: Path) -> None:
    text = simulated("--svg", str(tmp_path / "day.svg"))
    names = {line.split()[0] for line in text.splitlines()[1:] if line.strip()}
    assert {"all", "sv", "ar", "ti", "north", "centre", "south"} <= names


def test_the_picture_is_an_svg_that_names_each_language(tmp_path: Path) -> None:
    simulated("--svg", str(tmp_path / "day.svg"))
    drawing = ET.parse(tmp_path / "day.svg").getroot()
    texts = {text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"sv", "ar", "north"} <= texts


def test_json_holds_the_same_figures_for_the_same_seed(tmp_path: Path) -> None:
    svg = ("--svg", str(tmp_path / "day.svg"))
    first, again, other = (json.loads(simulated("--json", "--seed", seed, *svg)) for seed in ("5", "5", "6"))
    assert first == again != other
    assert first["total"]["taps"] == sum(line["taps"] for line in first["by_language"].values())


def test_a_year_is_made_before_the_first_start_and_then_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []

    async def start(demo: Demo) -> None:
        started.append(demo.database.exists())

    monkeypatch.setattr(command_line, "run_demo", start)
    monkeypatch.setattr(demo_run, "fill_file", partial(fill_file, days=1))
    command = ["demo", "--year", "--data", str(tmp_path)]
    first, second = CliRunner().invoke(app, command), CliRunner().invoke(app, command)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert " calls in " in first.stderr
    assert second.stderr == ""
    assert started == [True, True]
