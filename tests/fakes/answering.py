"""Dependencies of `answer_call` in memory, and a ringing call's form."""

from tests.fakes.tables import InMemoryCalls, InMemoryStories, InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import ADDRESSES, NOW, ScriptedLine, secrets
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.answer_call import AnswerCallHandlerDeps
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import AnswerCallDeps

FORM = {"CallSid": "CA1", "From": "+14155550123", "To": "+15005550006", "Direction": "inbound", "FromCity": ""}


def services(secret_cache: SecretCache | None = None, tables: InMemoryTables | None = None) -> AnswerCallHandlerDeps:
    tables = tables or InMemoryTables(routes={"+15005550006": Route("+15005550006", Mode.RELAY, "acme", "agent_1")})
    answering = AnswerCallDeps(InMemorySwitchboard(tables), {"elevenlabs": ScriptedLine()}, new_token=lambda: "token")
    calls, stories = InMemoryCalls(tables), InMemoryStories(tables)
    return AnswerCallHandlerDeps(answering, calls, stories, ADDRESSES, secret_cache or secrets(), now=lambda: NOW)
