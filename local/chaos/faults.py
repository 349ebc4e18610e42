"""The six faults. Each begins its calls, injects the fault, waits for the end of all calls and returns its figures."""

import asyncio
import contextlib
import json
import sys
import time
from collections import Counter
from typing import Any

from local.audio.speech import speech
from local.chaos.environment import CHATTER, CHATTERBOX, LINES, ROLLING_DRAIN_S, Environment, is_on, rss_mb, until
from local.chaos.figures import Figures, spread
from local.chaos.observer import Observation, next_agent_s, observe, silence_ms, spoken_over_ms, steps_ms
from local.twilio import CallState
from local.world.world import ROOT

SILENCE_GOAL_MS = 3000
ORDINARY_CALLS = 10
DEAF_CALLS = 5
FLOOD_S = 15.0
GROWTH_GOAL_MB = 64.0
SETTLING_S = 2.0  # beyond the first word, so that the calls are spread over their conversation


async def kill(environment: Environment, count: int) -> Figures:
    """One of two relays dies without a word."""
    figures, calls = (
        Figures(f"kill: SIGKILL for one of two relays under {count} calls"),
        await _begin(environment, count),
    )
    victim = max(environment.world.relays, key=lambda relay: sum(is_on(call, relay) for call in calls))
    hit = [call for call in calls if is_on(call, victim)]
    struck_s = time.monotonic()
    webhooks_before = len(environment.world.cloud.invocations)
    await environment.world.kill_relay(victim)
    payload = await _end(environment, figures, calls)
    _returned(environment, figures, hit, payload, struck_s)
    asked = [
        invocation
        for invocation in environment.world.cloud.invocations[webhooks_before:]
        if invocation.function == "AnswerCallFunction"
    ]
    figures.facts["a webhook in its function, ms"] = spread([invocation.duration_ms for invocation in asked])
    resumed = [payload[call.sid] for call in hit if payload[call.sid].record.get("resumes") == 1]
    ended = [observed for observed in resumed if observed.ended_well]
    whole = [observed for observed in ended if observed.is_whole]
    figures.facts["ended by the agent, resumes = 1"] = f"{len(ended)} of {len(hit)}"
    figures.facts["story whole and in order"] = f"{len(whole)} of {len(hit)}"
    figures.goal("every one ended by its agent, resumed once", len(ended) == len(hit))
    figures.goal("every transcript is one story", len(whole) == len(hit))
    figures.goal("no other call was cut", all(observed.ended_well for observed in payload.values()))
    figures.wrong(
        [_broken(observed) for observed in payload.values() if not (observed.ended_well and observed.is_whole)]
    )
    return figures


async def drain(environment: Environment, count: int) -> Figures:
    """One of two relays drains: no new calls, some seconds to finish, and the rest handed over."""
    figures, calls = Figures(f"drain: one of two relays leaves under {count} calls"), await _begin(environment, count)
    leaver = environment.world.relays[0]
    hit = [call for call in calls if is_on(call, leaver)]
    struck_s = time.monotonic()
    await environment.world.drain_relay(leaver)
    figures.facts["the relay took to leave"] = f"{time.monotonic() - struck_s:.1f} s"
    payload = await _end(environment, figures, calls)
    handed_over = [call for call in hit if len(call.streams) > 1]
    in_place = [call for call in hit if len(call.streams) == 1 and payload[call.sid].ended_well]
    cut = [observed for observed in payload.values() if not observed.ended_well]
    gaps = [gap for call in handed_over if (gap := _stream_gap_ms(environment, call)) is not None]
    figures.facts["calls on it"] = len(hit)
    figures.facts["finished in place / handed over"] = f"{len(in_place)} / {len(handed_over)}"
    figures.facts["handed over: ms to the next agent"] = spread(gaps)
    figures.facts["calls cut"] = len(cut)
    figures.goal("no call cut", not cut and len(in_place) + len(handed_over) == len(hit))
    return figures


async def rolling(environment: Environment, count: int) -> Figures:
    """A deployment while people go on calling: each relay is replaced in its turn, and few calls finish in time."""
    figures = Figures(f"rolling: both relays are replaced, one after the other, under {count} calls")
    await environment.two_relays()
    old = list(environment.world.relays)
    for relay in old:  # without calls: the same two again, with less patience
        await environment.replace_relay(relay, ROLLING_DRAIN_S)
    first, second = environment.world.relays
    environment.lag.taken()
    calls: list[CallState] = []
    ringing = asyncio.create_task(environment.ring_one_by_one(count, calls))
    await until(lambda: len(calls) >= count // 2, 60.0)
    for relay in (first, second):
        began_s = time.monotonic()
        on_it = sum(is_on(call, relay) for call in calls)
        await environment.replace_relay(relay)
        figures.facts[f"relay {relay.port}: calls on it, s to leave"] = f"{on_it}, {time.monotonic() - began_s:.1f}"
    await ringing
    payload = await _end(environment, figures, calls)
    cut = [observed for observed in payload.values() if not observed.ended_well]
    handed_over = Counter(len(observed.call.streams) - 1 for observed in payload.values())
    gaps = [gap for call in calls if len(call.streams) > 1 and (gap := _stream_gap_ms(environment, call)) is not None]
    figures.facts["handed over never / once / twice"] = " / ".join(str(handed_over[times]) for times in range(3))
    figures.facts["first hand-over: ms to the next agent"] = spread(gaps)
    figures.facts["calls cut"] = len(cut)
    figures.goal("no call cut", not cut and len(payload) == count)
    figures.goal("calls were handed over", handed_over[1] + handed_over[2] > 0)
    figures.goal("every transcript is one story", all(observed.is_whole for observed in payload.values()))
    figures.wrong(
        [_broken(observed) for observed in payload.values() if not (observed.ended_well and observed.is_whole)]
    )
    return figures


async def agents(environment: Environment, count: int) -> Figures:
    """Every agent's socket closes with 1011 at the same moment."""
    figures, calls = Figures(f"agents: 1011 on all of {count} calls at once"), await _begin(environment, count)
    live = [call for call in calls if not call.is_over]
    sockets = [
        conversation
        for conversation in environment.world.vendor.conversations.values()
        if conversation.status == "in-progress"
    ]
    faults, struck_s = environment.world.vendor.faults.socket, time.monotonic()
    faults.close_after_s = 0.0
    await until(lambda: all(socket.close_code for socket in sockets), 5.0)
    faults.close_after_s = None
    figures.facts["sockets closed"] = f"{len(sockets)} within {(time.monotonic() - struck_s) * 1000:.0f} ms"
    payload = await _end(environment, figures, calls)
    _returned(environment, figures, live, payload, struck_s)
    recovered = [
        call for call in live if payload[call.sid].ended_well and payload[call.sid].record.get("reconnects", 0)
    ]
    figures.facts["recovered"] = f"{len(recovered)} of {len(live)}"
    figures.goal("every one recovered", len(recovered) == len(live))
    figures.facts["stories whole"] = f"{sum(payload[call.sid].is_whole for call in live)} of {len(live)}"
    return figures


async def abuse(environment: Environment, _count: int) -> Figures:
    """Strangers with a good signature and no token flood both relays while ordinary calls run."""
    figures = Figures(f"abuse: a flood beside {ORDINARY_CALLS} ordinary calls")
    calls = await _begin(environment, ORDINARY_CALLS)
    relays = list(environment.world.relays)
    before, lines_before = [rss_mb(relay) for relay in relays], len(environment.said)
    flood = asyncio.create_task(_flood([relay.port for relay in relays]))
    most = list(before)
    while not flood.done():
        await asyncio.wait({flood}, timeout=0.5)
        most = [max(seen, rss_mb(relay)) for seen, relay in zip(most, relays, strict=True)]
    payload = await _end(environment, figures, calls)
    whole = [observed for observed in payload.values() if observed.ended_well and observed.spoken == LINES]
    lines = [line for line in environment.said[lines_before:] if isinstance(line, dict)]
    refused = [line for line in lines if "refused" in str(line.get("message"))]
    figures.facts |= {f"flood: {name}": value for name, value in flood.result().items()}
    figures.facts["refusals in the relays' logs"] = dict(Counter(str(line.get("reason")) for line in refused))
    figures.facts["relay RSS before / most / after, MB"] = [
        (first, top, rss_mb(relay)) for first, top, relay in zip(before, most, relays, strict=True) if relay.is_up
    ]
    figures.facts["ordinary calls with every turn"] = f"{len(whole)} of {len(calls)}"
    figures.goal("every ordinary turn said and understood", len(whole) == len(calls))
    growth_mb = max(top - first for first, top in zip(before, most, strict=True))
    figures.goal(f"no relay grew by more than {GROWTH_GOAL_MB:.0f} MB", growth_mb <= GROWTH_GOAL_MB)
    figures.wrong([_broken(observed) for observed in payload.values() if observed not in whole])
    return figures


async def deaf(environment: Environment, _count: int) -> Figures:
    """Callers whose sockets stop reading while their agents talk on, beside ordinary calls."""
    figures = Figures(f"deaf: {DEAF_CALLS} callers that do not read, beside {ORDINARY_CALLS} ordinary calls")
    calls = await _begin(environment, ORDINARY_CALLS)
    relays = list(environment.world.relays)
    before = [rss_mb(relay) for relay in relays]
    most = list(before)
    silent = [environment.ring_deaf() for _ in range(DEAF_CALLS)]
    while not all(call.is_over for call in silent) and not all(call.is_over for call in calls):
        await asyncio.sleep(0.1)
        most = [max(seen, rss_mb(relay)) for seen, relay in zip(most, relays, strict=True)]
    for call in silent:
        call.hang_up("caller")
    payload = await _end(environment, figures, calls + silent)
    refused = [call for call in silent if payload[call.sid].outcome == "caller-refused"]
    whole = [call for call in calls if payload[call.sid].ended_well and payload[call.sid].spoken == LINES]
    figures.facts["relay RSS before / most / after, MB"] = [
        (first, top, rss_mb(relay)) for first, top, relay in zip(before, most, relays, strict=True)
    ]
    figures.facts["audio offered to each, MB"] = round(len(speech(CHATTER, CHATTERBOX.voice)) * 4 / 3 / 1e6, 1)
    figures.facts["let go by the relay"] = f"{len(refused)} of {len(silent)}"
    figures.facts["ordinary calls with every turn"] = f"{len(whole)} of {len(calls)}"
    figures.goal("every caller that does not read let go", len(refused) == len(silent))
    figures.goal("every ordinary turn said and understood", len(whole) == len(calls))
    growth_mb = max(top - first for first, top in zip(before, most, strict=True))
    figures.goal(f"no relay grew by more than {GROWTH_GOAL_MB:.0f} MB", growth_mb <= GROWTH_GOAL_MB)
    figures.wrong([_broken(payload[call.sid]) for call in calls if call not in whole])
    return figures


FAULTS = {"kill": kill, "drain": drain, "rolling": rolling, "agents": agents, "abuse": abuse, "deaf": deaf}


async def _begin(environment: Environment, count: int) -> list[CallState]:
    await environment.two_relays()
    environment.lag.taken()
    calls = await environment.ring(count)
    await asyncio.sleep(SETTLING_S)
    return calls


async def _end(environment: Environment, figures: Figures, calls: list[CallState]) -> dict[str, Observation]:
    failed = await environment.over(calls)
    values = {call.sid: await observe(environment, call) for call in calls}
    figures.facts["calls by outcome"] = dict(Counter(observed.outcome for observed in values.values()))
    figures.facts["the stage's own lateness, ms"] = spread(environment.lag.taken())
    figures.wrong(failed)
    return values


def _returned(
    environment: Environment, figures: Figures, hit: list[CallState], payload: dict[str, Observation], struck_s: float
) -> None:
    """Seconds that each caller waited for an agent after the fault."""
    silences = {call.sid: silence_ms(environment, call, struck_s) for call in hit}
    heard = [silence for silence in silences.values() if silence is not None]
    figures.facts["calls hit"] = len(hit)
    figures.facts["heard an agent again"] = f"{len(heard)} of {len(hit)}"
    figures.facts["silence since the blow, ms"] = spread(heard)
    quiet = [
        silence - spoken_over_ms(call, struck_s, silence) for call in hit if (silence := silences[call.sid]) is not None
    ]
    figures.facts["… without the caller's own words, ms"] = spread(quiet)
    steps = [steps_ms(call, struck_s, next_agent_s(environment, call, struck_s)) for call in hit]
    for step in dict.fromkeys(step for times in steps for step in times):
        figures.facts[f"… until {step}, ms"] = spread([times[step] for times in steps if step in times])
    figures.facts["each, ms"] = ", ".join(f"{silence:.0f}" for silence in sorted(heard))
    figures.goal("every caller hears an agent again", len(heard) == len(hit) > 0)
    figures.facts["… of them within 3 s"] = f"{sum(silence <= SILENCE_GOAL_MS for silence in heard)} of {len(heard)}"
    reached = [times.get("agent reached", float("inf")) for times in steps]
    figures.goal("another agent is on within 3 s", bool(reached) and max(reached) <= SILENCE_GOAL_MS)
    figures.goal("no silence beyond 3 s", bool(quiet) and max(quiet) <= SILENCE_GOAL_MS)
    mute = [f"{sid}: no agent again, {payload[sid].outcome}" for sid, silence in silences.items() if silence is None]
    figures.wrong(mute)


def _stream_gap_ms(environment: Environment, call: CallState) -> float | None:
    """From the last frame that went to the relay that left, to the next agent's first sound."""
    return silence_ms(environment, call, call.streams[0].sent_at[-1])


def _broken(observation: Observation) -> str:
    missing = Counter(observation.spoken) - Counter(observation.story)
    extra = Counter(observation.story) - Counter(observation.spoken)
    return (
        f"{observation.call.sid}: {observation.outcome}, resumes {observation.record.get('resumes', 0)}, "
        f"spoken {len(observation.spoken)}, "
        f"on file {len(observation.story)}, not on file {sorted(missing)}, not spoken {sorted(extra)}, "
        f"debugger {[f'{entry.code} {entry.message}' for entry in observation.call.debugger]}"
    )


async def _flood(ports: list[int]) -> dict[str, Any]:
    """In a process of its own: the flood shall strain the relays, not the fakes' clocks."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "local.chaos.flood", str(FLOOD_S), *map(str, ports), cwd=ROOT, stdout=-1
    )
    try:
        out, _ = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    return dict(json.loads(out))
