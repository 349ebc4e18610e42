"""Agents of the brain in requests and answers."""

import json
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from api.models.carrier_speech import CarriersLanguage
from api.models.fields import AgentId, Name, Number, OwnNames, Shape, Speakable, Value, zulu
from api.models.tools import ToolOfRoute
from trunkline.brain.domain.agents import (
    APOLOGY,
    FILLERS,
    GIVING_UP,
    GOODBYE,
    NO_TRANSFER,
    REMINDERS,
    RESERVED,
    AgentVersion,
    BrainAgent,
    BrainTool,
    CallerTask,
    Patience,
)
from trunkline.calls.domain.variables import is_secret

SCHEMA_LIMIT_BYTES = 16 * 1024

Said = Annotated[Speakable, StringConstraints(max_length=1000)]
SaidOnce = Annotated[Said, StringConstraints(min_length=1)]


def _json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object, within its limit; NaN and halves of characters are no JSON."""
    written = json.dumps(schema, ensure_ascii=False, allow_nan=False).encode()
    if len(written) > SCHEMA_LIMIT_BYTES:
        raise ValueError(f"more than {SCHEMA_LIMIT_BYTES} bytes")
    if schema and schema.get("type") != "object":
        raise ValueError('a JSON schema with "type": "object"')
    return schema


def _unreserved(name: str) -> str:
    if name in RESERVED:
        raise ValueError(f"the name is reserved: {name}")
    return name


def _open(variables: dict[str, str]) -> dict[str, str]:
    """Shown with the agent to each key that reads it, so a secret has no place here."""
    if secrets := [name for name in variables if is_secret(name)]:
        raise ValueError(f"secret variables belong to a route or a call: {', '.join(secrets)}")
    return variables


class ToolOfBrain(ToolOfRoute):
    """An HTTP tool of the model. `parameters` is a JSON schema; `filler` is said while the tool runs. A tool without a
    `url` collects: what the model gives for its parameters is the call's `data_collection`."""

    url: Annotated[str, StringConstraints(pattern=r"^(https://[^\s]{1,500})?$")] = ""
    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"), AfterValidator(_unreserved)]
    description: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    parameters: Annotated[dict[str, Any], AfterValidator(_json_schema)] = Field(default_factory=dict)
    filler: Said = ""

    @model_validator(mode="after")
    def _does_something(self) -> "ToolOfBrain":
        if not self.url and not self.parameters.get("properties"):
            raise ValueError("a tool has a url, or parameters with properties to collect")
        return self


class CallerTaskShape(Shape):
    """The caller counts, holds a tone or speaks freely: they are not answered and not reminded for so many seconds,
    or until they have said one of the words in `until`."""

    seconds: Annotated[float, Field(ge=1, le=60)]
    until: Annotated[list[Said], Field(max_length=10)] = Field(default_factory=list)


class PatienceShape(Shape):
    """Seconds a caller waits: for a first filler, and for a model until the apology."""

    filler_after_s: Annotated[float, Field(ge=0.2, le=10)] = 1.5
    give_up_after_s: Annotated[float, Field(ge=1, le=30)] = 8.0


class BrainAgentBody(Shape):
    """An agent of the brain. An omitted field has the default shown. `{{name}}` in its texts are variables of the
    call, or of `variables` where the call has none. `protected` are passages that are read out word for word and not
    cut short."""

    prompt: Annotated[str, StringConstraints(min_length=1, max_length=32_000)]
    greeting: Said = ""
    is_greeting_protected: bool = False
    tools: Annotated[list[ToolOfBrain], Field(max_length=20)] = Field(default_factory=list)
    transfer_targets: Annotated[dict[Name, Number], Field(max_length=50)] = Field(default_factory=dict)
    may_press_digits: bool = False
    fillers: Annotated[list[SaidOnce], Field(max_length=10)] = Field(default_factory=lambda: list(FILLERS))
    reminders: Annotated[list[SaidOnce], Field(max_length=10)] = Field(default_factory=lambda: list(REMINDERS))
    apology: SaidOnce = APOLOGY
    failures_at_most: Annotated[int, Field(ge=1, le=10)] = 2
    giving_up: SaidOnce = GIVING_UP
    no_transfer: SaidOnce = NO_TRANSFER
    goodbye: SaidOnce = GOODBYE
    model: Annotated[str, StringConstraints(max_length=200)] = ""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.3
    patience: PatienceShape = PatienceShape()
    answers_for: AgentId | None = None
    variables: Annotated[dict[Name, Value], Field(max_length=50), OwnNames, AfterValidator(_open)] = Field(
        default_factory=dict
    )
    language: CarriersLanguage = ""
    protected: Annotated[dict[Name, SaidOnce], Field(max_length=20)] = Field(default_factory=dict)
    tasks: Annotated[dict[Name, CallerTaskShape], Field(max_length=20)] = Field(
        default_factory=dict, description="What the caller does after a protected passage, by the passage's name"
    )

    @model_validator(mode="after")
    def _tasks_follow_passages(self) -> "BrainAgentBody":
        if unknown := sorted(set(self.tasks) - set(self.protected)):
            raise ValueError(f"no protected passage of this name: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _tools_have_names_of_their_own(self) -> "BrainAgentBody":
        names = [tool.name for tool in self.tools]
        if len(set(names)) < len(names):
            raise ValueError("two tools have the same name")
        return self

    def agent(self, agent_id: str) -> BrainAgent:
        given = self.model_dump(exclude={"tools", "fillers", "reminders", "patience", "answers_for", "tasks"})
        return BrainAgent(
            **given,
            agent_id=agent_id,
            tools=tuple(BrainTool(**tool.model_dump()) for tool in self.tools),
            fillers=tuple(self.fillers),
            reminders=tuple(self.reminders),
            tasks={name: CallerTask(task.seconds, tuple(task.until)) for name, task in self.tasks.items()},
            patience=Patience(**self.patience.model_dump()),
            answers_for=self.answers_for or "",
        )


class BrainVersionShape(BaseModel):
    agent_id: str
    version: int
    made_at: str


class BrainAgentShape(BrainVersionShape):
    """A version of an agent, whole."""

    agent: BrainAgentBody


def to_version(found: AgentVersion) -> BrainVersionShape:
    return BrainVersionShape(agent_id=found.agent.agent_id, version=found.agent.version, made_at=zulu(found.made_at))


def to_response(found: AgentVersion) -> BrainAgentShape:
    values = asdict(found.agent)
    for name in ("agent_id", "version"):
        del values[name]
    body = BrainAgentBody.model_validate(values | {"answers_for": found.agent.answers_for or None})
    return BrainAgentShape(**to_version(found).model_dump(), agent=body)
