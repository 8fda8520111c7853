"""One structured line per piece of work: coloured on a terminal, JSON for machines. Nothing here knows what the work is."""

import logging
import sys

import structlog

from aggregator.jobs.routine import Outcome


def configure_logging(style: str = "auto", *, verbose: bool = False) -> None:
    """`style` is auto (pretty on a terminal, else JSON), pretty or json. Lines go to standard error."""
    pretty = style == "pretty" or (style == "auto" and sys.stderr.isatty())
    renderer = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if pretty
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if pretty else [structlog.processors.format_exc_info]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_outcome(outcome: Outcome) -> None:
    """The line of one piece of work: a warning when a person should look."""
    logger = structlog.get_logger()
    write = logger.info if outcome.ok else logger.warning
    facts = {name: value for name, value in outcome.facts if value is not None}
    write(outcome.event, subject=outcome.subject, **({"detail": outcome.detail} if outcome.detail else {}), **facts)
