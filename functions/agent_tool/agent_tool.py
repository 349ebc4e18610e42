"""POST /webhooks/{provider}/functions/{tool}: an agent at a provider asks for a tool, and waits for its result."""

from functools import cache
from typing import Any

from trunkline.bootstrap.agent_tool import AgentToolDeps, agent_tool_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.conversations.domain.agent_tools import ToolRequest
from trunkline.conversations.ports import ToolWebhook
from trunkline.conversations.use_cases.run_agent_tool import NO_SUCH_TOOL, run_agent_tool
from trunkline.errors import BadRequest, Conflict, InvalidSignature, NotFound
from trunkline.ids import is_plain_id
from trunkline.telemetry import count, log
from trunkline.web.lambda_http import Answer, answer, problem, read_request
from trunkline.web.webhook_auth import reject, verify


@cache
def deps() -> AgentToolDeps:
    return agent_tool_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: AgentToolDeps) -> Answer:
    provider, _, tool = event["rawPath"].split("/")[-3:]
    webhook = deps.webhooks.get(provider)
    return problem(404, "no such provider") if webhook is None else _answer(event, provider, tool, webhook, deps)


def _answer(event: dict[str, Any], provider: str, tool: str, webhook: ToolWebhook, deps: AgentToolDeps) -> Answer:
    try:
        request = _read(event, provider, tool, webhook, deps)
        result = run_agent_tool(request, deps.running, deps.now())
    except (BadRequest, InvalidSignature) as error:
        return reject(error, "agent_tool", unverified_status=401)
    except (NotFound, Conflict) as error:
        return _refused(404 if isinstance(error, NotFound) else 409, str(error))
    log.info("agent tool called", call_id=request.conversation_id, tool=request.tool, failed=result.is_error)
    count("AgentToolCalled", result="failed" if result.is_error else "answered")
    return answer(*webhook.answer(result))


def _read(event: dict[str, Any], provider: str, tool: str, webhook: ToolWebhook, deps: AgentToolDeps) -> ToolRequest:
    """Verified before it is read. Raises NotFound for a name that is none of ours."""
    request, now_s = read_request(event, webhook.LIMIT_BYTES), deps.now().timestamp()
    verify(
        lambda secrets: webhook.verify(
            request.headers, request.body, secrets.of_provider(provider).webhook_secrets, now_s
        ),
        deps.secrets,
        now_s,
    )
    if not is_plain_id(tool):
        raise NotFound(NO_SUCH_TOOL)
    return webhook.read_request(request.body, tool)


def _refused(status: int, why: str) -> Answer:
    log.warning("agent tool refused", status=status, reason=why)
    count("AgentToolCalled", result="refused")
    return problem(status, why)
