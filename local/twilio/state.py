"""The state of the fake Twilio that all its parts share: numbers, people, calls, recordings, tasks."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from local.twilio.caller import Caller, Person, Screenplay, Speak
from local.twilio.calls.call_state import CallState, Listener
from local.twilio.faults import Faults
from local.twilio.media.recording import Recording
from local.twilio.webhooks import WebhookSender
from local.world.addresses import AddressBook

FAREWELL_S = 1.0  # what a screenplay gets for its last lines after the call is over


SipHost = Callable[[str], Person | None]  # the person at a user's name of a host, as in sip:name@host
Perform = Callable[[Any, Any], Awaitable[Any]]  # (CallEngine, Verb) -> Step: how one verb is carried out


@dataclass
class OwnNumber:
    number: str
    sid: str
    voice_url: str
    fallback_url: str | None = None
    status_callback: str | None = None
    voice_method: str = "POST"
    status_method: str = "POST"
    application_sid: str = ""  # shown and changed; its answer is not played


@dataclass
class TwilioState:
    account_sid: str
    addresses: AddressBook
    http: aiohttp.ClientSession
    webhooks: WebhookSender
    auth_token: str
    speak: Speak
    faults: Faults
    people: dict[str, Person]
    numbers: dict[str, OwnNumber]
    verbs: Mapping[str, Perform]
    fictional: set[str] = field(default_factory=set)  # numbers out of documentation that this world pretends to have
    sip_hosts: dict[str, SipHost] = field(default_factory=dict)
    say_speed: float = 1.0
    calls_per_second: float = 1.0
    media_base_url: str = ""
    recording_delay_s: float = 0.2
    listener: Listener | None = None
    calls: dict[str, CallState] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    is_closing: bool = False
    next_departure_s: float = 0.0  # when the queue of REST calls lets the next one go

    def new_call(self, to: str, from_: str, direction: str, **more: Any) -> CallState:
        call = CallState(self.account_sid, to, from_, direction, listener=self.listener, **more)
        call.tasks_done.set()
        self.calls[call.sid] = call
        return call

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def run_task(self, call: CallState, work: Coroutine[Any, Any, None]) -> None:
        """Work about a call that the call does not wait for; `call.settled()` does."""
        if self.is_closing:
            work.close()  # the carrier has stopped
            return
        call.open_tasks += 1
        call.tasks_done.clear()
        self.start(work).add_done_callback(lambda _task: self._task_done(call))

    def _task_done(self, call: CallState) -> None:
        call.open_tasks -= 1
        if call.open_tasks == 0:
            call.tasks_done.set()

    def person_at(self, address: str) -> Person | None:
        """At a number, a name or an address like sip:name@host;transport=tcp."""
        user, _, host = address.removeprefix("sip:").partition(";")[0].partition("@")
        if address.startswith("sip:") and host in self.sip_hosts:
            return self.sip_hosts[host](user)
        return self.people.get(address)

    def seat_person(self, call: CallState, play: Screenplay | None) -> asyncio.Task[None] | None:
        """Puts a person on the line. Without a screenplay they just listen until the line drops."""
        if play is None:
            return None
        return self.start(Caller(call, self.speak).perform(play))

    async def farewell(self, person: asyncio.Task[None] | None) -> None:
        """After the call: wait briefly for the screenplay and let its failure surface."""
        if person is None:
            return
        await asyncio.wait({person}, timeout=FAREWELL_S)
        if person.done():
            person.result()
        else:
            await end_task(person)

    async def close(self) -> None:
        self.is_closing = True
        while self.tasks:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            await asyncio.sleep(0)  # finished tasks leave the set in a callback of their own


async def end_task(task: asyncio.Task[Any]) -> None:
    """Cancels and waits until the task has really finished its clean-up."""
    task.cancel()
    await asyncio.wait({task})
