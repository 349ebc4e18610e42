"""A fake Retell: its calls over REST and SIP, agents that speak and hear real audio, and signed webhooks."""

from local.retell.faults import Faults
from local.retell.server import FakeRetell
from local.retell.workspace import Agent, CustomFunction, Webhook

__all__ = ["Agent", "CustomFunction", "FakeRetell", "Faults", "Webhook"]
