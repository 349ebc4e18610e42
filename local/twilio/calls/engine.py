"""Runs TwiML on a call, one live document at a time, until a verb, the person or a REST update ends it."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urljoin

from local.twilio.calls.call_state import CallState
from local.twilio.calls.documents import End, Fetch, Inline, Source, Step
from local.twilio.state import TwilioState, end_task
from local.twilio.twiml.parser import Document, NotTwiml, Verb, parse
from local.twilio.webhooks import Answer, WebhookFailed

XML_TYPES = {"text/xml", "application/xml", "text/html"}
APPLICATION_ERROR = "We are sorry, an application error has occurred. Goodbye."
DOES_NOT_ANSWER = {"Pause", "Redirect", "Reject", "Dial"}  # <Dial> decides by answerOnBridge


class CallEngine:
    def __init__(self, state: TwilioState, call: CallState) -> None:
        self.state = state
        self.call = call
        self.document_url = ""

    async def run(self, source: Source | None) -> None:
        """Returns when nothing is left to do on this call; the final status is its owner's business."""
        while source is not None:
            source = await self._until_interrupted(self._play(source))

    async def _until_interrupted(self, playing: Coroutine[Any, Any, Source | None]) -> Source | None:
        work = asyncio.create_task(playing)
        alarm = asyncio.create_task(self.call.interrupted.wait())
        try:
            await asyncio.wait({work, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if not self.call.interrupted.is_set():
                return work.result()
            await end_task(work)
            if not work.cancelled():
                work.result()  # a screenplay that failed while being cleared away must not be lost
            self.call.line.heard.stop(self.call.line.now_ms())
            return self.call.take_redirect()
        finally:
            await end_task(alarm)
            await end_task(work)

    async def _play(self, source: Source) -> Source | None:
        document = await self._load(source)
        for verb in document.verbs:
            step = await self._perform(verb)
            if step is End.HANG_UP:
                return None
            if step is not None:
                return step
        self.call.answer()  # an empty document still picks up, then the end of the document hangs up
        return None

    async def _perform(self, verb: Verb) -> Step:
        self.call.note("verb", name=verb.name, text=verb.text)
        perform = self.state.verbs.get(verb.name)
        if perform is None:
            self.call.note("not-played", name=verb.name)
            return None
        if verb.name not in DOES_NOT_ANSWER:
            self.call.answer()
        return await perform(self, verb)

    async def _load(self, source: Source) -> Document:
        try:
            return await self._load_once(source)
        except WebhookFailed as failure:
            self.call.log(failure.code, failure.message)
            return await self._load_fallback(source, failure)

    async def _load_fallback(self, source: Source, failure: WebhookFailed) -> Document:
        if not self.call.fallback_url:
            return _announcement(APPLICATION_ERROR)
        error = {"ErrorCode": str(failure.code), "ErrorUrl": getattr(source, "url", "")}
        try:
            return await self._load_once(Fetch(self.call.fallback_url, params=error))
        except WebhookFailed as again:
            self.call.log(again.code, again.message)
            return _announcement(APPLICATION_ERROR)

    async def _load_once(self, source: Source) -> Document:
        if isinstance(source, Inline):
            self.document_url = ""
            return self._read(source.text, source.text.encode())
        self.call.note("webhook", url=source.url)
        params = self.call.params(**source.params)
        answer = await self.state.webhooks.send(source.url, params, source.method)
        self.document_url = answer.url
        return self._interpret(answer)

    def _interpret(self, answer: Answer) -> Document:
        """The document in an answer, by its content type."""
        if answer.content_type in XML_TYPES:
            if not answer.body and answer.is_chunked:
                raise WebhookFailed(11770, answer.url)
            return self._read(answer.body.decode("utf-8", "replace"), answer.body)
        if answer.content_type == "text/plain":
            return self._read_or_say(answer.body)
        if answer.content_type.startswith("audio/"):
            return Document((Verb("Play", text=answer.url), Verb("Hangup")))
        raise WebhookFailed(12300, f"{answer.url} answered {answer.content_type or 'no content type'}")

    def _read(self, text: str, body: bytes) -> Document:
        self.call.twiml.append((self.document_url, text))
        self.call.note("twiml", url=self.document_url, document=text)
        try:
            document = parse(body)
        except NotTwiml as problem:
            raise WebhookFailed(12100, str(problem)) from None
        for warning in document.warnings:
            self.call.log(12200, warning)
        return document

    def _read_or_say(self, body: bytes) -> Document:
        text = body.decode("utf-8", "replace")
        try:
            parse(body)
        except NotTwiml:
            return _announcement(text)
        return self._read(text, body)

    def absolute(self, url: str) -> str:
        return urljoin(self.document_url, url)

    def action(self, verb: Verb, **params: str) -> Fetch | None:
        """The verb's next document, or None when it has no `action`."""
        if not verb.get("action"):
            return None
        return Fetch(self.absolute(verb.get("action")), verb.get("method", "POST"), params)

    async def sound(self, duration_s: float) -> None:
        """The carrier itself makes a sound for so long."""
        scaled_s = duration_s / self.state.say_speed
        self.call.line.hear_hum(scaled_s)
        await asyncio.sleep(scaled_s)


def _announcement(text: str) -> Document:
    return Document((Verb("Say", text=text), Verb("Hangup")))
