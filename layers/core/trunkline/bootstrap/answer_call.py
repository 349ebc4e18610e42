"""Dependencies of `answer_call`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import new_token, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers, registrars_of
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.ports.records import CallRecords, Turns
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.vendors.twilio import twiml


@dataclass(frozen=True, slots=True)
class AnswerCallHandlerDeps:
    """Dependencies of `answer_call`."""

    answering: AnswerCallDeps
    calls: CallRecords
    turns: Turns
    addresses: Addresses
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def answer_call_deps() -> AnswerCallHandlerDeps:
    known, cache = settings(), vendor_secrets(settings())
    requests = SigV4Client.from_environment("dynamodb")
    # Twilio waits 15 s and the provider may take 8 of them: two requests of two tries each must fit beside it.
    requests.timeout_s, requests.attempts = 1.0, 2
    dynamodb = DynamoDBClient(requests)
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    registrars = registrars_of(known_providers(known, cache))
    render = partial(twiml.render, addresses=addresses)
    answers = AnswersTable(dynamodb, known.calls_table, known.directory_table, render, retention(known))
    answering = AnswerCallDeps(answers, registrars, new_token, Destinations.parse(known.allowed_destinations))
    calls, turns = (
        CallsTable(dynamodb, known.calls_table, retention(known)),
        TurnsTable(dynamodb, known.calls_table, retention(known)),
    )
    return AnswerCallHandlerDeps(answering, calls, turns, addresses, cache)
