"""The words between a peer and its agent, and how long answers took: for peers that asked for turns."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from media_relay.clients.client_messages import utc_now
from media_relay.session import voice_activity
from media_relay.session.conversation_history import ConversationHistory
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.realtime.agent_events import AgentCorrected, AgentEvent, AgentSaid, CallerSaid
from trunkline.relay_api import client_socket as wire


@dataclass(slots=True)
class PeerWords:
    """Frames for what the agent's socket says. `clock` is in seconds."""

    clock: Callable[[], float]
    _history: ConversationHistory = field(default_factory=ConversationHistory)
    _spoke_at_s: float = math.inf
    _awaits_answer: bool = False

    def peer_spoke(self, audio: bytes) -> None:
        if voice_activity.is_voiced(audio):
            self._spoke_at_s = self.clock()

    def answer_begins(self) -> list[bytes]:
        """The latency, with the first audio after the peer's words were understood. Other audio answers nothing."""
        if not self._awaits_answer:
            return []
        self._awaits_answer, waited_s = False, self.clock() - self._spoke_at_s
        return [wire.latency(round(waited_s * 1000), utc_now())] if waited_s > 0 else []

    def said(self, message: AgentEvent) -> list[bytes]:
        match message:
            case CallerSaid(text):
                self._awaits_answer = True
                return self._frame(self._history.add("caller", text))
            case AgentSaid(text):
                return self._frame(self._history.add("agent", text))
            case AgentCorrected(text):
                return self._frame(self._history.correct(text))
        return []

    def _frame(self, turn: SpokenTurn | None) -> list[bytes]:
        if turn is None:
            return []
        return [wire.turn(turn.number + 1, is_agent=turn.speaker == "agent", words=turn.text, now=utc_now())]
