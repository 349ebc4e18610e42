from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.keypad import Keypad
from ..models.mode import Mode
from ..models.no_answer_action import NoAnswerAction
from ..models.transfer_acceptance import TransferAcceptance
from ..models.transfer_mode import TransferMode
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.carrier_speech_shape import CarrierSpeechShape
  from ..models.disclosures_shape import DisclosuresShape
  from ..models.route_details_dynamic_variables_type_0 import RouteDetailsDynamicVariablesType0
  from ..models.route_details_tools_type_0 import RouteDetailsToolsType0
  from ..models.route_details_transfer_targets_type_0 import RouteDetailsTransferTargetsType0
  from ..models.voice_details import VoiceDetails





T = TypeVar("T", bound="RouteDetails")



@_attrs_define
class RouteDetails:
    """ A route's settings beside its number and mode. An omitted setting has the default.

        Attributes:
            agent_speaks_first (bool):
            apology (str):
            clinical (bool):
            greeting (str):
            keypad (Keypad): The use of the digits a caller presses.
            keypad_on_file (bool):
            max_duration_s (int):
            provider (str):
            record (bool):
            reject_reason (str):
            remove_pii (bool):
            transfer (TransferMode): Whether the colleague hears a whisper first.
            transfer_accept (TransferAcceptance): The way a colleague accepts a call after the whisper.
            transfer_untaken (NoAnswerAction): The fallback when no colleague takes the call.
            voicemail_transcript (bool):
            agent_id (None | str | Unset):
            carrier_speech (CarrierSpeechShape | None | Unset):
            destinations (None | str | Unset):
            disclosures (DisclosuresShape | None | Unset):
            dynamic_variables (None | RouteDetailsDynamicVariablesType0 | Unset):
            fallback (Mode | None | Unset):
            forward_to (None | str | Unset):
            resume_message (None | str | Unset):
            return_message (None | str | Unset):
            say_language (None | str | Unset):
            say_voice (None | str | Unset):
            tools (None | RouteDetailsToolsType0 | Unset):
            transfer_targets (None | RouteDetailsTransferTargetsType0 | Unset):
            voice (None | Unset | VoiceDetails):
            welcome (None | str | Unset):
     """

    agent_speaks_first: bool
    apology: str
    clinical: bool
    greeting: str
    keypad: Keypad
    keypad_on_file: bool
    max_duration_s: int
    provider: str
    record: bool
    reject_reason: str
    remove_pii: bool
    transfer: TransferMode
    transfer_accept: TransferAcceptance
    transfer_untaken: NoAnswerAction
    voicemail_transcript: bool
    agent_id: None | str | Unset = UNSET
    carrier_speech: CarrierSpeechShape | None | Unset = UNSET
    destinations: None | str | Unset = UNSET
    disclosures: DisclosuresShape | None | Unset = UNSET
    dynamic_variables: None | RouteDetailsDynamicVariablesType0 | Unset = UNSET
    fallback: Mode | None | Unset = UNSET
    forward_to: None | str | Unset = UNSET
    resume_message: None | str | Unset = UNSET
    return_message: None | str | Unset = UNSET
    say_language: None | str | Unset = UNSET
    say_voice: None | str | Unset = UNSET
    tools: None | RouteDetailsToolsType0 | Unset = UNSET
    transfer_targets: None | RouteDetailsTransferTargetsType0 | Unset = UNSET
    voice: None | Unset | VoiceDetails = UNSET
    welcome: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.carrier_speech_shape import CarrierSpeechShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.route_details_dynamic_variables_type_0 import RouteDetailsDynamicVariablesType0 # noqa: PLC0415
        from ..models.route_details_tools_type_0 import RouteDetailsToolsType0 # noqa: PLC0415
        from ..models.route_details_transfer_targets_type_0 import RouteDetailsTransferTargetsType0 # noqa: PLC0415
        from ..models.voice_details import VoiceDetails # noqa: PLC0415
        agent_speaks_first = self.agent_speaks_first

        apology = self.apology

        clinical = self.clinical

        greeting = self.greeting

        keypad = self.keypad.value

        keypad_on_file = self.keypad_on_file

        max_duration_s = self.max_duration_s

        provider = self.provider

        record = self.record

        reject_reason = self.reject_reason

        remove_pii = self.remove_pii

        transfer = self.transfer.value

        transfer_accept = self.transfer_accept.value

        transfer_untaken = self.transfer_untaken.value

        voicemail_transcript = self.voicemail_transcript

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        carrier_speech: dict[str, Any] | None | Unset
        if isinstance(self.carrier_speech, Unset):
            carrier_speech = UNSET
        elif isinstance(self.carrier_speech, CarrierSpeechShape):
            carrier_speech = self.carrier_speech.to_dict()
        else:
            carrier_speech = self.carrier_speech

        destinations: None | str | Unset
        if isinstance(self.destinations, Unset):
            destinations = UNSET
        else:
            destinations = self.destinations

        disclosures: dict[str, Any] | None | Unset
        if isinstance(self.disclosures, Unset):
            disclosures = UNSET
        elif isinstance(self.disclosures, DisclosuresShape):
            disclosures = self.disclosures.to_dict()
        else:
            disclosures = self.disclosures

        dynamic_variables: dict[str, Any] | None | Unset
        if isinstance(self.dynamic_variables, Unset):
            dynamic_variables = UNSET
        elif isinstance(self.dynamic_variables, RouteDetailsDynamicVariablesType0):
            dynamic_variables = self.dynamic_variables.to_dict()
        else:
            dynamic_variables = self.dynamic_variables

        fallback: None | str | Unset
        if isinstance(self.fallback, Unset):
            fallback = UNSET
        elif isinstance(self.fallback, Mode):
            fallback = self.fallback.value
        else:
            fallback = self.fallback

        forward_to: None | str | Unset
        if isinstance(self.forward_to, Unset):
            forward_to = UNSET
        else:
            forward_to = self.forward_to

        resume_message: None | str | Unset
        if isinstance(self.resume_message, Unset):
            resume_message = UNSET
        else:
            resume_message = self.resume_message

        return_message: None | str | Unset
        if isinstance(self.return_message, Unset):
            return_message = UNSET
        else:
            return_message = self.return_message

        say_language: None | str | Unset
        if isinstance(self.say_language, Unset):
            say_language = UNSET
        else:
            say_language = self.say_language

        say_voice: None | str | Unset
        if isinstance(self.say_voice, Unset):
            say_voice = UNSET
        else:
            say_voice = self.say_voice

        tools: dict[str, Any] | None | Unset
        if isinstance(self.tools, Unset):
            tools = UNSET
        elif isinstance(self.tools, RouteDetailsToolsType0):
            tools = self.tools.to_dict()
        else:
            tools = self.tools

        transfer_targets: dict[str, Any] | None | Unset
        if isinstance(self.transfer_targets, Unset):
            transfer_targets = UNSET
        elif isinstance(self.transfer_targets, RouteDetailsTransferTargetsType0):
            transfer_targets = self.transfer_targets.to_dict()
        else:
            transfer_targets = self.transfer_targets

        voice: dict[str, Any] | None | Unset
        if isinstance(self.voice, Unset):
            voice = UNSET
        elif isinstance(self.voice, VoiceDetails):
            voice = self.voice.to_dict()
        else:
            voice = self.voice

        welcome: None | str | Unset
        if isinstance(self.welcome, Unset):
            welcome = UNSET
        else:
            welcome = self.welcome


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_speaks_first": agent_speaks_first,
            "apology": apology,
            "clinical": clinical,
            "greeting": greeting,
            "keypad": keypad,
            "keypad_on_file": keypad_on_file,
            "max_duration_s": max_duration_s,
            "provider": provider,
            "record": record,
            "reject_reason": reject_reason,
            "remove_pii": remove_pii,
            "transfer": transfer,
            "transfer_accept": transfer_accept,
            "transfer_untaken": transfer_untaken,
            "voicemail_transcript": voicemail_transcript,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if carrier_speech is not UNSET:
            field_dict["carrier_speech"] = carrier_speech
        if destinations is not UNSET:
            field_dict["destinations"] = destinations
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if dynamic_variables is not UNSET:
            field_dict["dynamic_variables"] = dynamic_variables
        if fallback is not UNSET:
            field_dict["fallback"] = fallback
        if forward_to is not UNSET:
            field_dict["forward_to"] = forward_to
        if resume_message is not UNSET:
            field_dict["resume_message"] = resume_message
        if return_message is not UNSET:
            field_dict["return_message"] = return_message
        if say_language is not UNSET:
            field_dict["say_language"] = say_language
        if say_voice is not UNSET:
            field_dict["say_voice"] = say_voice
        if tools is not UNSET:
            field_dict["tools"] = tools
        if transfer_targets is not UNSET:
            field_dict["transfer_targets"] = transfer_targets
        if voice is not UNSET:
            field_dict["voice"] = voice
        if welcome is not UNSET:
            field_dict["welcome"] = welcome

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carrier_speech_shape import CarrierSpeechShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.route_details_dynamic_variables_type_0 import RouteDetailsDynamicVariablesType0 # noqa: PLC0415
        from ..models.route_details_tools_type_0 import RouteDetailsToolsType0 # noqa: PLC0415
        from ..models.route_details_transfer_targets_type_0 import RouteDetailsTransferTargetsType0 # noqa: PLC0415
        from ..models.voice_details import VoiceDetails # noqa: PLC0415
        d = dict(src_dict)
        agent_speaks_first = d.pop("agent_speaks_first")

        apology = d.pop("apology")

        clinical = d.pop("clinical")

        greeting = d.pop("greeting")

        keypad = Keypad(d.pop("keypad"))




        keypad_on_file = d.pop("keypad_on_file")

        max_duration_s = d.pop("max_duration_s")

        provider = d.pop("provider")

        record = d.pop("record")

        reject_reason = d.pop("reject_reason")

        remove_pii = d.pop("remove_pii")

        transfer = TransferMode(d.pop("transfer"))




        transfer_accept = TransferAcceptance(d.pop("transfer_accept"))




        transfer_untaken = NoAnswerAction(d.pop("transfer_untaken"))




        voicemail_transcript = d.pop("voicemail_transcript")

        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_carrier_speech(data: object) -> CarrierSpeechShape | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                carrier_speech_type_0 = CarrierSpeechShape.from_dict(data)



                return carrier_speech_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CarrierSpeechShape | None | Unset, data)

        carrier_speech = _parse_carrier_speech(d.pop("carrier_speech", UNSET))


        def _parse_destinations(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        destinations = _parse_destinations(d.pop("destinations", UNSET))


        def _parse_disclosures(data: object) -> DisclosuresShape | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                disclosures_type_0 = DisclosuresShape.from_dict(data)



                return disclosures_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DisclosuresShape | None | Unset, data)

        disclosures = _parse_disclosures(d.pop("disclosures", UNSET))


        def _parse_dynamic_variables(data: object) -> None | RouteDetailsDynamicVariablesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dynamic_variables_type_0 = RouteDetailsDynamicVariablesType0.from_dict(data)



                return dynamic_variables_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RouteDetailsDynamicVariablesType0 | Unset, data)

        dynamic_variables = _parse_dynamic_variables(d.pop("dynamic_variables", UNSET))


        def _parse_fallback(data: object) -> Mode | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fallback_type_0 = Mode(data)



                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Mode | None | Unset, data)

        fallback = _parse_fallback(d.pop("fallback", UNSET))


        def _parse_forward_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        forward_to = _parse_forward_to(d.pop("forward_to", UNSET))


        def _parse_resume_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        resume_message = _parse_resume_message(d.pop("resume_message", UNSET))


        def _parse_return_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        return_message = _parse_return_message(d.pop("return_message", UNSET))


        def _parse_say_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        say_language = _parse_say_language(d.pop("say_language", UNSET))


        def _parse_say_voice(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        say_voice = _parse_say_voice(d.pop("say_voice", UNSET))


        def _parse_tools(data: object) -> None | RouteDetailsToolsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                tools_type_0 = RouteDetailsToolsType0.from_dict(data)



                return tools_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RouteDetailsToolsType0 | Unset, data)

        tools = _parse_tools(d.pop("tools", UNSET))


        def _parse_transfer_targets(data: object) -> None | RouteDetailsTransferTargetsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transfer_targets_type_0 = RouteDetailsTransferTargetsType0.from_dict(data)



                return transfer_targets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RouteDetailsTransferTargetsType0 | Unset, data)

        transfer_targets = _parse_transfer_targets(d.pop("transfer_targets", UNSET))


        def _parse_voice(data: object) -> None | Unset | VoiceDetails:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                voice_type_0 = VoiceDetails.from_dict(data)



                return voice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoiceDetails, data)

        voice = _parse_voice(d.pop("voice", UNSET))


        def _parse_welcome(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        welcome = _parse_welcome(d.pop("welcome", UNSET))


        route_details = cls(
            agent_speaks_first=agent_speaks_first,
            apology=apology,
            clinical=clinical,
            greeting=greeting,
            keypad=keypad,
            keypad_on_file=keypad_on_file,
            max_duration_s=max_duration_s,
            provider=provider,
            record=record,
            reject_reason=reject_reason,
            remove_pii=remove_pii,
            transfer=transfer,
            transfer_accept=transfer_accept,
            transfer_untaken=transfer_untaken,
            voicemail_transcript=voicemail_transcript,
            agent_id=agent_id,
            carrier_speech=carrier_speech,
            destinations=destinations,
            disclosures=disclosures,
            dynamic_variables=dynamic_variables,
            fallback=fallback,
            forward_to=forward_to,
            resume_message=resume_message,
            return_message=return_message,
            say_language=say_language,
            say_voice=say_voice,
            tools=tools,
            transfer_targets=transfer_targets,
            voice=voice,
            welcome=welcome,
        )


        route_details.additional_properties = d
        return route_details

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
