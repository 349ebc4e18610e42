"""The fake carrier as one object: start it, own a number, ring it, script who answers, read what happened."""

from typing import Any

import aiohttp
from aiohttp import web

from local.twilio.callbacks import StatusCallbacks
from local.twilio.caller import Person, Screenplay, Speak
from local.twilio.calls import inbound, trunk
from local.twilio.calls.call_state import CallState, Listener
from local.twilio.calls.ids import new_sid
from local.twilio.calls.trunk import Answering, TrunkCall
from local.twilio.faults import Faults
from local.twilio.media.recording import Recording
from local.twilio.rest.api import RestApi
from local.twilio.state import OwnNumber, SipHost, TwilioState
from local.twilio.twiml.verbs import VERBS
from local.twilio.webhooks import WebhookSender
from local.world.addresses import AddressBook

API_HOST = "api.twilio.com"


class FakeTwilio:
    """An account at the fake Twilio. Numbers, people and faults may be set before or after `start`."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        addresses: AddressBook,
        api_keys: dict[str, str] | None = None,
        *,
        speak: Speak | None = None,
        say_speed: float = 1.0,
        calls_per_second: float = 1.0,
        recording_delay_s: float = 0.2,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.addresses = addresses
        self.api_keys = dict(api_keys or {})
        self.people: dict[str, Person] = {}
        self.sip_hosts: dict[str, SipHost] = {}
        self.fictional: set[str] = set()
        self.faults = Faults()
        self.on_event: Listener | None = None
        self.base_url = ""
        self._numbers: dict[str, OwnNumber] = {}
        self._speak = speak or _real_speech
        self._pace = {"say_speed": say_speed, "calls_per_second": calls_per_second}
        self._recording_delay_s = recording_delay_s
        self._state: TwilioState | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        self._state = self._new_state()
        self._runner = web.AppRunner(RestApi(self._state, self.api_keys).application())
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        bound_port = self._runner.addresses[0][1]
        self.base_url = self._state.media_base_url = f"http://127.0.0.1:{bound_port}"
        self.addresses.publish(API_HOST, bound_port)

    async def stop(self) -> None:
        """Ends every call and every pending callback; nothing keeps running."""
        if self._state is None or self._runner is None:
            return
        await self._state.close()
        await self._state.http.close()
        await self._runner.cleanup()
        self._state = self._runner = None

    def own_number(
        self,
        number: str,
        voice_url: str,
        fallback_url: str | None = None,
        status_callback: str | None = None,
    ) -> OwnNumber:
        owned = OwnNumber(number, new_sid("PN"), voice_url, fallback_url, status_callback)
        self._numbers[number] = owned
        return owned

    def ring(self, to: str, from_: str, play: Screenplay | None = None, sid: str | None = None) -> CallState:
        """A person calls one of our numbers. Returns at once; without a screenplay they listen until it ends."""
        state, number = self._running(), self._numbers[to]
        named = {"sid": sid} if sid else {}
        call = state.new_call(to, from_, "inbound", status="ringing", fallback_url=number.fallback_url, **named)
        if number.status_callback:
            call.on_status = StatusCallbacks(state, number.status_callback).report  # final event only
        call.note("ringing", to=to, from_=from_)
        call.task = state.start(inbound.live(state, call, number, play))
        return call

    def trunk(self, order: TrunkCall) -> CallState:
        """Another system's call over a SIP trunk. Returns at once."""
        state = self._running()
        leg = state.new_call(order.to, order.from_, trunk.TERMINATING)
        leg.task = state.start(trunk.terminate(state, leg, order))
        return leg

    def ring_trunk(self, to: str, from_: str, play: Screenplay | None, answering: Answering) -> CallState:
        """A person calls a number that is on a SIP trunk. Returns at once."""
        state = self._running()
        leg = state.new_call(to, from_, trunk.ORIGINATING)
        leg.task = state.start(trunk.originate(state, leg, play, answering))
        return leg

    @property
    def calls(self) -> dict[str, CallState]:
        """Every leg by sid, oldest first: inbound, REST-created and dialled."""
        return self._running().calls

    @property
    def recordings(self) -> dict[str, Recording]:
        return self._running().recordings

    async def settled(self, timeout_s: float = 30.0) -> None:
        """Until every call started so far is over and all its callbacks are delivered."""
        for call in list(self.calls.values()):
            if call.task is not None:
                await call.settled(timeout_s)

    def _running(self) -> TwilioState:
        if self._state is None:
            raise RuntimeError("start the carrier first")
        return self._state

    def _new_state(self) -> TwilioState:
        lines = aiohttp.TCPConnector(limit=0)  # a hundred live streams must not keep a webhook waiting for a place
        http = aiohttp.ClientSession(connector=lines, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True)
        return TwilioState(
            account_sid=self.account_sid,
            addresses=self.addresses,
            http=http,
            webhooks=WebhookSender(http, self.addresses, self.auth_token, self.faults),
            auth_token=self.auth_token,
            speak=self._speak,
            faults=self.faults,
            people=self.people,
            numbers=self._numbers,
            verbs=VERBS,
            fictional=self.fictional,
            sip_hosts=self.sip_hosts,
            recording_delay_s=self._recording_delay_s,
            listener=self._hear_event,
            **self._pace,
        )

    def _hear_event(self, call: CallState, kind: str, detail: dict[str, Any]) -> None:
        if self.on_event is not None:
            self.on_event(call, kind, detail)


def _real_speech(text: str, voice: str) -> bytes:
    from local.audio.speech import speech  # the synthesiser loads a voice; most tests bring their own tone

    return speech(text, voice)
