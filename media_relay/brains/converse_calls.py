"""ConversationRelay calls on this relay: admission by ticket, their brains, and what is filed while and after."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from media_relay.brains.brain_call import BrainCall, RunBrainTool, no_tools
from media_relay.brains.converse_call import ConverseCall, Ended
from media_relay.brains.spoken_lines import SpokenLine
from media_relay.calls.call_store import CallStore, StreamRecord
from media_relay.tasks import TaskSet
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import Line
from trunkline.brain.ports import BrainStore, ChatModel
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.dtmf import redacted
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import CheckpointedTurn, SpokenTurn
from trunkline.conversations.domain.brain_conversations import BrainConversation, BrainTurn, conversation_id_of_call
from trunkline.errors import StreamRefused
from trunkline.ids import BRAIN
from trunkline.telemetry import count, log
from trunkline.vendors.twilio.conversation_relay import SetUp

SETUP_LIMIT_S = 5.0  # for the first message, and its token
Facts = dict[str, str | int | bool]
Earlier = Sequence[CheckpointedTurn]


@dataclass(slots=True)
class ConverseCalls:
    store: CallStore
    brains: BrainStore
    model: ChatModel
    file_report: Callable[[BrainConversation], None]  # blocks
    run_tool_of: Callable[[BrainContext], RunBrainTool]
    clock: Callable[[], float]
    calls: set[ConverseCall] = field(default_factory=set)
    settle_tools: Callable[[], Awaitable[None]] = no_tools
    _earlier: dict[ConverseCall, Earlier] = field(default_factory=dict)  # turns of the sessions before
    _tasks: TaskSet = field(default_factory=TaskSet)

    def admit(self) -> ConverseCall:
        call = ConverseCall(self, self.clock, self.store.now())
        self.calls.add(call)
        return call

    def tick(self) -> None:
        for call in list(self.calls):
            if not call.is_admitted and self.clock() - call.began_s > SETUP_LIMIT_S:
                self.calls.discard(call)
                call.refuse("no valid setup in time")
            else:
                call.tick()

    async def drain(self) -> None:
        """Ends each session with its outcome on file: the carrier asks how the call goes on, from another relay."""
        for call in list(self.calls):
            call.end(Ended(StreamOutcome.RELAY_STOPPED))
        await self._tasks.settled()
        await self.settle_tools()

    # --- what a call asks for -------------------------------------------------------------------------------------

    def set_up(self, call: ConverseCall, setup: SetUp) -> None:
        self._tasks.start(self._begin(call, setup))

    def opted_out(self, call: ConverseCall, source: str) -> None:
        self._tasks.start(self._opt_out(call, source))

    def over(self, call: ConverseCall, ended: Ended, after: Callable[[], None]) -> None:
        self.calls.discard(call)
        self._tasks.start(self._file(call, ended, after))

    def left(self, call: ConverseCall) -> None:
        self.calls.discard(call)

    def spoken(self, call: ConverseCall, spoken: SpokenLine) -> None:
        turn = SpokenTurn(spoken.number, spoken.line.speaker, redacted(spoken.line.text))
        self.store.note_turn(call.call_id, call.began_at + timedelta(seconds=spoken.at_s), turn)

    async def _begin(self, call: ConverseCall, setup: SetUp) -> None:
        try:
            ticket = await self.store.spend_token(setup.token, setup.call_sid)
            context = await asyncio.to_thread(self._context, ticket)
            earlier = await self.store.checkpoints(ticket.call_id) if ticket.is_resumed else ()
            await self.store.note_conversation(conversation_id_of_call(ticket.call_id), ticket.call_id)
        except StreamRefused as refused:
            self._refuse(call, str(refused))
        except Exception:  # noqa: BLE001 - a table that does not answer closes this socket, not the relay
            log.exception("token not checked", call_id=setup.call_sid)
            self._refuse(call, "token not checked")
        else:
            self._join(call, ticket, context, earlier)

    def _context(self, ticket: StreamTicket) -> BrainContext:
        """Raises StreamRefused for an agent that the ticket's company does not have."""
        version = self.brains.agent(ticket.agent_id)
        if version is None or (BRAIN, version.company_id) != (ticket.provider, ticket.company_id):
            raise StreamRefused("no such agent")
        agent = version.agent.overridden(ticket.overrides)
        conversation_id = conversation_id_of_call(ticket.call_id)
        return BrainContext(
            agent,
            ticket.company_id,
            ticket.call_id,
            ticket.person,
            ticket.attempt_id,
            conversation_id=conversation_id,
        )

    def _join(self, call: ConverseCall, ticket: StreamTicket, context: BrainContext, earlier: Earlier) -> None:
        brain = Brain(context.agent, ticket.dynamic_variables)
        self._earlier[call] = earlier
        talk = BrainCall(ticket.call_id, brain, call, self.model, self.run_tool_of(context), self.clock)
        call.begin(ticket, context, talk, [Line(item.turn.speaker, item.turn.text) for item in earlier])
        count("BrainJoined", how="resumed elsewhere" if ticket.is_resumed else "begun")
        if call not in self.calls:  # hung up meanwhile: the token is spent, and the call is over
            call.gone()

    def _refuse(self, call: ConverseCall, reason: str) -> None:
        self.calls.discard(call)
        call.refuse(reason)

    async def _opt_out(self, call: ConverseCall, source: str) -> None:
        await self._record(call).opt_out(call.ticket, source)

    async def _file(self, call: ConverseCall, ended: Ended, after: Callable[[], None]) -> None:
        """The outcome decides how the call goes on; the words may be filed while it does."""
        await self._record(call).outcome(ended.outcome, lambda: _facts(ended))
        after()
        try:
            await asyncio.to_thread(self.file_report, self._report(call, ended))
        except Exception:  # noqa: BLE001 - counted and loud; the call itself has ended well
            log.exception("words not filed", call_id=call.call_id)
            count("ReportLost")

    def _report(self, call: ConverseCall, ended: Ended) -> BrainConversation:
        """Of all sessions so far: the report of a later one replaces it."""
        earlier = self._earlier.pop(call, ())
        turns = [BrainTurn(item.at, item.turn.speaker, item.turn.text) for item in earlier]
        for item in call.lines.lines:
            intended = redacted(item.intended) if item.intended else None
            at = call.began_at + timedelta(seconds=item.at_s)
            turns.append(BrainTurn(at, item.line.speaker, redacted(item.line.text), intended))
        began_at = min([call.began_at, *(turn.at for turn in turns)])
        agent = call.context.agent if call.context else None
        return BrainConversation(
            call.call_id,
            call.ticket.agent_id,
            agent.version if agent else 0,
            began_at,
            self.store.now(),
            ended.outcome.value,
            tuple(turns),
            call.ticket.user_id,
        )

    def _record(self, call: ConverseCall) -> StreamRecord:
        return StreamRecord(self.store, call.call_id, call.stream_sid)


def _facts(ended: Ended) -> Facts:
    facts = {
        "transfer_to": ended.transfer_to,
        "transfer_summary": ended.transfer_summary,
        "transfer_number": ended.transfer_number,
    }
    return dict(facts) if ended.outcome is StreamOutcome.TRANSFERRED else {}
