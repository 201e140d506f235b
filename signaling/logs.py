"""Logs go to standard output, one line an event: JSON for a machine, or text for a person."""

import logging
import sys

import structlog

from signaling.settings import LogPart


def configure_logs(settings: LogPart) -> None:
    """Log events of `settings.level` and above. Events carry ids: never a name, an address or SDP."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    form = (
        structlog.processors.JSONRenderer()
        if settings.form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _tracebacks if settings.form == "json" else _unchanged,
            form,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stdout, format="%(levelname)s %(name)s %(message)s"
    )


_tracebacks = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
"""Without the values of variables: they may be a token, a cookie or SDP."""


def _unchanged(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return event
