"""Calls that programs order, put together for the API and for the queue."""

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
from trunkline.settings import Settings


def ordering(known: Settings, carrier: Carrier, dynamodb: DynamoDB) -> OrderVoiceCallDeps:
    directory = Directory(dynamodb, known.directory_table)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    placing = PlaceVoiceCallDeps(carrier, PlansTable(directory), calls, known.public_base_url, new_plan_id=new_id)
    later = SqsLaterJobs(cached(lambda: aws_client("sqs")), known.dial_queue_url)
    return OrderVoiceCallDeps(placing, RelayFleetTable(directory), WaitingCallsTable(directory), later)
