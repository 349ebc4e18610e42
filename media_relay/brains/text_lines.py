"""The lines that carry text to a brain: a voice provider's socket, and the carrier's. One brain serves both."""

from collections.abc import Callable
from dataclasses import dataclass

from media_relay.brains.brain_tools import BrainTools
from media_relay.brains.converse_calls import ConverseCalls
from media_relay.brains.retell_calls import RetellCalls
from media_relay.calls.relay_context import RelayContext
from trunkline.brain.ports import BrainStore, ChatModel, HandOver
from trunkline.conversations.domain.brain_conversations import BrainConversation


@dataclass(frozen=True, slots=True)
class TextLines:
    of_provider: RetellCalls
    of_carrier: ConverseCalls


def text_lines(
    context: RelayContext,
    brains: BrainStore,
    model: ChatModel,
    keep_report: Callable[[BrainConversation], None],
    hand_over: HandOver,
) -> TextLines:
    tools, clock = BrainTools(brains, context.store, context.tools), context.clock
    return TextLines(
        RetellCalls(brains, model, tools.of, hand_over, clock, settle_tools=tools.settled),
        ConverseCalls(context.store, brains, model, keep_report, tools.of, clock, settle_tools=tools.settled),
    )
