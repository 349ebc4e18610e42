"""The socket that speaks texts as they come, several at a time: `multi-stream-input`."""

import asyncio
import base64
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from local.audio.speech import speech
from local.elevenlabs.rest.errors import PLAIN, VendorError
from local.elevenlabs.speech import voice as sound
from local.elevenlabs.speech.library import MODELS, LibraryVoice, check_settings
from local.elevenlabs.workspace import Workspace

CONTEXTS_AT_MOST = 5
INFERENCE_S = 0.075
PIECE_BYTES = 4000  # half a second: far faster than it plays
DEFAULT_SCHEDULE = [120, 160, 250, 290]
DEFAULT_INACTIVITY_S, INACTIVITY_LIMIT_S = 20.0, 180.0
KNOWN = {
    "context_id", "text", "flush", "close_context", "close_socket", "voice_settings", "generation_config",
    "pronunciation_dictionary_locators", "xi_api_key", "xi-api-key", "authorization",
}  # fmt: skip


class Refused(Exception):
    """Sent to the client as an error message, then the socket closes with 1008."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error, self.message = error, message


@dataclass(slots=True)
class Context:
    """A text that is being spoken."""

    schedule: list[int]
    waiting: str = ""
    pieces: int = 0
    jobs: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)


class SpeechDoor:
    """Lets clients in and serves each until it leaves."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: set[web.WebSocketResponse] = set()

    def table(self) -> list[web.RouteDef]:
        path = "/v1/text-to-speech/{voice_id}/multi-stream-input"
        return [web.get(path, self.enter, name="multi_stream_input")]

    async def enter(self, request: web.Request) -> web.WebSocketResponse:
        key = request.headers.get("xi-api-key", "")
        if "text_to_speech" not in self._workspace.api_keys.get(key, ()):
            raise VendorError(403, "forbidden", "Forbidden", PLAIN)
        if request.match_info["voice_id"] in self._workspace.faults.speech_away:
            raise VendorError(503, "service_unavailable", "Service unavailable", PLAIN)
        ws = web.WebSocketResponse(timeout=1.0)
        await ws.prepare(request)
        self._open.add(ws)
        try:
            await SpeechSession(ws, self._workspace, request).run()
        finally:
            self._open.discard(ws)
        return ws

    async def close_all(self) -> None:
        await asyncio.gather(*(ws.close(code=1001, message=b"Server shutdown") for ws in self._open))


class SpeechSession:
    """A speech socket: contexts come and go, each speaks in its own order."""

    def __init__(self, ws: web.WebSocketResponse, workspace: Workspace, request: web.Request) -> None:
        self._ws, self._workspace, self._request = ws, workspace, request
        self._contexts: dict[str, Context] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._inactivity_s = float(request.query.get("inactivity_timeout", DEFAULT_INACTIVITY_S))
        self._drop_at_s = workspace.faults.speech_drop_after_s

    async def run(self) -> None:
        try:
            self._check_query()
            if self._drop_at_s is not None:
                self._start(self._drop(self._drop_at_s))
            await self._listen()
        except Refused as refusal:
            await self._ws.send_str(json.dumps({"message": refusal.message, "error": refusal.error, "code": 1008}))
            await self._ws.close(code=1008, message=refusal.error.encode())
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _check_query(self) -> None:
        query = self._request.query
        if self._voice_id not in self._workspace.voices:
            raise Refused("voice_id_does_not_exist", f"A voice with voice_id {self._voice_id} does not exist.")
        if query.get("model_id", "eleven_flash_v2_5") not in MODELS:
            raise Refused("unsupported_model", f"Model {query['model_id']} is not supported on this socket.")
        if query.get("output_format", "mp3_44100_128") != sound.TELEPHONE:
            raise Refused("invalid_output_format", "Only ulaw_8000 is spoken on this machine.")
        if not 0 < self._inactivity_s <= INACTIVITY_LIMIT_S:
            raise Refused("invalid_inactivity_timeout", "inactivity_timeout is at most 180.")

    @property
    def _voice_id(self) -> str:
        return self._request.match_info["voice_id"]

    async def _listen(self) -> None:
        while True:
            try:
                message = await self._ws.receive(timeout=self._inactivity_s)
            except TimeoutError:
                raise Refused(
                    "input_timeout_exceeded",
                    f"Have not received a new text input within the timeout of {self._inactivity_s:g} seconds.",
                ) from None
            if message.type is not WSMsgType.TEXT:
                return
            payload = _object(message.data)
            if payload.get("close_socket"):
                await self._ws.close(code=1000)
                return
            await self._hear(payload)

    async def _hear(self, payload: dict[str, Any]) -> None:
        unknown = set(payload) - KNOWN
        if unknown:
            raise Refused("invalid_message", f"Unknown fields: {sorted(unknown)}")
        name = str(payload.get("context_id") or "default")
        context = self._contexts.get(name)
        if context is None:
            if not payload.get("text") and not payload.get("close_context"):
                return  # a keep-alive of a context that is gone
            context = self._opened(name, payload)
        context.waiting += payload.get("text") or ""
        if payload.get("flush") or payload.get("close_context") or self._is_due(context):
            await self._hand_over(context)
        if payload.get("close_context"):
            del self._contexts[name]
            await context.jobs.put(None)

    def _opened(self, name: str, payload: dict[str, Any]) -> Context:
        if len(self._contexts) >= CONTEXTS_AT_MOST:
            raise Refused("max_active_conversations", f"More than {CONTEXTS_AT_MOST} contexts are open.")
        try:
            check_settings(payload.get("voice_settings") or {})
        except VendorError as error:
            raise Refused("invalid_voice_settings", error.message) from None
        schedule = (payload.get("generation_config") or {}).get("chunk_length_schedule") or DEFAULT_SCHEDULE
        if not all(50 <= length <= 500 for length in schedule):
            raise Refused("invalid_generation_config", "Each of chunk_length_schedule is 50 to 500.")
        context = self._contexts[name] = Context(schedule)
        self._start(self._speak(name, context))
        return context

    def _is_due(self, context: Context) -> bool:
        step = min(context.pieces, len(context.schedule) - 1)
        return len(context.waiting) >= context.schedule[step]

    async def _hand_over(self, context: Context) -> None:
        words, context.waiting = context.waiting.strip(), ""
        if words:
            context.pieces += 1
            await context.jobs.put(words)

    async def _speak(self, name: str, context: Context) -> None:
        voice: LibraryVoice = self._workspace.voices[self._voice_id]
        while (words := await context.jobs.get()) is not None:
            self._workspace.read_out(words, self._request.query)
            await asyncio.sleep(INFERENCE_S)
            audio = await asyncio.to_thread(speech, words, voice.espeak)
            for start in range(0, len(audio), PIECE_BYTES):
                payload = base64.b64encode(audio[start : start + PIECE_BYTES]).decode()
                await self._tell({"audio": payload, "isFinal": None, "contextId": name, "alignment": None})
        await self._tell({"isFinal": True, "contextId": name})

    async def _tell(self, message: dict[str, Any]) -> None:
        if not self._ws.closed:
            await self._ws.send_str(json.dumps(message))

    async def _drop(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        if self._request.transport:
            self._request.transport.abort()

    def _start(self, job: Any) -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _object(data: str) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except ValueError:
        raise Refused("invalid_message", "Not JSON.") from None
    if not isinstance(body, dict):
        raise Refused("invalid_message", "Not an object.")
    return body
