"""Sids and dates in the forms that Twilio gives them."""

import uuid
from datetime import UTC, datetime
from email.utils import format_datetime


def new_sid(prefix: str) -> str:
    return prefix + uuid.uuid4().hex


def rfc2822(moment: datetime | None) -> str | None:
    return format_datetime(moment) if moment else None


def now_utc() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
