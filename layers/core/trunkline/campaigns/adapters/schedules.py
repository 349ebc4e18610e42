"""A schedule for each campaign that runs, in EventBridge Scheduler: creating and removing are idempotent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScheduleTarget:
    """The schedule group, the function it invokes, and the role it uses."""

    group: str
    target_arn: str
    role_arn: str


class EventBridgeSchedules:
    def __init__(self, scheduler: Callable[[], Any], clockwork: ScheduleTarget) -> None:
        self._scheduler, self._clockwork = scheduler, clockwork

    def create(self, campaign_id: str) -> None:
        scheduler, known = self._scheduler(), self._clockwork
        target = {
            "Arn": known.target_arn,
            "RoleArn": known.role_arn,
            "Input": json.dumps({"campaign_id": campaign_id}),
            "RetryPolicy": {"MaximumRetryAttempts": 0},  # the next tick comes in a minute
        }
        try:
            scheduler.create_schedule(
                Name=campaign_id,
                GroupName=known.group,
                ScheduleExpression="rate(1 minute)",
                FlexibleTimeWindow={"Mode": "OFF"},
                Target=target,
            )
        except scheduler.exceptions.ConflictException:
            return

    def remove(self, campaign_id: str) -> None:
        scheduler = self._scheduler()
        try:
            scheduler.delete_schedule(Name=campaign_id, GroupName=self._clockwork.group)
        except scheduler.exceptions.ResourceNotFoundException:
            return
