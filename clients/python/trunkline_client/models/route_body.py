from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.keypad import Keypad
from ..models.mode import Mode
from ..models.no_answer_action import NoAnswerAction
from ..models.route_body_fallback_type_0 import RouteBodyFallbackType0
from ..models.route_body_reject_reason import RouteBodyRejectReason
from ..models.transfer_acceptance import TransferAcceptance
from ..models.transfer_mode import TransferMode
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.carrier_speech_shape import CarrierSpeechShape
  from ..models.disclosures_shape import DisclosuresShape
  from ..models.route_body_dynamic_variables import RouteBodyDynamicVariables
  from ..models.route_body_tools import RouteBodyTools
  from ..models.route_body_transfer_targets import RouteBodyTransferTargets
  from ..models.voice_of_route import VoiceOfRoute





T = TypeVar("T", bound="RouteBody")



@_attrs_define
class RouteBody:
    """ A route's settings. An omitted field has the default shown.

        Attributes:
            mode (Mode): The mode in which a number answers calls.
            agent_id (None | str | Unset):
            agent_speaks_first (bool | Unset):  Default: True.
            apology (str | Unset):  Default: 'We are sorry, we cannot take your call right now. Please call again later.'.
            carrier_speech (CarrierSpeechShape | Unset): Voice, language and interruption in mode `converse`. An omitted
                setting is the carrier's own.
            clinical (bool | Unset):  Default: False.
            disclosures (DisclosuresShape | Unset): What the carrier says before anything is recorded: that a machine speaks
                (`ai`), that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            dynamic_variables (RouteBodyDynamicVariables | Unset):
            fallback (None | RouteBodyFallbackType0 | Unset):
            forward_to (None | str | Unset):
            greeting (str | Unset):  Default: 'Please leave a message after the tone.'.
            keypad (Keypad | Unset): The use of the digits a caller presses.
            keypad_on_file (bool | Unset):  Default: False.
            max_duration_s (int | Unset):  Default: 3600.
            provider (str | Unset):  Default: 'elevenlabs'.
            record (bool | Unset):  Default: False.
            reject_reason (RouteBodyRejectReason | Unset):  Default: RouteBodyRejectReason.REJECTED.
            remove_pii (bool | Unset): Take numbers, spoken digits and e-mail addresses out of texts before synthesis
                Default: False.
            resume_message (str | Unset):  Default: ''.
            return_message (str | Unset):  Default: ''.
            say_language (str | Unset):  Default: ''.
            say_voice (str | Unset):  Default: ''.
            tools (RouteBodyTools | Unset):
            transfer (TransferMode | Unset): Whether the colleague hears a whisper first.
            transfer_accept (TransferAcceptance | Unset): The way a colleague accepts a call after the whisper.
            transfer_targets (RouteBodyTransferTargets | Unset):
            transfer_untaken (NoAnswerAction | Unset): The fallback when no colleague takes the call.
            voice (None | Unset | VoiceOfRoute):
            voicemail_transcript (bool | Unset):  Default: False.
            welcome (str | Unset):  Default: ''.
     """

    mode: Mode
    agent_id: None | str | Unset = UNSET
    agent_speaks_first: bool | Unset = True
    apology: str | Unset = 'We are sorry, we cannot take your call right now. Please call again later.'
    carrier_speech: CarrierSpeechShape | Unset = UNSET
    clinical: bool | Unset = False
    disclosures: DisclosuresShape | Unset = UNSET
    dynamic_variables: RouteBodyDynamicVariables | Unset = UNSET
    fallback: None | RouteBodyFallbackType0 | Unset = UNSET
    forward_to: None | str | Unset = UNSET
    greeting: str | Unset = 'Please leave a message after the tone.'
    keypad: Keypad | Unset = UNSET
    keypad_on_file: bool | Unset = False
    max_duration_s: int | Unset = 3600
    provider: str | Unset = 'elevenlabs'
    record: bool | Unset = False
    reject_reason: RouteBodyRejectReason | Unset = RouteBodyRejectReason.REJECTED
    remove_pii: bool | Unset = False
    resume_message: str | Unset = ''
    return_message: str | Unset = ''
    say_language: str | Unset = ''
    say_voice: str | Unset = ''
    tools: RouteBodyTools | Unset = UNSET
    transfer: TransferMode | Unset = UNSET
    transfer_accept: TransferAcceptance | Unset = UNSET
    transfer_targets: RouteBodyTransferTargets | Unset = UNSET
    transfer_untaken: NoAnswerAction | Unset = UNSET
    voice: None | Unset | VoiceOfRoute = UNSET
    voicemail_transcript: bool | Unset = False
    welcome: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.carrier_speech_shape import CarrierSpeechShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.route_body_dynamic_variables import RouteBodyDynamicVariables # noqa: PLC0415
        from ..models.route_body_tools import RouteBodyTools # noqa: PLC0415
        from ..models.route_body_transfer_targets import RouteBodyTransferTargets # noqa: PLC0415
        from ..models.voice_of_route import VoiceOfRoute # noqa: PLC0415
        mode = self.mode.value

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        agent_speaks_first = self.agent_speaks_first

        apology = self.apology

        carrier_speech: dict[str, Any] | Unset = UNSET
        if not isinstance(self.carrier_speech, Unset):
            carrier_speech = self.carrier_speech.to_dict()

        clinical = self.clinical

        disclosures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.disclosures, Unset):
            disclosures = self.disclosures.to_dict()

        dynamic_variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dynamic_variables, Unset):
            dynamic_variables = self.dynamic_variables.to_dict()

        fallback: None | str | Unset
        if isinstance(self.fallback, Unset):
            fallback = UNSET
        elif isinstance(self.fallback, RouteBodyFallbackType0):
            fallback = self.fallback.value
        else:
            fallback = self.fallback

        forward_to: None | str | Unset
        if isinstance(self.forward_to, Unset):
            forward_to = UNSET
        else:
            forward_to = self.forward_to

        greeting = self.greeting

        keypad: str | Unset = UNSET
        if not isinstance(self.keypad, Unset):
            keypad = self.keypad.value


        keypad_on_file = self.keypad_on_file

        max_duration_s = self.max_duration_s

        provider = self.provider

        record = self.record

        reject_reason: str | Unset = UNSET
        if not isinstance(self.reject_reason, Unset):
            reject_reason = self.reject_reason.value


        remove_pii = self.remove_pii

        resume_message = self.resume_message

        return_message = self.return_message

        say_language = self.say_language

        say_voice = self.say_voice

        tools: dict[str, Any] | Unset = UNSET
        if not isinstance(self.tools, Unset):
            tools = self.tools.to_dict()

        transfer: str | Unset = UNSET
        if not isinstance(self.transfer, Unset):
            transfer = self.transfer.value


        transfer_accept: str | Unset = UNSET
        if not isinstance(self.transfer_accept, Unset):
            transfer_accept = self.transfer_accept.value


        transfer_targets: dict[str, Any] | Unset = UNSET
        if not isinstance(self.transfer_targets, Unset):
            transfer_targets = self.transfer_targets.to_dict()

        transfer_untaken: str | Unset = UNSET
        if not isinstance(self.transfer_untaken, Unset):
            transfer_untaken = self.transfer_untaken.value


        voice: dict[str, Any] | None | Unset
        if isinstance(self.voice, Unset):
            voice = UNSET
        elif isinstance(self.voice, VoiceOfRoute):
            voice = self.voice.to_dict()
        else:
            voice = self.voice

        voicemail_transcript = self.voicemail_transcript

        welcome = self.welcome


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "mode": mode,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if agent_speaks_first is not UNSET:
            field_dict["agent_speaks_first"] = agent_speaks_first
        if apology is not UNSET:
            field_dict["apology"] = apology
        if carrier_speech is not UNSET:
            field_dict["carrier_speech"] = carrier_speech
        if clinical is not UNSET:
            field_dict["clinical"] = clinical
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if dynamic_variables is not UNSET:
            field_dict["dynamic_variables"] = dynamic_variables
        if fallback is not UNSET:
            field_dict["fallback"] = fallback
        if forward_to is not UNSET:
            field_dict["forward_to"] = forward_to
        if greeting is not UNSET:
            field_dict["greeting"] = greeting
        if keypad is not UNSET:
            field_dict["keypad"] = keypad
        if keypad_on_file is not UNSET:
            field_dict["keypad_on_file"] = keypad_on_file
        if max_duration_s is not UNSET:
            field_dict["max_duration_s"] = max_duration_s
        if provider is not UNSET:
            field_dict["provider"] = provider
        if record is not UNSET:
            field_dict["record"] = record
        if reject_reason is not UNSET:
            field_dict["reject_reason"] = reject_reason
        if remove_pii is not UNSET:
            field_dict["remove_pii"] = remove_pii
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
        if transfer is not UNSET:
            field_dict["transfer"] = transfer
        if transfer_accept is not UNSET:
            field_dict["transfer_accept"] = transfer_accept
        if transfer_targets is not UNSET:
            field_dict["transfer_targets"] = transfer_targets
        if transfer_untaken is not UNSET:
            field_dict["transfer_untaken"] = transfer_untaken
        if voice is not UNSET:
            field_dict["voice"] = voice
        if voicemail_transcript is not UNSET:
            field_dict["voicemail_transcript"] = voicemail_transcript
        if welcome is not UNSET:
            field_dict["welcome"] = welcome

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carrier_speech_shape import CarrierSpeechShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.route_body_dynamic_variables import RouteBodyDynamicVariables # noqa: PLC0415
        from ..models.route_body_tools import RouteBodyTools # noqa: PLC0415
        from ..models.route_body_transfer_targets import RouteBodyTransferTargets # noqa: PLC0415
        from ..models.voice_of_route import VoiceOfRoute # noqa: PLC0415
        d = dict(src_dict)
        mode = Mode(d.pop("mode"))




        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        agent_speaks_first = d.pop("agent_speaks_first", UNSET)

        apology = d.pop("apology", UNSET)

        _carrier_speech = d.pop("carrier_speech", UNSET)
        carrier_speech: CarrierSpeechShape | Unset
        if isinstance(_carrier_speech,  Unset):
            carrier_speech = UNSET
        else:
            carrier_speech = CarrierSpeechShape.from_dict(_carrier_speech)




        clinical = d.pop("clinical", UNSET)

        _disclosures = d.pop("disclosures", UNSET)
        disclosures: DisclosuresShape | Unset
        if isinstance(_disclosures,  Unset):
            disclosures = UNSET
        else:
            disclosures = DisclosuresShape.from_dict(_disclosures)




        _dynamic_variables = d.pop("dynamic_variables", UNSET)
        dynamic_variables: RouteBodyDynamicVariables | Unset
        if isinstance(_dynamic_variables,  Unset):
            dynamic_variables = UNSET
        else:
            dynamic_variables = RouteBodyDynamicVariables.from_dict(_dynamic_variables)




        def _parse_fallback(data: object) -> None | RouteBodyFallbackType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fallback_type_0 = RouteBodyFallbackType0(data)



                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RouteBodyFallbackType0 | Unset, data)

        fallback = _parse_fallback(d.pop("fallback", UNSET))


        def _parse_forward_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        forward_to = _parse_forward_to(d.pop("forward_to", UNSET))


        greeting = d.pop("greeting", UNSET)

        _keypad = d.pop("keypad", UNSET)
        keypad: Keypad | Unset
        if isinstance(_keypad,  Unset):
            keypad = UNSET
        else:
            keypad = Keypad(_keypad)




        keypad_on_file = d.pop("keypad_on_file", UNSET)

        max_duration_s = d.pop("max_duration_s", UNSET)

        provider = d.pop("provider", UNSET)

        record = d.pop("record", UNSET)

        _reject_reason = d.pop("reject_reason", UNSET)
        reject_reason: RouteBodyRejectReason | Unset
        if isinstance(_reject_reason,  Unset):
            reject_reason = UNSET
        else:
            reject_reason = RouteBodyRejectReason(_reject_reason)




        remove_pii = d.pop("remove_pii", UNSET)

        resume_message = d.pop("resume_message", UNSET)

        return_message = d.pop("return_message", UNSET)

        say_language = d.pop("say_language", UNSET)

        say_voice = d.pop("say_voice", UNSET)

        _tools = d.pop("tools", UNSET)
        tools: RouteBodyTools | Unset
        if isinstance(_tools,  Unset):
            tools = UNSET
        else:
            tools = RouteBodyTools.from_dict(_tools)




        _transfer = d.pop("transfer", UNSET)
        transfer: TransferMode | Unset
        if isinstance(_transfer,  Unset):
            transfer = UNSET
        else:
            transfer = TransferMode(_transfer)




        _transfer_accept = d.pop("transfer_accept", UNSET)
        transfer_accept: TransferAcceptance | Unset
        if isinstance(_transfer_accept,  Unset):
            transfer_accept = UNSET
        else:
            transfer_accept = TransferAcceptance(_transfer_accept)




        _transfer_targets = d.pop("transfer_targets", UNSET)
        transfer_targets: RouteBodyTransferTargets | Unset
        if isinstance(_transfer_targets,  Unset):
            transfer_targets = UNSET
        else:
            transfer_targets = RouteBodyTransferTargets.from_dict(_transfer_targets)




        _transfer_untaken = d.pop("transfer_untaken", UNSET)
        transfer_untaken: NoAnswerAction | Unset
        if isinstance(_transfer_untaken,  Unset):
            transfer_untaken = UNSET
        else:
            transfer_untaken = NoAnswerAction(_transfer_untaken)




        def _parse_voice(data: object) -> None | Unset | VoiceOfRoute:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                voice_type_0 = VoiceOfRoute.from_dict(data)



                return voice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoiceOfRoute, data)

        voice = _parse_voice(d.pop("voice", UNSET))


        voicemail_transcript = d.pop("voicemail_transcript", UNSET)

        welcome = d.pop("welcome", UNSET)

        route_body = cls(
            mode=mode,
            agent_id=agent_id,
            agent_speaks_first=agent_speaks_first,
            apology=apology,
            carrier_speech=carrier_speech,
            clinical=clinical,
            disclosures=disclosures,
            dynamic_variables=dynamic_variables,
            fallback=fallback,
            forward_to=forward_to,
            greeting=greeting,
            keypad=keypad,
            keypad_on_file=keypad_on_file,
            max_duration_s=max_duration_s,
            provider=provider,
            record=record,
            reject_reason=reject_reason,
            remove_pii=remove_pii,
            resume_message=resume_message,
            return_message=return_message,
            say_language=say_language,
            say_voice=say_voice,
            tools=tools,
            transfer=transfer,
            transfer_accept=transfer_accept,
            transfer_targets=transfer_targets,
            transfer_untaken=transfer_untaken,
            voice=voice,
            voicemail_transcript=voicemail_transcript,
            welcome=welcome,
        )

        return route_body

