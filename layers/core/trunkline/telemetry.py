"""Logs and counters. Messages are constant text; what varies goes into fields, and no field holds personal data.

Powertools reads service, namespace and level from the environment (POWERTOOLS_*), as the template sets it.
"""

import logging
import os

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric


def without_values(record: logging.LogRecord) -> bool:
    """A logging filter: an exception keeps its type, code, causes and stack, and loses its message.

    Messages repeat the value that was refused: a number, a name, words of a call.
    """
    if record.exc_info and record.exc_info[1] is not None:
        _, error, stack = record.exc_info
        kind = type(error)
        shown = type(kind.__name__, (Exception,), {"__module__": kind.__module__})(_detail(error))
        record.exc_info = (type(shown), shown, stack)
    return True


def _detail(error: BaseException) -> str:
    """Loggable details of an error: a vendor's or AWS's code, an errno, the types of its causes."""
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    code = code or getattr(error, "code", None) or getattr(error, "errno", None) or "message left out"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{code}, caused by {type(cause).__name__}" if cause else str(code)


log = Logger()
log.addFilter(without_values)


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """A CloudWatch counter, written to the log as one line (EMF): no request. A count of 0 writes no line."""
    if not value:
        return
    with single_metric(name=name, unit=MetricUnit.Count, value=value) as metric:
        for dimension, word in {"stage": os.environ.get("STAGE", "none"), **dimensions}.items():
            metric.add_dimension(name=dimension, value=word)


def measure(name: str, unit: str, value: float | None) -> None:
    """A CloudWatch measurement in one of its units. None writes no line."""
    if value is None:
        return
    with single_metric(name=name, unit=MetricUnit(unit), value=value) as metric:
        metric.add_dimension(name="stage", value=os.environ.get("STAGE", "none"))
