"""What an admin wants of a kiosk from afar: the kiosk asks for it, and says what came of it."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from signaling.wire.scalars import Instant, Message

ABLE: Literal["able"] = "able"
"""The query's parameter by which a kiosk names the errands that it can do, with commas between them."""
MOST_ABLE = 200
"""Characters of that parameter."""

ErrandName = TypeAliasType("ErrandName", Literal["self_test", "restart", "update"])
ErrandOutcome = TypeAliasType("ErrandOutcome", Literal["done", "current", "failed", "went_back"])
"""`current`: nothing newer was there. `failed`: what was newer could not be had or installed. `went_back`: it
did not run, and the version before it runs again."""


def _is_missing(value: object) -> bool:
    return value is None


Wish = Annotated[Instant | None, Field(exclude_if=_is_missing)]
"""Left out where there is none: a kiosk that did not name the errand may not know the field."""


class Errands(Message):
    """`GET /kiosk/errands`: what an admin wants of this kiosk as soon as no resident is served.

    Each is the instant of the wish, which names it.
    """

    self_test: Instant | None
    """When a self-test was asked for that none has answered yet."""
    restart: Wish = None
    """When a restart was asked for, that no other run of the agent has heard of."""
    update: Wish = None
    """When an update of the software was asked for that has no outcome yet."""


class ErrandReport(Message):
    """`POST /kiosk/errands`: what came of an update."""

    errand: Literal["update"]
    asked_at: Instant
    """The instant of the wish."""
    outcome: ErrandOutcome


class ErrandReceipt(Message):
    """It is kept, or nobody wants to know any more. Do not send it again."""

    asked_at: Instant
