"""Reconnect policy: whether an ended agent socket is replaced, by its close code and the last error frame.

The vendor's documentation of close codes, read 2026-11: 1008 is a contract broken (an override, a missing variable): no
retry mends it; 1002 is an operational failure of many kinds, some of which pass; the rest are broken lines.
"""

from trunkline.calls.domain.calls import StreamOutcome

ORDERLY_CLOSES = {1000, 1005}  # 1005 stands for a close frame that names no code
CONTRACT_BROKEN = 1008
OPERATIONAL = 1002
DELAYS_S = (0.1, 0.6, 2.0)  # before each attempt; together they stay within what comfort audio can bridge
PASSING_FAULTS = {
    "asr_transcription_error",
    "asyncio_timeout",
    "cascade_brain_error",
    "llm_error",
    "llm_timeout",
    "redis_timeout_error",
    "transport_receive_timeout",
    "tts_cascade_error",
    "turn_probability_error",
    "unknown_websocket_crash",
    "vad_error",
    "websocket_disconnect",
}


def after_close(code: int, last_fault: str, attempts: int) -> StreamOutcome | float:
    """How the call ends, or how many seconds to wait before the next attempt."""
    if code in ORDERLY_CLOSES:
        return StreamOutcome.AGENT_ENDED
    if code == CONTRACT_BROKEN:
        return StreamOutcome.AGENT_REFUSED
    if code == OPERATIONAL and last_fault not in PASSING_FAULTS:
        return StreamOutcome.AGENT_LOST  # quota, safety, a broken configuration: it would only happen again
    return DELAYS_S[attempts] if attempts < len(DELAYS_S) else StreamOutcome.AGENT_LOST
