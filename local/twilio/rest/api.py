"""The REST API as a web application: authentication, routing, and the effects of each request."""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from aiohttp import web

from local.twilio.callbacks import DEFAULT_EVENTS, StatusCallbacks
from local.twilio.calls import outbound
from local.twilio.calls.call_state import CallState
from local.twilio.calls.documents import Fetch, Inline, Source
from local.twilio.media.recording import Notice, Recording
from local.twilio.rest import phone_numbers
from local.twilio.rest.rules import (
    NOT_OVER,
    TOO_MANY_REQUESTS,
    UNAUTHENTICATED,
    Form,
    RestError,
    check_create,
    check_update,
    first,
    not_found,
)
from local.twilio.rest.shapes import call_json, matching, page, recording_json
from local.twilio.state import TwilioState

ROOT = "/2010-04-01/Accounts/{account}"
MEDIA_TYPES = {"": "audio/x-wav", ".wav": "audio/x-wav", ".mp3": "audio/mpeg"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class RestApi:
    def __init__(self, state: TwilioState, api_keys: dict[str, str]) -> None:
        self._state = state
        self._secrets = {state.account_sid: state.auth_token} | api_keys

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.router.add_post(f"{ROOT}/Calls.json", self.create_call)
        app.router.add_get(f"{ROOT}/Calls.json", self.list_calls)
        app.router.add_get(f"{ROOT}/Calls/{{sid}}.json", self.fetch_call)
        app.router.add_post(f"{ROOT}/Calls/{{sid}}.json", self.update_call)
        app.router.add_delete(f"{ROOT}/Calls/{{sid}}.json", self.delete_call)
        app.router.add_get(f"{ROOT}/Calls/{{sid}}/Recordings.json", self.list_recordings)
        app.router.add_get(f"{ROOT}/IncomingPhoneNumbers.json", self.list_numbers)
        app.router.add_post(f"{ROOT}/IncomingPhoneNumbers/{{sid}}.json", self.change_number)
        app.router.add_get(f"{ROOT}/Recordings.json", self.list_recordings)
        app.router.add_get(f"{ROOT}/Recordings/{{sid}}.json", self.fetch_recording)
        app.router.add_delete(f"{ROOT}/Recordings/{{sid}}.json", self.delete_recording)
        app.router.add_get(f"{ROOT}/Recordings/{{sid:RE[0-9a-f]{{32}}}}{{suffix:(\\.wav|\\.mp3)?}}", self.fetch_media)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._state.faults.refuse_rest_requests > 0:
            self._state.faults.refuse_rest_requests -= 1
            return _error(TOO_MANY_REQUESTS)
        if not self._is_authentic(request):
            return _error(UNAUTHENTICATED)
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return _error(not_found(request.path))

    def _is_authentic(self, request: web.Request) -> bool:
        user, secret = _credentials(request.headers.get("Authorization", ""))
        account = request.match_info.get("account", self._state.account_sid)
        return account == self._state.account_sid and bool(secret) and self._secrets.get(user) == secret

    async def list_numbers(self, request: web.Request) -> web.StreamResponse:
        return phone_numbers.listed(self._state, request)

    async def change_number(self, request: web.Request) -> web.StreamResponse:
        number = phone_numbers.changed(self._state, request.match_info["sid"], await _form(request))
        return web.json_response(number) if number else _error(not_found(request.path))

    async def create_call(self, request: web.Request) -> web.StreamResponse:
        form = await _form(request)
        if problem := check_create(form, self._state.numbers, self._state.fictional):
            return _error(problem)
        call = self._place(form)
        if self._state.faults.drop_create_responses > 0:
            self._state.faults.drop_create_responses -= 1
            _drop_connection(request)
        return web.json_response(self._call_json(call), status=201)

    def _place(self, form: Form) -> CallState:
        state = self._state
        call = state.new_call(first(form, "To"), first(form, "From"), "outbound-api")
        call.fallback_url = first(form, "FallbackUrl") or None
        if url := first(form, "StatusCallback"):
            # A single value with spaces names no event at all: the documented way to lose callbacks.
            events = frozenset(form.get("StatusCallbackEvent", [])) or DEFAULT_EVENTS
            method = first(form, "StatusCallbackMethod", "POST")
            call.on_status = StatusCallbacks(state, url, method, events).report
        call.note("queued", to=call.to)
        if first(form, "Url") and first(form, "Twiml"):
            call.log(32019)
        queued_s = outbound.take_a_number(state, call)
        call.task = state.start(outbound.live(state, call, _create_options(form), queued_s))
        return call

    async def list_calls(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query)
        rows = [self._call_json(call) for call in matching(self._state.calls.values(), query)]
        return web.json_response(page("calls", rows, request.path, query))

    async def fetch_call(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._call_json(self._call(request)))

    async def update_call(self, request: web.Request) -> web.StreamResponse:
        call, form = self._call(request), await _form(request)
        if problem := check_update(form, self._call_json(call)["status"]):
            return _error(problem)
        self._apply(call, form)
        return web.json_response(self._call_json(call))

    def _apply(self, call: CallState, form: Form) -> None:
        request = first(form, "Status")
        call.fallback_url = first(form, "FallbackUrl") or call.fallback_url
        if limit := first(form, "TimeLimit"):
            call.time_limit_s = float(limit)
            call.note("rest-limit", seconds=limit)
            self._state.start(_ends_in_time(call))
        if request == "completed" or (request == "canceled" and call.status != "in-progress"):
            call.note("rest-hang-up", status=request)
            call.hang_up("rest")
        elif first(form, "Url") or first(form, "Twiml"):
            call.note("rest-redirect", url=first(form, "Url"))
            call.redirect(_source(form))

    async def delete_call(self, request: web.Request) -> web.StreamResponse:
        call = self._call(request)
        if not call.is_over:
            return _error(NOT_OVER)
        del self._state.calls[call.sid]
        return web.Response(status=204)

    async def list_recordings(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query)
        call_sid = request.match_info.get("sid") or query.get("CallSid")
        found = [r for r in self._state.recordings.values() if call_sid in {None, r.call_sid}]
        rows = [recording_json(recording, self._state.media_base_url) for recording in found[::-1]]
        return web.json_response(page("recordings", rows, request.path, query))

    async def fetch_recording(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(recording_json(self._recording(request), self._state.media_base_url))

    async def delete_recording(self, request: web.Request) -> web.StreamResponse:
        del self._state.recordings[self._recording(request).sid]
        return web.Response(status=204)

    async def fetch_media(self, request: web.Request) -> web.StreamResponse:
        """The sound is the same under every suffix: there is no mp3 encoder in this world."""
        recording = self._recording(request)
        if not (recording.is_ready and recording.audio):
            return _error(not_found(request.path))
        return web.Response(body=recording.media(), content_type=MEDIA_TYPES[request.match_info["suffix"]])

    def _call(self, request: web.Request) -> CallState:
        try:
            return self._state.calls[request.match_info["sid"]]
        except KeyError:
            raise web.HTTPNotFound from None

    def _recording(self, request: web.Request) -> Recording:
        try:
            return self._state.recordings[request.match_info["sid"]]
        except KeyError:
            raise web.HTTPNotFound from None

    def _call_json(self, call: CallState) -> dict[str, object]:
        numbers = self._state.numbers
        own = numbers.get(call.to if call.direction == "inbound" else call.from_)
        return call_json(call, own.sid if own else None)


async def _ends_in_time(call: CallState) -> None:
    """The limit counts from the answer. One that was replaced meanwhile is left to its successor's task."""
    limit_s = call.time_limit_s
    already_s = time.monotonic() - (call.answered_s or time.monotonic())
    try:
        await asyncio.wait_for(call.line.over.wait(), max(limit_s - already_s, 0))
    except TimeoutError:
        if call.time_limit_s == limit_s:
            call.hang_up("carrier")


def _credentials(header: str) -> tuple[str, str]:
    """User and password of HTTP Basic; blanks when there are none."""
    scheme, _, code = header.partition(" ")
    try:
        user, _, secret = base64.b64decode(code, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (user, secret) if scheme.lower() == "basic" else ("", "")


async def _form(request: web.Request) -> Form:
    return parse_qs((await request.read()).decode(), keep_blank_values=True)


def _error(problem: RestError) -> web.Response:
    return web.json_response(problem.body(), status=problem.http_status)


def _drop_connection(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _source(form: Form) -> Source:
    if url := first(form, "Url"):  # on create `Url` wins; on update both together were refused
        return Fetch(url, first(form, "Method", "POST").upper())
    return Inline(first(form, "Twiml"))


def _create_options(form: Form) -> outbound.CreateOptions:
    notice = Notice(
        first(form, "RecordingStatusCallback"),
        first(form, "RecordingStatusCallbackMethod", "POST"),
        frozenset(form.get("RecordingStatusCallbackEvent", [])) or DEFAULT_EVENTS,
    )
    return outbound.CreateOptions(
        source=_source(form),
        timeout_s=float(first(form, "Timeout", "60")),
        time_limit_s=float(first(form, "TimeLimit", "14400")),
        detection="" if first(form, "SendDigits") else first(form, "MachineDetection"),
        is_async_detection=first(form, "AsyncAmd") == "true",
        detection_url=first(form, "AsyncAmdStatusCallback"),
        records=first(form, "Record") == "true",
        recording_notice=notice,
    )
