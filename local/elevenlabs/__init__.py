"""A fake ElevenLabs: agents that speak and hear real audio, over the vendor's own HTTP, sockets and webhooks."""

from local.agents.dialogue import ClientTool, Exchange
from local.elevenlabs.agents.agent import Agent, Webhook
from local.elevenlabs.faults import Faults, RouteFault, SocketFaults, WebhookFaults
from local.elevenlabs.server import FakeElevenLabs

__all__ = [
    "Agent",
    "ClientTool",
    "Exchange",
    "FakeElevenLabs",
    "Faults",
    "RouteFault",
    "SocketFaults",
    "Webhook",
    "WebhookFaults",
]
