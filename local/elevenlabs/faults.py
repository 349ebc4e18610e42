"""Faults of the fake ElevenLabs, as switches."""

from dataclasses import dataclass, field

from local.elevenlabs.rest import errors


@dataclass(slots=True)
class RouteFault:
    """A fault of one route. Without a status it only delays."""

    status: int | None = None
    shape: str = errors.CURRENT  # current, legacy, plain, fields, html, empty
    code: str = "service_unavailable"
    message: str = "Service unavailable"
    delay_s: float = 0.0
    reset: bool = False  # the connection breaks without an answer
    times: int | None = None  # how many requests it lasts; None is until switched off


@dataclass(slots=True)
class SocketFaults:
    """The agent's socket misbehaving. Times count from the metadata frame."""

    refuse_handshake_status: int | None = None  # HTTP 401, 403, 404, 503 instead of the upgrade
    refuse_by_closing: bool = False  # unauthorised clients get an accepted socket closed with 1008
    close_after_metadata: tuple[int, str] | None = None  # (code, reason)
    close_after_s: float | None = None  # with 1011
    drop_after_s: float | None = None  # the connection breaks without a close frame
    stall_after_s: float | None = None  # stays open, says nothing more, not even pings
    silent_errors: bool = False  # no error frame before a close
    flat_errors: bool = False  # the error frame without error_event


@dataclass(slots=True)
class WebhookFaults:
    """Post-call reports misbehaving."""

    missing: bool = False
    duplicate: bool = False
    audio_first: bool = False
    wrong_secret: bool = False
    age_s: int = 0  # signed so long ago
    unknown_type: bool = False
    null_lists: bool = False
    chunked: bool = False  # transcripts too; audio always is
    reserialised: bool = False  # signed over other bytes than are sent
    blank_after_comma: bool = False
    two_signatures: bool = False  # as during a rotation of the secret: a foreign one first


@dataclass(slots=True)
class Faults:
    """The vendor's bad days.

    Routes: register_call, outbound_call, get_signed_url, list_conversations, get_conversation, conversation_audio,
    delete_conversation, get_agent, list_voices, list_all_voices, get_voice, list_models, text_to_speech,
    text_to_speech_stream, sip_outbound_call, import_number, list_numbers, get_number, change_number, delete_number.
    """

    routes: dict[str, RouteFault] = field(default_factory=dict)
    socket: SocketFaults = field(default_factory=SocketFaults)
    webhook: WebhookFaults = field(default_factory=WebhookFaults)
    lose_outbound_answers: set[str] = field(default_factory=set)  # numbers: the phone rings, the answer never arrives
    outbound_refusal_status: int = 0  # a carrier's refusal comes as 200 with success false, or with this status
    outbound_without_ids: bool = False
    speech_away: frozenset[str] = frozenset()  # voices whose socket cannot be opened
    speech_drop_after_s: float | None = None  # sockets that speak texts break so long after they opened
    not_found_shape: str = errors.CURRENT

    def fail(self, route: str, status: int = 503, **details: object) -> None:
        self.routes[route] = RouteFault(status=status, **details)  # type: ignore[arg-type]

    def take(self, route: str) -> RouteFault | None:
        """The fault that hits this request, counting down those that last only some requests."""
        fault = self.routes.get(route)
        if fault and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self.routes[route]
        return fault
