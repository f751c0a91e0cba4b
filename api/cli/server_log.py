"""The server's own messages as the JSON lines that everything else writes."""

from __future__ import annotations

import logging

import structlog

from api.web.error_trace import error_places, error_types

log = structlog.get_logger("tsunagite.server")


class JsonLines(logging.Handler):
    """Hands a record of the standard library's logging on to structlog.

    Privacy: of an exception only types and places. Only the server itself is quoted; what other libraries say
    may hold a value that somebody typed.
    """

    def emit(self, record: logging.LogRecord) -> None:
        facts: dict[str, object] = {"logger": record.name}
        if record.name.startswith("uvicorn"):
            facts["message"] = record.getMessage().strip()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            facts |= {"errors": error_types(error), "places": error_places(error)}
        log.log(record.levelno, "server", **facts)


def set_up_server_log() -> None:
    """Everything from warnings up, and what the server says about starting and stopping."""
    root = logging.getLogger()
    root.handlers[:] = [JsonLines()]
    root.setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
