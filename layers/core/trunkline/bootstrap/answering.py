"""The door `answer_call`, put together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from trunkline.bootstrap.common import new_token, retention, settings, utc_now, vendor_secrets
from trunkline.domain.destinations import Destinations
from trunkline.ports.calls import CallRecords, Stories
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.providers.elevenlabs import ElevenLabsLine
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.secrets import SecretCache
from trunkline.storage.signed_requests import SignedRequests
from trunkline.storage.stories_table import StoriesTable
from trunkline.storage.switchboard import DynamoSwitchboard
from trunkline.use_cases.answer_call import Answering


@dataclass(frozen=True, slots=True)
class AnswerServices:
    """What the door `answer_call` needs."""

    answering: Answering
    calls: CallRecords
    stories: Stories
    addresses: Addresses
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def answer_services() -> AnswerServices:
    known, cache = settings(), vendor_secrets(settings())
    requests = SignedRequests.from_environment("dynamodb")
    # Twilio waits 15 s and the provider may take 8 of them: two requests of two tries each must fit beside it.
    requests.timeout_s, requests.attempts = 1.0, 2
    dynamodb = LeanDynamoDB(requests)
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    line = ElevenLabsLine(known.elevenlabs_base_url, lambda: cache.current(time.time()).elevenlabs_api_key)
    render = partial(twiml.render, addresses=addresses)
    switchboard = DynamoSwitchboard(dynamodb, known.calls_table, known.directory_table, render, retention(known))
    answering = Answering(switchboard, line, new_token, Destinations.parse(known.allowed_destinations))
    calls, stories = (
        CallsTable(dynamodb, known.calls_table, retention(known)),
        StoriesTable(dynamodb, known.calls_table, retention(known)),
    )
    return AnswerServices(answering, calls, stories, addresses, cache)
