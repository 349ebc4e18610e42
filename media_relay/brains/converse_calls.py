"""ConversationRelay calls on this relay: admission by ticket, their brains, and what is filed at their end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from media_relay.brains.brain_call import BrainCall, RunBrainTool
from media_relay.brains.converse_call import ConverseCall, Ended
from media_relay.calls.call_store import CallStore, StreamRecord
from media_relay.tasks import TaskSet
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import Began
from trunkline.brain.ports import BrainStore, ChatModel
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.errors import StreamRefused
from trunkline.ids import CallId
from trunkline.telemetry import count, log
from trunkline.vendors.twilio.conversation_relay import SetUp

SETUP_LIMIT_S = 5.0  # for the first message, and its token
Facts = dict[str, str | int | bool]


class CallReports(Protocol):
    """Where a call's words go when it is over. Blocks."""

    def file(self, call: ConverseCall, ended: Ended) -> None: ...


@dataclass(slots=True)
class ConverseCalls:
    store: CallStore
    brains: BrainStore
    model: ChatModel
    reports: CallReports
    run_tool_of: Callable[[str, BrainContext], RunBrainTool]  # by call
    clock: Callable[[], float]
    calls: set[ConverseCall] = field(default_factory=set)
    _tasks: TaskSet = field(default_factory=TaskSet)

    def admit(self) -> ConverseCall:
        call = ConverseCall(self, self.clock)
        self.calls.add(call)
        return call

    def tick(self) -> None:
        for call in list(self.calls):
            if call.ticket is None and self.clock() - call.began_s > SETUP_LIMIT_S:
                self.calls.discard(call)
                call.refuse("no valid setup in time")
            else:
                call.tick()

    async def drain(self) -> None:
        """Ends each session with its outcome on file: the carrier asks how the call goes on, from another relay."""
        for call in list(self.calls):
            call.end(Ended(StreamOutcome.RELAY_STOPPED))
        await self._tasks.settled()

    # --- what a call asks for -------------------------------------------------------------------------------------

    def set_up(self, call: ConverseCall, setup: SetUp) -> None:
        self._tasks.start(self._begin(call, setup))

    def opted_out(self, call: ConverseCall, source: str) -> None:
        self._tasks.start(self._opt_out(call, source))

    def over(self, call: ConverseCall, ended: Ended, after: Callable[[], None]) -> None:
        self.calls.discard(call)
        self._tasks.start(self._file(call, ended, after))

    async def _begin(self, call: ConverseCall, setup: SetUp) -> None:
        try:
            ticket = await self.store.spend_token(setup.token, setup.call_sid)
            context = await asyncio.to_thread(self.brains.context, setup.call_sid, ticket.agent_id)
        except StreamRefused as refused:
            self._refuse(call, str(refused))
        except Exception:  # noqa: BLE001 - a table that does not answer closes this socket, not the relay
            log.exception("token not checked", call_id=setup.call_sid)
            self._refuse(call, "token not checked")
        else:
            self._join(call, ticket, context)

    def _join(self, call: ConverseCall, ticket: StreamTicket, context: BrainContext | None) -> None:
        if context is None or context.company_id != ticket.company_id:
            self._refuse(call, "no such agent")
            return
        tools = self.run_tool_of(ticket.call_id, context)
        brain = BrainCall(
            ticket.call_id, Brain(context.agent, ticket.dynamic_variables), call, self.model, tools, self.clock
        )
        call.begin(ticket, brain, Began(context.lines, is_resumed=ticket.is_resumed))
        count("BrainJoined", how="resumed elsewhere" if ticket.is_resumed else "begun")

    def _refuse(self, call: ConverseCall, reason: str) -> None:
        self.calls.discard(call)
        call.refuse(reason)

    async def _opt_out(self, call: ConverseCall, source: str) -> None:
        if call.ticket is not None:
            await self._record(call).opt_out(call.ticket, source)

    async def _file(self, call: ConverseCall, ended: Ended, after: Callable[[], None]) -> None:
        """The outcome decides how the call goes on; the words may be filed while it does."""
        await self._record(call).outcome(ended.outcome, lambda: _facts(ended))
        after()
        try:
            await asyncio.to_thread(self.reports.file, call, ended)
        except Exception:  # noqa: BLE001 - counted and loud; the call itself has ended well
            log.exception("words not filed", call_id=call.call_sid)
            count("ReportLost")

    def _record(self, call: ConverseCall) -> StreamRecord:
        return StreamRecord(self.store, CallId(call.call_sid), call.session_id or call.call_sid)


def _facts(ended: Ended) -> Facts:
    transfer = {"transfer_to": ended.transfer_to, "transfer_summary": ended.transfer_summary}
    return dict(transfer) if ended.outcome is StreamOutcome.TRANSFERRED else {}
