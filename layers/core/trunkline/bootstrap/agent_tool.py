"""Dependencies of `agent_tool`."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.http_caller_source import HttpCallerSource
from trunkline.accounts.domain.callers import CallerQuestion
from trunkline.accounts.ports import Callers, CallerSource
from trunkline.accounts.use_cases.look_up_caller import look_up_caller
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.file_report import opting_out
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers, tool_webhooks
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.http_tools import HttpTools, public_https
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.use_cases.take_from_provider import TakeFromProviderDeps
from trunkline.campaigns.use_cases.opt_out import OptOut, OptOutDeps, opt_out
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.adapters.tool_uses_table import ToolUsesTable
from trunkline.conversations.ports import ToolWebhook
from trunkline.conversations.use_cases.run_agent_tool import Asker, RunAgentToolDeps
from trunkline.vendors.twilio.twiml import AFTER_STREAM
from trunkline.web.public_https import PublicHttps


@dataclass(frozen=True, slots=True)
class AgentToolDeps:
    """Dependencies of `agent_tool`; `webhooks` by provider."""

    running: RunAgentToolDeps
    secrets: SecretCache
    webhooks: Mapping[str, ToolWebhook]
    now: Callable[[], datetime] = field(default=utc_now)


def agent_tool_deps() -> AgentToolDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    directory = Directory(dynamodb, known.directory_table)
    carrier = twilio_client(known.twilio_base_url, cache)
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))

    def secrets_of(company_id: str) -> Mapping[str, str]:
        return cache.current(time.time()).tool_secrets_of(company_id)

    running = RunAgentToolDeps(
        conversations=ConversationsTable(dynamodb, known.calls_table, known.directory_table, retention(known)),
        calls=CallIndex(dynamodb, known.calls_table),
        taking=TakeFromProviderDeps(calls, carrier, carrier, addresses.public(AFTER_STREAM)),
        route_of=RoutesTable(directory).find,
        uses=ToolUsesTable(dynamodb, known.calls_table, retention(known)),
        tools=HttpTools(secrets_of, tools_over(known.event_endpoint_addresses)),
        destinations=Destinations.parse(known.allowed_destinations),
        opt_out=noting(opting_out(dynamodb, known.campaigns_table)),
        caller_context=known_of(CallersTable(directory), HttpCallerSource(secrets_of)),
    )
    return AgentToolDeps(running, cache, tool_webhooks(known_providers(known, cache)))


def tools_over(addresses: str) -> PublicHttps:
    """Only the local world has tools that are not public."""
    public = public_https()
    return replace(public, is_allowed=lambda _address: True, takes_http=True) if addresses == "any" else public


def noting(deps: OptOutDeps) -> Callable[[str, str, str], None]:
    return lambda company_id, phone, attempt_id: opt_out(OptOut(company_id, phone, "agent", attempt_id), deps)


def known_of(callers: Callers, source: CallerSource) -> Callable[[Asker], Mapping[str, Any]]:
    """The caller's variables over those of our number. A number of another company says nothing."""

    def look(asker: Asker) -> Mapping[str, Any]:
        called = callers.called(asker.our_number)
        if called is None or called.company_id != asker.company_id:
            return {}
        question = CallerQuestion(asker.person, asker.our_number, asker.agent_id)
        context = look_up_caller(question, callers, source)
        return context.defaults | (context.caller.variables if context.caller else {})

    return look
