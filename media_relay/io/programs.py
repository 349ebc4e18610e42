"""Programs that steer calls over a socket: whose key they show, and which call is theirs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from picows import WSCloseCode

from media_relay.io.program_leg import ProgramLeg, utc_now
from media_relay.io.voice_call import VoiceCall
from media_relay.session.messages import ToldToStopSpeaking
from media_relay.session.speech_messages import ToldToChangeVoice, ToldToSpeak
from trunkline.domain.companies import Scope
from trunkline.domain.errors import NotAllowed, NotGenuine
from trunkline.ports import Companies
from trunkline.protocols.program_socket import (
    GetCallInfo,
    ProgramMessage,
    SpeakText,
    StopSynthesis,
    TalkToAgent,
    UpdateVoice,
    Visit,
)
from trunkline.telemetry import count, log
from trunkline.use_cases.manage_companies import who_shows

UNKNOWN_KEY = "API key missing, unknown or revoked"
NO_SUCH_CALL = "Call not found"


@dataclass(slots=True)
class SteeredCall:
    """A call on this relay, as a program sees it. Any number of programs may, and each hears all of it."""

    call: VoiceCall

    def begin(self, leg: ProgramLeg) -> None:
        self.call.listeners.add(leg)
        leg.steer(self, self.call.call_id)

    def program_said(self, message: ProgramMessage, leg: ProgramLeg) -> None:
        match message:
            case SpeakText(text):
                self.call.deliver(ToldToSpeak(text))
            case StopSynthesis():
                self.call.deliver(ToldToStopSpeaking())
                leg.answered("stop_synthesis", success=True)
            case UpdateVoice(voice_id, settings):
                self.call.deliver(ToldToChangeVoice(voice_id, settings))
                leg.answered("update_voice", success=True, **self._voice())
            case GetCallInfo():
                leg.answered("get_call_info", success=True, call_info=self.call.snapshot())
            case TalkToAgent():
                leg.failed("", "this call has a caller of its own; audio is for peers without a call")

    def program_left(self, leg: ProgramLeg) -> None:
        """The call goes on: whoever comes back under the same name finds it again."""
        self.call.listeners.discard(leg)

    def _voice(self) -> dict[str, object]:
        voice = self.call.session.speaker.voice
        return {"voice_id": voice.voice_id, "voice_settings": voice.settings.given()}


@dataclass(slots=True)
class Programs:
    """Lets programs in. The key is looked up beside the sockets: a table never holds up audio."""

    companies: Companies
    find: Callable[[str], VoiceCall | None]
    now: Callable[[], datetime] = utc_now
    _legs: set[ProgramLeg] = field(default_factory=set)
    _jobs: set[asyncio.Task[None]] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self._legs)

    def admit(self, visit: Visit) -> ProgramLeg:
        leg = ProgramLeg(visit, self._introduce, self._legs.discard)
        self._legs.add(leg)
        return leg

    async def leave(self) -> None:
        for leg in list(self._legs):
            leg.close(WSCloseCode.GOING_AWAY)
        while self._jobs:
            await asyncio.gather(*self._jobs)

    def _introduce(self, leg: ProgramLeg) -> None:
        task = asyncio.get_running_loop().create_task(self._check(leg))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def _check(self, leg: ProgramLeg) -> None:
        try:
            company_id = await asyncio.to_thread(self._company_of, leg.visit.proof)
        except (NotGenuine, NotAllowed) as refused:
            self._refuse(leg, str(refused) or UNKNOWN_KEY)
        except Exception:  # noqa: BLE001 - a table that does not answer closes this door, not the relay
            log.exception("program's key not checked")
            self._refuse(leg, "the key could not be checked; try again")
        else:
            self._attach(leg, company_id)

    def _company_of(self, proof: str) -> str:
        return who_shows(proof, Scope.OPERATE, self.companies, self.now()).company_id

    def _attach(self, leg: ProgramLeg, company_id: str) -> None:
        wanted = leg.visit.call_id
        call = self.find(wanted) if wanted else None
        if call is None or call.company_id != company_id:
            self._refuse(leg, NO_SUCH_CALL)
        else:
            SteeredCall(call).begin(leg)

    def _refuse(self, leg: ProgramLeg, detail: str) -> None:
        log.warning("program refused", reason=detail)
        count("ProgramRefused")
        leg.refuse(detail)
