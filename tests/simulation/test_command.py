"""`vagvisare simulate` prints a table or JSON and draws a picture."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from typer.testing import CliRunner

from signaling.__main__ import app
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
