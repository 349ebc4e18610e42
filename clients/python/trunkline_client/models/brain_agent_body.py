from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.brain_agent_body_protected import BrainAgentBodyProtected
  from ..models.brain_agent_body_tasks import BrainAgentBodyTasks
  from ..models.brain_agent_body_transfer_targets import BrainAgentBodyTransferTargets
  from ..models.brain_agent_body_variables import BrainAgentBodyVariables
  from ..models.patience_shape import PatienceShape
  from ..models.tool_of_brain import ToolOfBrain





T = TypeVar("T", bound="BrainAgentBody")



@_attrs_define
class BrainAgentBody:
    """ An agent of the brain. An omitted field has the default shown. `{{name}}` in its texts are variables of the
    call, or of `variables` where the call has none. `protected` are passages that are read out word for word and not
    cut short.

        Attributes:
            prompt (str):
            answers_for (None | str | Unset):
            apology (str | Unset):  Default: 'I am sorry, something went wrong on my side. Could you say that again?'.
            failures_at_most (int | Unset):  Default: 2.
            fillers (list[str] | Unset):
            giving_up (str | Unset):  Default: 'I am sorry, something went wrong on my side. I put you through to a
                colleague.'.
            goodbye (str | Unset):  Default: 'Please call again later. Goodbye.'.
            greeting (str | Unset):  Default: ''.
            is_greeting_protected (bool | Unset):  Default: False.
            language (str | Unset):  Default: ''.
            may_press_digits (bool | Unset):  Default: False.
            model (str | Unset):  Default: ''.
            no_transfer (str | Unset):  Default: 'I am sorry, I cannot put you through at the moment.'.
            patience (PatienceShape | Unset): Seconds a caller waits: for a first filler, and for a model until the apology.
            protected (BrainAgentBodyProtected | Unset):
            reminders (list[str] | Unset):
            tasks (BrainAgentBodyTasks | Unset): What the caller does after a protected passage, by the passage's name
            temperature (float | Unset):  Default: 0.3.
            tools (list[ToolOfBrain] | Unset):
            transfer_targets (BrainAgentBodyTransferTargets | Unset):
            variables (BrainAgentBodyVariables | Unset):
     """

    prompt: str
    answers_for: None | str | Unset = UNSET
    apology: str | Unset = 'I am sorry, something went wrong on my side. Could you say that again?'
    failures_at_most: int | Unset = 2
    fillers: list[str] | Unset = UNSET
    giving_up: str | Unset = 'I am sorry, something went wrong on my side. I put you through to a colleague.'
    goodbye: str | Unset = 'Please call again later. Goodbye.'
    greeting: str | Unset = ''
    is_greeting_protected: bool | Unset = False
    language: str | Unset = ''
    may_press_digits: bool | Unset = False
    model: str | Unset = ''
    no_transfer: str | Unset = 'I am sorry, I cannot put you through at the moment.'
    patience: PatienceShape | Unset = UNSET
    protected: BrainAgentBodyProtected | Unset = UNSET
    reminders: list[str] | Unset = UNSET
    tasks: BrainAgentBodyTasks | Unset = UNSET
    temperature: float | Unset = 0.3
    tools: list[ToolOfBrain] | Unset = UNSET
    transfer_targets: BrainAgentBodyTransferTargets | Unset = UNSET
    variables: BrainAgentBodyVariables | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.brain_agent_body_protected import BrainAgentBodyProtected # noqa: PLC0415
        from ..models.brain_agent_body_tasks import BrainAgentBodyTasks # noqa: PLC0415
        from ..models.brain_agent_body_transfer_targets import BrainAgentBodyTransferTargets # noqa: PLC0415
        from ..models.brain_agent_body_variables import BrainAgentBodyVariables # noqa: PLC0415
        from ..models.patience_shape import PatienceShape # noqa: PLC0415
        from ..models.tool_of_brain import ToolOfBrain # noqa: PLC0415
        prompt = self.prompt

        answers_for: None | str | Unset
        if isinstance(self.answers_for, Unset):
            answers_for = UNSET
        else:
            answers_for = self.answers_for

        apology = self.apology

        failures_at_most = self.failures_at_most

        fillers: list[str] | Unset = UNSET
        if not isinstance(self.fillers, Unset):
            fillers = self.fillers



        giving_up = self.giving_up

        goodbye = self.goodbye

        greeting = self.greeting

        is_greeting_protected = self.is_greeting_protected

        language = self.language

        may_press_digits = self.may_press_digits

        model = self.model

        no_transfer = self.no_transfer

        patience: dict[str, Any] | Unset = UNSET
        if not isinstance(self.patience, Unset):
            patience = self.patience.to_dict()

        protected: dict[str, Any] | Unset = UNSET
        if not isinstance(self.protected, Unset):
            protected = self.protected.to_dict()

        reminders: list[str] | Unset = UNSET
        if not isinstance(self.reminders, Unset):
            reminders = self.reminders



        tasks: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tasks, Unset):
            tasks = self.tasks.to_dict()

        temperature = self.temperature

        tools: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tools, Unset):
            tools = []
            for tools_item_data in self.tools:
                tools_item = tools_item_data.to_dict()
                tools.append(tools_item)



        transfer_targets: dict[str, Any] | Unset = UNSET
        if not isinstance(self.transfer_targets, Unset):
            transfer_targets = self.transfer_targets.to_dict()

        variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.variables, Unset):
            variables = self.variables.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "prompt": prompt,
        })
        if answers_for is not UNSET:
            field_dict["answers_for"] = answers_for
        if apology is not UNSET:
            field_dict["apology"] = apology
        if failures_at_most is not UNSET:
            field_dict["failures_at_most"] = failures_at_most
        if fillers is not UNSET:
            field_dict["fillers"] = fillers
        if giving_up is not UNSET:
            field_dict["giving_up"] = giving_up
        if goodbye is not UNSET:
            field_dict["goodbye"] = goodbye
        if greeting is not UNSET:
            field_dict["greeting"] = greeting
        if is_greeting_protected is not UNSET:
            field_dict["is_greeting_protected"] = is_greeting_protected
        if language is not UNSET:
            field_dict["language"] = language
        if may_press_digits is not UNSET:
            field_dict["may_press_digits"] = may_press_digits
        if model is not UNSET:
            field_dict["model"] = model
        if no_transfer is not UNSET:
            field_dict["no_transfer"] = no_transfer
        if patience is not UNSET:
            field_dict["patience"] = patience
        if protected is not UNSET:
            field_dict["protected"] = protected
        if reminders is not UNSET:
            field_dict["reminders"] = reminders
        if tasks is not UNSET:
            field_dict["tasks"] = tasks
        if temperature is not UNSET:
            field_dict["temperature"] = temperature
        if tools is not UNSET:
            field_dict["tools"] = tools
        if transfer_targets is not UNSET:
            field_dict["transfer_targets"] = transfer_targets
        if variables is not UNSET:
            field_dict["variables"] = variables

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.brain_agent_body_protected import BrainAgentBodyProtected # noqa: PLC0415
        from ..models.brain_agent_body_tasks import BrainAgentBodyTasks # noqa: PLC0415
        from ..models.brain_agent_body_transfer_targets import BrainAgentBodyTransferTargets # noqa: PLC0415
        from ..models.brain_agent_body_variables import BrainAgentBodyVariables # noqa: PLC0415
        from ..models.patience_shape import PatienceShape # noqa: PLC0415
        from ..models.tool_of_brain import ToolOfBrain # noqa: PLC0415
        d = dict(src_dict)
        prompt = d.pop("prompt")

        def _parse_answers_for(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        answers_for = _parse_answers_for(d.pop("answers_for", UNSET))


        apology = d.pop("apology", UNSET)

        failures_at_most = d.pop("failures_at_most", UNSET)

        fillers = cast(list[str], d.pop("fillers", UNSET))


        giving_up = d.pop("giving_up", UNSET)

        goodbye = d.pop("goodbye", UNSET)

        greeting = d.pop("greeting", UNSET)

        is_greeting_protected = d.pop("is_greeting_protected", UNSET)

        language = d.pop("language", UNSET)

        may_press_digits = d.pop("may_press_digits", UNSET)

        model = d.pop("model", UNSET)

        no_transfer = d.pop("no_transfer", UNSET)

        _patience = d.pop("patience", UNSET)
        patience: PatienceShape | Unset
        if isinstance(_patience,  Unset):
            patience = UNSET
        else:
            patience = PatienceShape.from_dict(_patience)




        _protected = d.pop("protected", UNSET)
        protected: BrainAgentBodyProtected | Unset
        if isinstance(_protected,  Unset):
            protected = UNSET
        else:
            protected = BrainAgentBodyProtected.from_dict(_protected)




        reminders = cast(list[str], d.pop("reminders", UNSET))


        _tasks = d.pop("tasks", UNSET)
        tasks: BrainAgentBodyTasks | Unset
        if isinstance(_tasks,  Unset):
            tasks = UNSET
        else:
            tasks = BrainAgentBodyTasks.from_dict(_tasks)




        temperature = d.pop("temperature", UNSET)

        _tools = d.pop("tools", UNSET)
        tools: list[ToolOfBrain] | Unset = UNSET
        if _tools is not UNSET:
            tools = []
            for tools_item_data in _tools:
                tools_item = ToolOfBrain.from_dict(tools_item_data)



                tools.append(tools_item)


        _transfer_targets = d.pop("transfer_targets", UNSET)
        transfer_targets: BrainAgentBodyTransferTargets | Unset
        if isinstance(_transfer_targets,  Unset):
            transfer_targets = UNSET
        else:
            transfer_targets = BrainAgentBodyTransferTargets.from_dict(_transfer_targets)




        _variables = d.pop("variables", UNSET)
        variables: BrainAgentBodyVariables | Unset
        if isinstance(_variables,  Unset):
            variables = UNSET
        else:
            variables = BrainAgentBodyVariables.from_dict(_variables)




        brain_agent_body = cls(
            prompt=prompt,
            answers_for=answers_for,
            apology=apology,
            failures_at_most=failures_at_most,
            fillers=fillers,
            giving_up=giving_up,
            goodbye=goodbye,
            greeting=greeting,
            is_greeting_protected=is_greeting_protected,
            language=language,
            may_press_digits=may_press_digits,
            model=model,
            no_transfer=no_transfer,
            patience=patience,
            protected=protected,
            reminders=reminders,
            tasks=tasks,
            temperature=temperature,
            tools=tools,
            transfer_targets=transfer_targets,
            variables=variables,
        )

        return brain_agent_body

