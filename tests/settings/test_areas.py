"""The areas of the settings: the file's first, judged by its models, and what the core makes of them."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from signaling.areas import AreaName, Areas, InvalidArea, plan_of, shortens
from signaling.settings import Settings, load_settings
from tests.settings.test_settings import written

TABLE = 'version: "1"\nclose:\n  fa: {prs: good}\n'


@pytest.fixture
def areas() -> Areas:
    return Areas.of(Settings())


def reasons(areas: Areas, name: AreaName, content: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidArea) as invalid:
        areas.with_content(name, content)
    return [(fault.path, fault.reason) for fault in invalid.value.faults]


def test_the_file_gives_each_area_its_first_content(tmp_path: Path) -> None:
    (tmp_path / "table.yaml").write_text(TABLE, encoding="utf-8")
    path = written(
        tmp_path,
        f"pool: {{languages: [sv, fa], ring_seconds: 40, substitutes: {tmp_path}/table.yaml}}\n"
        "hours: {closing: tell}\nnotes: {keep: true, days: 9, decision: A}\n",
    )
    settings = load_settings(path)
    areas = Areas.of(settings)
    assert areas.languages.languages == ("sv", "fa")
    assert areas.content(AreaName.LANGUAGES)["substitutes"] == {
        "version": "1", "close": {"fa": {"prs": "good"}}
    }  # fmt: skip
    assert (areas.waiting.ring_seconds, areas.hours.closing, areas.retention.notes.days) == (40, "tell", 9)
    assert areas.pool(settings.pool) == settings.pool.core()


@pytest.mark.parametrize("name", AreaName)
def test_every_content_is_taken_as_it_is_given(areas: Areas, name: AreaName) -> None:
    assert areas.with_content(name, areas.content(name)) == areas


def test_one_area_changes_and_the_core_is_told_of_it(areas: Areas) -> None:
    changed = areas.with_content(AreaName.WAITING, {"ring_seconds": 40})
    changed = changed.with_content(AreaName.LANGUAGES, {"languages": ["ar", "und"]})
    core = changed.pool(Settings().pool)
    assert (core.ring, core.languages) == (40_000, ("ar", "und"))
    assert core.topics == Settings().pool.core().topics


@pytest.mark.parametrize(
    ("name", "content", "path", "reason"),
    [
        (AreaName.WAITING, {"ring_seconds": 0}, "ring_seconds", "greater_than_equal"),
        (AreaName.WAITING, {"rings": 1}, "rings", "extra_forbidden"),
        (AreaName.LANGUAGES, {"languages": ["sv", "../x"]}, "languages.1", "unknown_language"),
        (AreaName.LANGUAGES, {"bridge": "und"}, "bridge", "unknown_language"),
        (AreaName.LANGUAGES, {"languages": []}, "languages", "too_short"),
        (AreaName.LANGUAGES, {"languages": ["sr-Latn", "sr-Cyrl"]}, "languages", "language_twice"),
        (
            AreaName.LANGUAGES,
            {"substitutes": {"version": "1", "close": {"fa": {"xx-nope": "good"}}}},
            "substitutes",
            "unknown_language",
        ),
        (AreaName.TOPICS, {"topics": ["Drop table"]}, "topics.0", "string_pattern_mismatch"),
        (
            AreaName.TOPICS,
            {"topic_groups": {"a": ["form"], "b": ["form"]}},
            "topic_groups",
            "topic_in_two_groups",
        ),
        (AreaName.HOURS, {"week": {"monday": ["9-17"]}}, "week.monday.0", "malformed_span"),
        (
            AreaName.HOURS,
            {"week": {"monday": ["08:00-12:00", "11:00-13:00"]}},
            "week.monday",
            "spans_overlap",
        ),
        (AreaName.HOURS, {"exceptions": {"2026-02-30": []}}, "exceptions.2026-02-30", "malformed_date"),
        (AreaName.HOURS, {"languages": {"nope!": {}}}, "languages.nope!", "unknown_language"),
        (AreaName.RETENTION, {"calls": {"days": 30}}, "calls", "undecided"),
        (AreaName.RETENTION, {"notes": {"keep": True}}, "notes", "undecided"),
        (AreaName.RETENTION, {"notes": {"decision": "a\u0000b"}}, "notes.decision", "not_plain_text"),
        (AreaName.TEXTS, {"sv": {"start.led": "Hej"}}, "sv.start.led", "text_unknown"),
        (AreaName.TEXTS, {"sv": {"start.lead": "{{n}}"}}, "sv.start.lead", "text_place_surplus"),
        (AreaName.TEXTS, {"sv": {"start.lead": "a\u202eb"}}, "sv.start.lead", "text_unsafe"),
        (AreaName.TEXTS, {"et": {}}, "et.language.endonym", "text_needed"),
    ],
)
def test_what_is_wrong_is_named_by_its_place_and_a_stable_reason(
    areas: Areas, name: AreaName, content: dict[str, Any], path: str, reason: str
) -> None:
    assert reasons(areas, name, content)[0] == (path, reason)


def test_own_texts_for_the_kiosks_page(areas: Areas) -> None:
    said = {"sv": {"start.lead": "Prata med oss."}}
    assert areas.with_content(AreaName.TEXTS, said).content(AreaName.TEXTS) == said


@pytest.mark.parametrize(
    ("before", "after", "shorter"),
    [
        ({}, {}, False),
        ({}, {"calls": {"days": 30, "decision": "A"}}, True),
        ({"calls": {"days": 30, "decision": "A"}}, {}, False),
        ({"calls": {"days": 30, "decision": "A"}}, {"calls": {"days": 29, "decision": "B"}}, True),
        ({"calls": {"days": 30, "decision": "A"}}, {"calls": {"days": 30, "decision": "B"}}, False),
        ({"sessions": {"days": 9}}, {"sessions": {"days": 8}}, True),
        ({}, {"notes": {"days": 10}}, True),
    ],
)
def test_a_plan_that_destroys_sooner_is_known(
    areas: Areas, before: dict[str, Any], after: dict[str, Any], shorter: bool
) -> None:
    old, new = (areas.with_content(AreaName.RETENTION, each).retention for each in (before, after))
    assert shortens(old, new) is shorter
    assert len(plan_of(new)) == 6


def test_an_area_is_not_changed_in_place(areas: Areas) -> None:
    with pytest.raises(ValidationError):
        areas.waiting.ring_seconds = 1  # type: ignore[misc]


def test_groups_of_topics_come_in_the_order_that_is_given_and_the_others_after_them() -> None:
    areas = Areas.of(Settings())
    content = areas.content(AreaName.TOPICS)
    order = ["municipality", "no_such_group", "children"]
    changed = areas.with_content(AreaName.TOPICS, content | {"topic_group_order": order})
    groups = changed.pool(Settings().pool).topic_groups
    assert [name for name, _ in groups] == ["municipality", "children", "authorities", "daily_life"]


def test_a_site_is_named_by_an_id_and_told_of_in_lines_of_plain_text() -> None:
    areas = Areas.of(Settings())
    told = {"library": {"information": "Storgatan 1\nSkrivare vid disken"}}
    changed = areas.with_content(AreaName.SITES, {"sites": told})
    assert changed.sites.information_at("library") == "Storgatan 1\nSkrivare vid disken"
    assert changed.sites.information_at("museum") == ""
    unsafe = {"sites": {"library": {"information": "a\x07b"}}}
    assert reasons(areas, AreaName.SITES, unsafe) == [("sites.library.information", "text_unsafe")]
    wrong = {"sites": {"no such id": {"information": ""}}}
    assert reasons(areas, AreaName.SITES, wrong)[0][1] == "string_pattern_mismatch"
