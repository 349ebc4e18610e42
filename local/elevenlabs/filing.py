"""After a conversation: analysis, then the post-call reports on their way. The only place that sends webhooks."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from local.elevenlabs import webhooks
from local.elevenlabs.agents.agent import Webhook
from local.elevenlabs.agents.conversation import DONE, FAILED, IN_PROGRESS, PROCESSING, Conversation
from local.elevenlabs.webhooks import Delivery, Report
from local.elevenlabs.workspace import Workspace
from local.world.addresses import AddressBook, UnknownHost

ANALYSIS_S = 0.05  # when no webhook says otherwise
CHUNK_BYTES = 16 * 1024


@dataclass
class Filing:
    workspace: Workspace
    addresses: AddressBook
    _http: aiohttp.ClientSession | None = None
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def ended(self, conversation: Conversation) -> None:
        """Takes over a conversation whose socket is gone."""
        conversation.status = PROCESSING
        self.workspace.tell(conversation, "ended", conversation.termination_reason)
        self._start(self._file(conversation))

    def report_failure(self, agent_id: str, conversation_id: str, reason: str, body: dict[str, str]) -> None:
        """Sends call_initiation_failure for a call that never began."""
        webhook = self.workspace.webhook
        if webhook and "call_initiation_failure" in webhook.events:
            report = webhooks.failure_report(agent_id, conversation_id, reason, body, self._now())
            self._start(self._deliver(report, webhook))

    def report_verdict(self, conversation: Conversation, answered_by: str) -> None:
        """Sends answering_machine_detection: who picked up, as the carrier heard it."""
        webhook = self.workspace.webhook
        if webhook and "answering_machine_detection" in webhook.events:
            self._start(self._deliver(webhooks.verdict_report(conversation, answered_by, self._now()), webhook))

    async def settled(self, timeout_s: float) -> None:
        async with asyncio.timeout(timeout_s):
            while self._running or self._is_talking():
                self._changed.clear()
                await self._changed.wait()

    async def stop(self) -> None:
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._http:
            await self._http.close()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._changed.set()
        if not task.cancelled() and (mistake := task.exception()):
            raise mistake  # ours, not the receiver's: the loop's exception handler shows it

    def _is_talking(self) -> bool:
        return any(c.status == IN_PROGRESS for c in self.workspace.conversations.values())

    def _now(self) -> int:
        return int(self.workspace.now_unix_s())

    async def _file(self, conversation: Conversation) -> None:
        webhook = self.workspace.webhook
        await asyncio.sleep(webhook.delay_s if webhook else ANALYSIS_S)
        conversation.status = FAILED if conversation.error else DONE
        if webhook is None or not conversation.transcript:
            return  # refused before anybody spoke: nothing to report
        for report in webhooks.reports_of(conversation, webhook, self.workspace.faults.webhook, self._now()):
            await self._deliver(report, webhook)

    async def _deliver(self, report: Report, webhook: Webhook) -> None:
        attempt = 1
        while True:
            made = await self._attempt(report, webhook, attempt)
            self.workspace.deliveries.append(made)
            if made.status == 200 or not webhook.retry_enabled:
                return
            wait_s = webhooks.next_attempt_in_s(report.type, made.status, attempt)
            if wait_s is None:
                return
            await asyncio.sleep(wait_s)
            attempt += 1

    async def _attempt(self, report: Report, webhook: Webhook, attempt: int) -> Delivery:
        headers = webhooks.headers_of(report, webhook, self.workspace.faults.webhook, self._now())
        status, error = None, ""
        try:
            status = await self._post(report, webhook, headers)
        except (aiohttp.ClientError, TimeoutError, UnknownHost) as problem:
            error = repr(problem)  # kept in the delivery: there was no answer
        made_at = self.workspace.now_unix_s()
        return Delivery(report.type, report.conversation_id, status, report.body, headers, made_at, attempt, error)

    async def _post(self, report: Report, webhook: Webhook, headers: dict[str, str]) -> int:
        self._http = self._http or aiohttp.ClientSession()
        url = self.addresses.resolve(webhook.url)
        headers = {"host": urlsplit(webhook.url).netloc, **headers}  # the receiver sees the public name
        body = _in_chunks(report.body) if report.chunked else report.body
        timeout = aiohttp.ClientTimeout(total=webhook.timeout_s)
        async with self._http.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False) as answer:
            await answer.read()
            return answer.status


async def _in_chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), CHUNK_BYTES):
        yield body[start : start + CHUNK_BYTES]
