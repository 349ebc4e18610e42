"""Agent files (`agents/*.yaml`): an agent's words, tools and voices, where it lives, and checks of what it says."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trunkline.brain.domain.agents import (
    APOLOGY,
    FILLERS,
    GIVING_UP,
    GOODBYE,
    NO_TRANSFER,
    REMINDERS,
    BrainAgent,
    BrainTool,
    CallerTask,
    Patience,
)
from trunkline.brain.domain.scripts import ScriptedReply
from trunkline.errors import BadRequest

USUAL_FOLDER = Path("agents")
Texts = str | list[str]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ToolOfFile(Strict):
    """An HTTP tool. `parameters` is a JSON schema; `headers` name secrets of the company. Without `url` it collects."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    description: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    filler: str = ""
    url: str = ""
    method: str = "POST"
    timeout_s: int = 10
    headers: dict[str, str] = Field(default_factory=dict)


class TaskOfFile(Strict):
    """What the caller does after a protected passage, and for how long they are left alone."""

    seconds: float
    until: list[str] = Field(default_factory=list)


class PatienceOfFile(Strict):
    """Seconds a caller waits: for a first filler, and for a model until the apology."""

    filler_after_s: float = Patience().filler_after_s
    give_up_after_s: float = Patience().give_up_after_s


class ReplyOfScript(Strict):
    """A reply of the scripted model, which stands in for a real one."""

    hears: str
    says: str = ""
    tool: str = ""
    arguments: dict[str, Any] = Field(default_factory=dict)
    passage: str = ""


class Expectation(Strict):
    """What an answer has to be. Texts are looked for without regard to case."""

    says: Texts = Field(default_factory=list)
    never: Texts = Field(default_factory=list)
    tool: str = ""
    arguments: dict[str, Any] = Field(default_factory=dict)
    ends: bool = False
    transfers_to: str = ""
    presses: str = ""


class Step(Strict):
    caller: str
    expect: Expectation = Expectation()


class Check(Strict):
    """A conversation. `results` are what tools return, by name: no tool is really asked."""

    name: str
    variables: dict[str, str] = Field(default_factory=dict)
    results: dict[str, str] = Field(default_factory=dict)
    greeting: Expectation = Expectation()
    steps: Annotated[list[Step], Field(min_length=1)]


OF_THE_BRAIN = {
    *("prompt", "greeting", "variables", "is_greeting_protected", "temperature", "transfer_targets"),
    *("may_press_digits", "fillers", "reminders", "patience", "apology", "failures_at_most", "giving_up"),
    *("no_transfer", "goodbye", "protected", "tasks"),
}


class AgentFile(Strict):
    """`at` says where the agent lives, by provider; `voices` and `models` name what it speaks with there. The fields
    from `is_greeting_protected` to `tasks` are the brain's alone."""

    name: str
    prompt: str
    greeting: str = ""
    language: str = ""
    variables: dict[str, str] = Field(default_factory=dict)
    is_greeting_protected: bool = False
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.3
    tools: list[ToolOfFile] = Field(default_factory=list)
    transfer_targets: dict[str, str] = Field(default_factory=dict)
    may_press_digits: bool = False
    fillers: list[str] = Field(default_factory=lambda: list(FILLERS))
    reminders: list[str] = Field(default_factory=lambda: list(REMINDERS))
    patience: PatienceOfFile = PatienceOfFile()
    apology: str = APOLOGY
    failures_at_most: int = 2
    giving_up: str = GIVING_UP
    no_transfer: str = NO_TRANSFER
    goodbye: str = GOODBYE
    protected: dict[str, str] = Field(default_factory=dict)
    tasks: dict[str, TaskOfFile] = Field(default_factory=dict)
    at: dict[str, str] = Field(default_factory=dict)
    voices: dict[str, str] = Field(default_factory=dict)
    models: dict[str, str] = Field(default_factory=dict)
    script: list[ReplyOfScript] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list)

    def words(self) -> dict[str, Any]:
        """The agent's own settings, by the names that the brain has for them; tools and model come beside them."""
        language = self.language if "-" in self.language else ""  # the carrier wants a region with it
        return self.model_dump(include=OF_THE_BRAIN) | {"language": language}

    def agent(self, model: str) -> BrainAgent:
        made = {
            "fillers": tuple(self.fillers),
            "reminders": tuple(self.reminders),
            "patience": Patience(**self.patience.model_dump()),
            "tools": tuple(BrainTool(**tool.model_dump()) for tool in self.tools),
            "tasks": {name: CallerTask(task.seconds, tuple(task.until)) for name, task in self.tasks.items()},
        }
        return BrainAgent(**self.words() | made, agent_id=self.name, model=model)

    def replies(self) -> tuple[ScriptedReply, ...]:
        return tuple(ScriptedReply(**reply.model_dump()) for reply in self.script)


def texts(given: Texts) -> list[str]:
    return [given] if isinstance(given, str) else given


def read_agent_file(path: Path) -> AgentFile:
    """Raises BadRequest, which names the file and the field."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadRequest(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    try:
        return AgentFile.model_validate(values)
    except ValidationError as error:
        raise BadRequest("; ".join(f"{path}: {_sentence(fault)}" for fault in error.errors())) from error


def _sentence(fault: Any) -> str:
    where = ".".join(map(str, fault["loc"])) or "the file"
    return f"{where}: {'unknown field' if fault['type'] == 'extra_forbidden' else fault['msg']}"


def paths_of(given: Iterable[Path]) -> list[Path]:
    """The files that are named, and those of folders; without any name, those of `agents/`. Raises BadRequest."""
    found: list[Path] = []
    for path in list(given) or [USUAL_FOLDER]:
        is_folder = path.is_dir() or path == USUAL_FOLDER
        found += sorted(path.glob("*.y*ml")) if is_folder else [path]
    if not found:
        raise BadRequest(f"no agent file: name one, or put it into {USUAL_FOLDER}/")
    return found
