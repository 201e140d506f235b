"""Millions of ended calls, made by the database itself: the same ones on SQLite and on PostgreSQL.

They only have to be as many, as unlike and as spread as real ones, a year of weekdays from eight to five.
Everything about a call follows from its number by whole-number arithmetic, so no random numbers are needed
and every run has the same calls.
"""

from typing import Final

from sqlalchemy import Connection, text

from signaling.core.ids import Instant

DAY: Final = 86_400_000
FIRST: Final[Instant] = 1_672_646_400_000
"""Monday 2023-01-02 08:00 UTC."""
WEEKS: Final = 52
OPEN_FOR: Final = 9 * 3_600_000
POOL: Final = "huddinge"

_DROP = (
    "call_by_language", "call_by_spoken", "call_by_topic", "call_by_outcome", "call_by_how", "call_by_guide",
    "call_interpreted", "call_with_ticket", "call_long_wait", "call_by_time", "call_by_kiosk",
    "call_by_quality",
)  # fmt: skip
_NUMBERS = {
    "sqlite": (
        "WITH RECURSIVE number(n) AS (SELECT :after UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :until)"
    ),
    "postgresql": "WITH number(n) AS (SELECT generate_series(CAST(:after AS bigint), :until - 1))",
}
_ID = {
    "sqlite": "printf('%08x-%04x-7000-8000-%012x', at / 65536, at % 65536, n)",
    "postgresql": (
        "lpad(to_hex(at / 65536), 8, '0') || '-' || lpad(to_hex(at % 65536), 4, '0') || '-7000-8000-' || "
        "lpad(to_hex(n), 12, '0')"
    ),
}
_INSERT = """
, drawn AS (
  SELECT n,
    :first + (n / :a_day) / 5 * 7 * 86400000 + (n / :a_day) % 5 * 86400000
      + (n % :a_day) * :open_for / :a_day AS at,
    n * 2654435761 % 1000003 AS one, n * 40503 % 999983 AS two, n * 97 % 999979 * 7919 % 999983 AS three
  FROM number
), told AS (
  SELECT n, at, {id} AS id, one, two, three,
    CASE WHEN one % 1000 < 760 THEN 'completed' WHEN one % 1000 < 900 THEN 'abandoned_waiting'
      WHEN one % 1000 < 930 THEN 'abandoned_ringing' WHEN one % 1000 < 950 THEN 'no_guide_available'
      WHEN one % 1000 < 965 THEN 'ticket_given' WHEN one % 1000 < 975 THEN 'wait_limit'
      WHEN one % 1000 < 983 THEN 'kiosk_lost' WHEN one % 1000 < 989 THEN 'guide_lost'
      WHEN one % 1000 < 994 THEN 'setup_failed' WHEN one % 1000 < 997 THEN 'outside_hours'
      WHEN one % 1000 < 999 THEN 'rejected_overload' ELSE 'ended_by_admin' END AS outcome,
    two % 40 AS kiosk,
    CASE WHEN three % 100 < 30 THEN 'sv' WHEN three % 100 < 50 THEN 'ar' WHEN three % 100 < 65 THEN 'so'
      WHEN three % 100 < 75 THEN 'fa' WHEN three % 100 < 82 THEN 'tr' WHEN three % 100 < 88 THEN 'pl'
      WHEN three % 100 < 92 THEN 'ti' WHEN three % 100 < 95 THEN 'uk' WHEN three % 100 < 97 THEN 'fi'
      WHEN three % 100 < 99 THEN 'es' WHEN three % 1000 < 996 THEN 'bn' ELSE 'aii' END AS language,
    (one + two) % 300 * ((two + three) % 300) / 100 * 1000 + three % 1000 AS wait,
    30000 + two % 900 * 1000 AS talk
  FROM drawn
)
INSERT INTO call (id, pool, kiosk, site, neighbourhood, language, tapped_at, queued_at, state, outcome,
  ended_by, guide, rings, taken_at, live_at, ended_at, wait_ms, talk_ms, topic, disposition, wrap_up_ms,
  referred_to, spoken, how, substitutes, ticket_of, urgent, interpreter, quality, poor_ms)
SELECT id, '{pool}', 'kiosk-' || kiosk, 'site-' || (kiosk / 2), 'area-' || (kiosk / 5), language,
  at - 200, at,
  'ended', outcome, CASE WHEN outcome = 'completed' THEN 'kiosk' END,
  CASE WHEN outcome = 'completed' THEN 'guide-' || (three % 300) END, 1,
  CASE WHEN outcome = 'completed' THEN at + wait END,
  CASE WHEN outcome = 'completed' THEN at + wait + 900 END,
  at + wait + CASE WHEN outcome = 'completed' THEN talk + 900 ELSE 0 END, wait,
  CASE WHEN outcome = 'completed' THEN talk END,
  CASE WHEN outcome = 'completed' THEN 'topic-' || ((one + three) % 15) END,
  CASE WHEN outcome = 'completed' THEN 'solved' END, CASE WHEN outcome = 'completed' THEN 40000 END,
  CASE WHEN one % 100 = 7 THEN 'agency' END,
  CASE WHEN outcome = 'completed' THEN language END,
  CASE WHEN outcome <> 'completed' THEN NULL WHEN two % 100 < 2 THEN 'substitute'
    WHEN two % 100 < 4 THEN 'also' ELSE 'asked' END,
  NULL, CASE WHEN three % 90 = 1 THEN id END, NULL, CASE WHEN one % 70 = 1 THEN 'guide-7' END,
  CASE WHEN outcome <> 'completed' OR two % 50 = 3 THEN NULL WHEN two % 1000 < 5 THEN 'none'
    WHEN two % 1000 < 15 THEN 'audio_only' WHEN two % 1000 < 60 THEN 'poor' WHEN two % 1000 < 250 THEN 'fair'
    ELSE 'good' END,
  CASE WHEN outcome <> 'completed' OR two % 50 = 3 THEN NULL WHEN two % 1000 < 60 THEN talk / 4 ELSE 0 END
FROM told ORDER BY n
"""


def fill(connection: Connection, calls: int) -> None:
    """Insert `calls` calls and the journal's last entry; indexes are built once they are in."""
    dialect = connection.dialect.name
    indexes = _taken_down(connection, dialect)
    insert = text(_NUMBERS[dialect] + _INSERT.format(id=_ID[dialect], pool=POOL))
    a_day = max(1, calls // (5 * WEEKS))
    for after in range(0, calls, 250_000):
        until = min(after + 250_000, calls)
        given = {"after": after, "until": until, "first": FIRST, "a_day": a_day, "open_for": OPEN_FOR}
        connection.execute(insert, given)
    for create in indexes:
        connection.execute(text(create))
    last = end_of(calls)
    connection.execute(
        text("INSERT INTO event (pool, seq, at, type, body, link) VALUES (:pool, 1, :at, 'x', '{}', '')"),
        {"pool": POOL, "at": last},
    )


def end_of(calls: int) -> Instant:
    """Two days after the last of `calls` calls."""
    day = (calls - 1) // max(1, calls // (5 * WEEKS))
    return FIRST + day // 5 * 7 * DAY + day % 5 * DAY + 3 * DAY


def _taken_down(connection: Connection, dialect: str) -> list[str]:
    """Drop the indexes of `call` that are not promises; return how to make them again."""
    catalogue = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'call'",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'call'",
    }[dialect]
    found = {name: create for name, create in connection.execute(text(catalogue)) if name in _DROP}
    for name in found:
        connection.execute(text(f"DROP INDEX {name}"))
    return list(found.values())
