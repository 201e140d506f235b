"""A shorter plan of retention as one admin asks for it, and as it is carried out once another approved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from signaling.areas import AreaName, Content
from signaling.settings_in_force import SettingsInForce
from signaling.store.approvals import Given
from signaling.store.audit import Actor
from signaling.store.retention.plan import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionWish:
    base: int
    content: Content | None
    """None: as the settings file has it."""
    note: str
    undoes: int | None

    def given(self, before: Sequence[Rule], after: Sequence[Rule]) -> Given:
        """What the request holds: all that is to be done, and for a reader what is new in the plan."""
        old = {rule.kind: rule for rule in before}
        new = [rule for rule in after if rule != old[rule.kind]]
        return {
            "plan": ", ".join(f"{rule.kind} {_days(old[rule.kind])} → {_days(rule)}" for rule in new),
            "decision": ", ".join(dict.fromkeys(rule.decision for rule in new if rule.decision)),
            "base": self.base,
            "content": json.dumps(self.content),
            "note": self.note,
            "undoes": self.undoes or 0,
        }

    @classmethod
    def read(cls, given: Given) -> Self:
        return cls(
            base=int(given["base"]),
            content=json.loads(str(given["content"])),
            note=str(given["note"]),
            undoes=int(given["undoes"]) or None,
        )


async def carry_out(wish: RetentionWish, in_force: SettingsInForce, *, by: Actor) -> None:
    """Raises `SettingsChanged` where the plan was changed since, and `InvalidArea`."""
    await in_force.refresh()
    await in_force.change(
        AreaName.RETENTION,
        wish.content,
        base=wish.base,
        note=wish.note,
        by=replace(by, why=wish.note),
        undoes=wish.undoes,
    )


def _days(rule: Rule) -> str:
    return "–" if rule.days is None else str(rule.days)
