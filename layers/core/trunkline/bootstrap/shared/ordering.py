"""Calls that programs order, put together for the API and for the queue."""

from datetime import date
from typing import TYPE_CHECKING

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.bootstrap.shared.common import aws_client, cached, new_id, retention
from trunkline.calls.adapters.call_plans_table import PlansTable
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.adapters.waiting_calls_table import SqsLaterJobs, WaitingCallsTable
from trunkline.calls.ports.carrier import Carrier
from trunkline.calls.use_cases.order_voice_call import OrderVoiceCallDeps
from trunkline.calls.use_cases.place_voice_call import PlaceVoiceCallDeps
from trunkline.campaigns.adapters.people_table import PeopleTable
from trunkline.campaigns.domain.contact_rows import ContactLocation
from trunkline.campaigns.use_cases.check_person import PersonGates
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.campaigns.use_cases.place_agent_call import PlaceAgentCallDeps
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trunkline.bootstrap.shared.providers import Provider


def ordering(
    known: Settings, carrier: Carrier, dynamodb: DynamoDB, providers: "Mapping[str, Provider]"
) -> OrderAgentCallDeps:
    directory = Directory(dynamodb, known.directory_table)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    gates = PersonGates(PeopleTable(dynamodb, known.campaigns_table), located, is_holiday)
    placing = PlaceVoiceCallDeps(carrier, PlansTable(directory), calls, known.public_base_url, new_id, gates)
    later = SqsLaterJobs(cached(lambda: aws_client("sqs")), known.dial_queue_url)
    voice = OrderVoiceCallDeps(placing, RelayFleetTable(directory), WaitingCallsTable(directory), later)
    offered = {name: provider.agent_dialler() for name, provider in providers.items()}
    diallers = {name: dialler for name, dialler in offered.items() if dialler}
    conversations = ConversationsTable(dynamodb, known.calls_table, retention=retention(known))
    return OrderAgentCallDeps(voice, PlaceAgentCallDeps(placing, gates, diallers, conversations))


def located(phone: str) -> ContactLocation:
    from trunkline.campaigns.adapters.phone_number_parser import read_number  # loaded when the first call is ordered

    return read_number(phone, "")


def is_holiday(region: str, day: date) -> bool:
    from trunkline.campaigns.adapters.public_holidays import is_public_holiday  # as above

    return is_public_holiday(region, day)
