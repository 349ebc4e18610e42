"""Logs and counters. Messages are constant text; what varies goes into fields, and no field holds personal data.

Powertools reads service, namespace and level from the environment (POWERTOOLS_*), as the template sets it.
"""

import os

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

log = Logger()


def count(name: str, **dimensions: str) -> None:
    """One more of something, as a CloudWatch metric written to the log (EMF): no request, nothing to wait for."""
    with single_metric(name=name, unit=MetricUnit.Count, value=1) as metric:
        for dimension, value in {"stage": os.environ.get("STAGE", "none"), **dimensions}.items():
            metric.add_dimension(name=dimension, value=value)


def measure(name: str, unit: str, value: float | None) -> None:
    """How much of something, in one of CloudWatch's units. What was not measured is not told."""
    if value is None:
        return
    with single_metric(name=name, unit=MetricUnit(unit), value=value) as metric:
        metric.add_dimension(name="stage", value=os.environ.get("STAGE", "none"))
