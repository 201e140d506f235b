"""The whole product on one machine, with data that says of itself that it is a demonstration."""

from signaling.demo.run import Demo, NotStarted, make_year, run_demo

__all__ = ["Demo", "NotStarted", "make_year", "run_demo"]
