"""Retell's calls on this relay: admission of their sockets, and their brains.

Retell repeats the whole conversation with each request, so all that another relay has to know is whether the caller
was greeted.
"""

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from media_relay.brains.brain_call import BrainCall, RunBrainTool, no_tools
from media_relay.brains.retell_conversation import RetellConversation
from media_relay.brains.retell_socket import RetellSocket
from media_relay.tasks import TaskSet
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import TransferCall
from trunkline.brain.ports import BrainStore, ChatModel, HandOver
from trunkline.telemetry import count, log
from trunkline.vendors.retell.llm_socket import CallDetails

PATH = re.compile(r"/llm-websocket/([\w.-]{16,256})/([A-Za-z0-9_-]{1,128})/?", re.ASCII)
GREETING = "greeting"  # the effect that a caller is greeted
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
class RetellCalls:
    store: BrainStore
    model: ChatModel
    run_tool_of: Callable[[BrainContext], RunBrainTool]
    hand_over: HandOver
    clock: Callable[[], float]
    sockets: set[RetellSocket] = field(default_factory=set)
    settle_tools: Callable[[], Awaitable[None]] = no_tools
    _conversations: dict[str, RetellConversation] = field(default_factory=dict)
    _ungreeted: dict[str, float] = field(default_factory=dict)  # calls whose first socket was lost, and when
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
                talk.close()
                del self._conversations[call_id]
        self._ungreeted = {call: since_s for call, since_s in self._ungreeted.items() if now_s - since_s <= KEPT_S}

    async def drain(self) -> None:
        """Drops every socket: to Retell the connection is lost, and it dials the next relay. Transfers that were
        announced are carried out first."""
        for talk in self._conversations.values():
            talk.close()
        for socket in list(self.sockets):
            socket.drop()
        self._conversations.clear()
        await self._tasks.settled()
        await self.settle_tools()

    def _resume(self, talk: RetellConversation, socket: RetellSocket) -> None:
        socket.join(talk, is_resumed=True)
        count("BrainJoined", how="resumed here")

    async def _begin(self, socket: RetellSocket, details: CallDetails) -> None:
        try:
            call = details.as_provider_call(socket.call_id)
            context = await asyncio.to_thread(self.store.of_provider_call, call)
            is_new = context is not None and socket in self.sockets and await self._is_new(socket, context)
        except Exception:  # noqa: BLE001 - a table that does not answer: Retell dials again, and may find it back
            log.exception("brain's call not looked up", call_id=socket.call_id)
            socket.drop()
            return
        if context is None:
            log.warning("brain's call refused", call_id=socket.call_id)
            count("BrainRefused")
            socket.refuse()
        elif socket not in self.sockets and is_new:
            self._ungreeted[socket.call_id] = self.clock()  # the next socket of this call greets
        elif socket in self.sockets:
            known = self._conversations.get(socket.call_id)  # of another socket, which was looked up meanwhile
            self._resume(known, socket) if known else self._join(socket, context, details, is_new=is_new)

    async def _is_new(self, socket: RetellSocket, context: BrainContext) -> bool:
        if self._ungreeted.pop(socket.call_id, None) is not None:
            return True
        return (await asyncio.to_thread(self.store.begin_effect, context.call_id, GREETING)).is_new

    def _join(self, socket: RetellSocket, context: BrainContext, details: CallDetails, *, is_new: bool) -> None:
        async def leave(transfer: TransferCall) -> None:
            await asyncio.to_thread(self.hand_over, context, transfer)

        talk = RetellConversation(socket.call_id, context, leave, self._tasks.start, self.clock)
        brain, tools = Brain(context.agent, details.variables), self.run_tool_of(context)
        talk.brain = BrainCall(socket.call_id, brain, talk, self.model, tools, self.clock)
        self._conversations[socket.call_id] = talk
        socket.join(talk, is_resumed=not is_new)
        count("BrainJoined", how="begun" if is_new else "resumed elsewhere")
