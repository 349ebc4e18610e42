"""Places a call with an agent, follows it until it is over, and prints the conversation and its cost.

With `--events-at` the call's events are received there: an https address that leads to `--port` of this machine. Their
secret is in TRUNKLINE_WEBHOOK_SECRET, from `POST /api/v1/event-endpoints/call-webhooks/rotate`. Without it, the call's
turns are asked for.
"""

import argparse
import http.server
import json
import os
import queue
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

from trunkline_client import AuthenticatedClient
from trunkline_client.api.calls import create_agent_call, get_call_turns
from trunkline_client.api.costs import get_call_cost
from trunkline_client.models import AgentCallCreated, CallCost, NewAgentCall, TurnPage

ASKED_EVERY_S = 1.0
LAST_EVENT = "call.reported"


def main() -> None:
    args = arguments()
    client = AuthenticatedClient(os.environ["TRUNKLINE_URL"], os.environ["TRUNKLINE_API_KEY"])
    events = Receiver(args.port) if args.events_at else None
    call = placed(client, args)
    print(f"call {call.call_sid}: {call.status}")
    for line in waited(events, call.call_sid) if events else followed(client, call.call_sid):
        print(line)
    if events:
        for line in spoken(turns_after(client, call.call_sid, 0)):
            print(line)
    print(cost_of(client, call.call_sid))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("to_number", help="whom to call, in E.164")
    parser.add_argument("--agent", required=True, help="the agent's id at the voice provider")
    parser.add_argument("--from", dest="from_number", required=True, help="a number of your company")
    parser.add_argument("--events-at", help="an https address that leads to --port of this machine")
    parser.add_argument("--port", type=int, default=8765)
    return parser.parse_args()


def placed(client: AuthenticatedClient, args: argparse.Namespace) -> AgentCallCreated:
    """One call, also when the request has to be repeated: the key names this very call."""
    body = NewAgentCall(to_number=args.to_number, agent_id=args.agent, from_number=args.from_number)
    if args.events_at:
        body.webhook_url = args.events_at
    answer = create_agent_call.sync_detailed(client=client, body=body, idempotency_key=str(uuid.uuid4()))
    if not isinstance(answer.parsed, AgentCallCreated):
        sys.exit(f"the call was not placed: {answer.status_code} {answer.content.decode()}")
    return answer.parsed


def followed(client: AuthenticatedClient, call_sid: str) -> Iterator[str]:
    """The turns as they come, until no more will."""
    after, is_complete = 0, False
    while not is_complete:
        page = turns_after(client, call_sid, after)
        yield from spoken(page)
        after, is_complete = page.next_after, page.is_complete and not page.has_more
        time.sleep(0 if is_complete else ASKED_EVERY_S)


def turns_after(client: AuthenticatedClient, call_sid: str, after: int) -> TurnPage:
    page = get_call_turns.sync(call_sid=call_sid, client=client, after=after)
    assert isinstance(page, TurnPage), page
    return page


def spoken(page: TurnPage) -> list[str]:
    return [f"{turn.time_in_call_secs:6.1f} s  {turn.role:<6} {turn.message or ''}" for turn in page.turns]


def cost_of(client: AuthenticatedClient, call_sid: str) -> str:
    cost = get_call_cost.sync(call_sid=call_sid, client=client)
    assert isinstance(cost, CallCost), cost
    known = f"{cost.known_usd:.4f} USD"
    return f"cost {known}" if cost.usd is not None else f"cost {known} so far; some of it is not known yet"


class Receiver:
    """The events of calls, each once, with their signatures verified."""

    def __init__(self, port: int) -> None:
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        server = http.server.HTTPServer(("127.0.0.1", port), handler_for(self.events))
        threading.Thread(target=server.serve_forever, daemon=True).start()


def handler_for(events: "queue.Queue[dict[str, Any]]") -> type[http.server.BaseHTTPRequestHandler]:
    from standardwebhooks.webhooks import Webhook, WebhookVerificationError

    webhook, seen = Webhook(os.environ["TRUNKLINE_WEBHOOK_SECRET"]), set[str]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            try:
                webhook.verify(body, dict(self.headers.items()))
            except WebhookVerificationError:
                self.send_response(401)
            else:
                event = json.loads(body)
                if event["id"] not in seen:  # delivered at least once
                    seen.add(event["id"])
                    events.put(event)
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """The events are printed, and requests are not."""

    return Handler


def waited(receiver: Receiver, call_sid: str) -> Iterator[str]:
    """The call's events as they come, up to its report."""
    while True:
        event = receiver.events.get(timeout=600)
        if event["subject"] == call_sid:
            yield f"event {event['type']}"
            if event["type"] == LAST_EVENT:
                return


if __name__ == "__main__":
    main()
