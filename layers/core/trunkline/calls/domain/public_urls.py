"""The public URLs of this stage: webhooks over https, the relay over wss."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """The public base URLs, from which every URL in a TwiML document is built."""

    public_base_url: str
    relay_base_url: str

    def public(self, path: str) -> str:
        return self.public_base_url + path

    @property
    def media_stream(self) -> str:
        return self.relay_base_url + "/twilio/media-stream"

    @property
    def conversation_relay(self) -> str:
        return self.relay_base_url + "/twilio/conversation-relay"
