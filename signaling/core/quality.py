"""How one end of a talk said that sound and picture come through to it."""

from dataclasses import dataclass

from signaling.core.ids import Instant, Milliseconds
from signaling.core.vocabulary import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFigures:
    """What a grade was given by: whole numbers, which say nothing of what was seen or heard."""

    frames: int
    """Pictures a second."""
    loss: int
    """Of the packets, in percent."""
    round_trip: Milliseconds | None
    """None where it is not known."""
    kilobits: int
    """A second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What one end last said."""

    grade: Grade | None
    """None while nobody knows: on hold nothing flows that could be graded."""
    at: Instant
    """When it said so."""
    reports: int
    """How often it did in this talk."""
