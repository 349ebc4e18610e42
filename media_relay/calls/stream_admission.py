"""A media socket until its ticket is redeemed: performs the commands of its admission."""

import asyncio
from binascii import a2b_base64
from collections.abc import Callable
from dataclasses import dataclass

from picows import WSCloseCode

from media_relay.calls.relay_context import RelayContext
from media_relay.session.admission import (
    Admission,
    AdmissionCommand,
    AdmissionEvent,
    AdmitCaller,
    EarlyInput,
    RedeemTicket,
    RefuseCaller,
    TicketAccepted,
    TicketRefused,
)
from media_relay.session.messages import CallerAbusive, CallerGone
from media_relay.sockets.caller_leg import AudioSink, CallerLeg
from media_relay.tasks import TaskSet
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.errors import StreamRefused
from trunkline.realtime.carrier_events import CallerAudio, CarrierEvent, StreamStarted
from trunkline.telemetry import count, log


@dataclass(frozen=True, slots=True)
class AdmittedStream:
    """A stream whose ticket was redeemed: all that a call is made from."""

    caller: CallerLeg
    stream_sid: str
    ticket: StreamTicket
    early: EarlyInput
    story: tuple[SpokenTurn, ...] = ()
    signed_url: asyncio.Future[str] | None = None  # of a resumed call, already asked for


class StreamAdmission(AudioSink):
    def __init__(
        self,
        context: RelayContext,
        caller: CallerLeg,
        on_admitted: Callable[["StreamAdmission", AdmittedStream], None],
        on_refused: Callable[["StreamAdmission"], None],
    ) -> None:
        self.stream_sid = self.call_sid = ""  # by the socket's own word
        self._admission = Admission(context.clock())
        self._context = context
        self._caller = caller
        self._on_admitted, self._on_refused = on_admitted, on_refused
        self._signed_url: asyncio.Future[str] | None = None
        self._tasks = TaskSet()

    def from_caller(self, payload: bytes, sound: bytes, timestamp_ms: int) -> None:
        self._admission.caller_audio(payload, sound, timestamp_ms, self._context.clock())

    def caller_message(self, message: CarrierEvent) -> None:
        match message:
            case CallerAudio(payload, timestamp_ms):  # of an unusual shape
                self.from_caller(payload, a2b_base64(payload), timestamp_ms)
                return
            case StreamStarted() if not self.stream_sid:
                self.call_sid, self.stream_sid = message.call_sid, message.stream_sid
        self.deliver(message)

    def caller_gone(self) -> None:
        self.deliver(CallerGone())

    def tick(self, seconds_since_last: float) -> None:
        abuse = self._caller.abuse(seconds_since_last)
        if abuse:
            log.warning("caller refused", call_id=self.call_sid, reason=abuse)
            self.deliver(CallerAbusive(abuse))
        self._perform_all(self._admission.tick(self._context.clock()))

    def deliver(self, event: AdmissionEvent) -> None:
        self._perform_all(self._admission.receive(event, self._context.clock()))

    async def settled(self) -> None:
        await self._tasks.settled()

    def _perform_all(self, commands: list[AdmissionCommand]) -> None:
        for command in commands:
            match command:
                case RedeemTicket(token, call_sid):
                    self._tasks.start(self._redeem(token, call_sid))
                case AdmitCaller(ticket, story):
                    self._admit(ticket, story)
                case RefuseCaller(reason):
                    self._refuse(reason)

    def _admit(self, ticket: StreamTicket, story: tuple[SpokenTurn, ...]) -> None:
        early = self._admission.early
        stream = AdmittedStream(self._caller, self.stream_sid, ticket, early, story, self._signed_url)
        self._on_admitted(self, stream)

    def _refuse(self, reason: str) -> None:
        log.warning("media socket refused", call_id=self.call_sid, reason=reason)
        count("StreamRefused")
        self._caller.close(WSCloseCode.POLICY_VIOLATION)
        self._on_refused(self)

    async def _redeem(self, token: str, call_sid: str) -> None:
        try:
            ticket = await self._spend(token, call_sid)
            story = await self._story_so_far(ticket) if ticket.is_resumed and ticket.voice is None else ()
        except StreamRefused as refused:
            self.deliver(TicketRefused(str(refused)))
        except Exception:  # noqa: BLE001 - a table that does not answer closes this socket, not the relay
            log.exception("token not checked", call_id=call_sid)
            self.deliver(TicketRefused("token not checked"))
        else:
            self.deliver(TicketAccepted(ticket, story))

    async def _spend(self, token: str, call_sid: str) -> StreamTicket:
        """Raises StreamRefused."""
        ticket = await self._context.store.spend_token(token, call_sid)
        if ticket.provider not in self._context.vendors:
            raise StreamRefused("no such voice provider")
        return ticket

    async def _story_so_far(self, ticket: StreamTicket) -> tuple[SpokenTurn, ...]:
        """The caller has waited since their relay was lost, so the agent's address is asked for at the same time."""
        vendor = self._context.vendors[ticket.provider]
        self._signed_url = asyncio.ensure_future(vendor.signed_url(ticket.agent_id))
        self._signed_url.add_done_callback(lambda asked: asked.cancelled() or asked.exception())  # raised at its use
        return await self._context.store.story(ticket.call_id)
