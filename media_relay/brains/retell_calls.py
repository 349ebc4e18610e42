"""Retell's calls on this relay: admission of their sockets, their brains, and the story that outlives both."""

import asyncio
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from media_relay.brains.brain_call import BrainCall, RunBrainTool
from media_relay.brains.retell_socket import RetellSocket
from media_relay.tasks import TaskSet
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import Began, Line
from trunkline.brain.ports import BrainStore, ChatModel
from trunkline.telemetry import count, log
from trunkline.vendors.retell.llm_socket import CallDetails

PATH = re.compile(r"/llm-websocket/([\w.-]{16,256})/([A-Za-z0-9_-]{1,128})/?", re.ASCII)
KEPT_S = 60.0  # how long a brain waits for its call's next socket: Retell dials again within seconds


def read_path(path: str, secrets: Sequence[str]) -> str | None:
    """The call's id in a path with one of the secrets; None otherwise."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    given = found[1].encode()
    # A list, not a generator: every secret is compared, so timing does not tell which one came near.
    is_known = any([hmac.compare_digest(secret.encode(), given) for secret in secrets if secret])  # noqa: C419
    return found[2] if is_known else None


@dataclass(slots=True)
class _Conversation:
    """A call's brain, the socket it speaks on now, and how many lines of it are noted."""

    brain: BrainCall
    context: BrainContext
    socket: RetellSocket | None
    noted: int = 0
    lost_at_s: float = 0.0


@dataclass(slots=True)
class RetellCalls:
    store: BrainStore
    model: ChatModel
    run_tool_of: Callable[[str, BrainContext], RunBrainTool]  # by call
    clock: Callable[[], float]
    sockets: set[RetellSocket] = field(default_factory=set)
    _conversations: dict[str, _Conversation] = field(default_factory=dict)
    _tasks: TaskSet = field(default_factory=TaskSet)

    def admit(self, call_id: str) -> RetellSocket:
        socket = RetellSocket(call_id, self)
        self.sockets.add(socket)
        return socket

    def found(self, socket: RetellSocket, details: CallDetails) -> None:
        known = self._conversations.get(socket.call_id)
        if known is not None:
            self._resume(known, socket)
        else:
            self._tasks.start(self._begin(socket, details))

    def heard(self, socket: RetellSocket, lines: tuple[Line, ...]) -> None:
        """The last lines may have changed since they were noted: a caller went on speaking."""
        talk = self._conversations.get(socket.call_id)
        if talk is None or not lines:
            return
        first = max(min(talk.noted, len(lines)) - 2, 0)
        talk.noted = len(lines)
        self._tasks.start(self._note(socket.call_id, first, lines[first:]))

    def gone(self, socket: RetellSocket) -> None:
        self.sockets.discard(socket)
        talk = self._conversations.get(socket.call_id)
        if talk is not None and talk.socket is socket:
            talk.socket, talk.lost_at_s = None, self.clock()

    def tick(self) -> None:
        """Ends brains whose call has not come back."""
        now_s = self.clock()
        for call_id, talk in list(self._conversations.items()):
            if talk.socket is None and now_s - talk.lost_at_s > KEPT_S:
                talk.brain.close()
                del self._conversations[call_id]

    async def drain(self) -> None:
        """Drops every socket: to Retell the connection is lost, and it dials the next relay."""
        for socket in list(self.sockets):
            socket.drop()
        for talk in self._conversations.values():
            talk.brain.close()
        self._conversations.clear()
        await self._tasks.settled()

    def _resume(self, talk: _Conversation, socket: RetellSocket) -> None:
        talk.socket, talk.brain.line = socket, socket
        talk.brain.handle(Began(is_resumed=True))
        socket.join(talk.brain, talk.context.numbers)
        count("BrainJoined", how="resumed here")

    async def _begin(self, socket: RetellSocket, details: CallDetails) -> None:
        try:
            agent_id = str(details.call.get("agent_id") or "")
            context = await asyncio.to_thread(self.store.context, socket.call_id, agent_id)
        except Exception:  # noqa: BLE001 - a table that does not answer: Retell dials again, and may find it back
            log.exception("brain's call not looked up", call_id=socket.call_id)
            socket.drop()
            return
        if context is None:
            log.warning("brain's call refused", call_id=socket.call_id)
            count("BrainRefused")
            socket.refuse()
        elif socket in self.sockets:
            self._join(socket, context, details)

    def _join(self, socket: RetellSocket, context: BrainContext, details: CallDetails) -> None:
        brain = BrainCall(
            socket.call_id,
            Brain(context.agent, details.variables),
            socket,
            self.model,
            self.run_tool_of(socket.call_id, context),
            self.clock,
        )
        self._conversations[socket.call_id] = _Conversation(brain, context, socket, len(context.lines))
        is_resumed = bool(context.lines)
        brain.handle(Began(context.lines, is_resumed=is_resumed))
        if not is_resumed and context.agent.greeting:
            self._tasks.start(self._note(socket.call_id, 0, (Line("agent", context.agent.greeting),)))
        socket.join(brain, context.numbers)
        count("BrainJoined", how="resumed elsewhere" if is_resumed else "begun")

    async def _note(self, call_id: str, first: int, lines: Sequence[Line]) -> None:
        try:
            await asyncio.to_thread(self.store.note_lines, call_id, first, lines)
        except Exception:  # noqa: BLE001 - the provider's report repeats them, and only a resume would miss them
            log.exception("lines not noted", call_id=call_id)
