"""A fake ElevenLabs: agents that speak and hear real audio, over the vendor's own HTTP, sockets and webhooks."""

from local.elevenlabs.agents.agent import Agent, ClientTool, Exchange, Webhook
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
