from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.channel import Channel
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.cap_shape import CapShape
  from ..models.disclosures_shape import DisclosuresShape
  from ..models.new_campaign_dynamic_variables import NewCampaignDynamicVariables
  from ..models.new_campaign_machines import NewCampaignMachines
  from ..models.new_campaign_retries import NewCampaignRetries
  from ..models.pacing_shape import PacingShape
  from ..models.voice_settings_shape import VoiceSettingsShape
  from ..models.window_shape import WindowShape





T = TypeVar("T", bound="NewCampaign")



@_attrs_define
class NewCampaign:
    """ `channel` says who places the call: the voice provider, or the carrier with the media by our relay, taken by the
    provider (register), or a text spoken in a voice. `destinations` are the regions that may be called at all.

        Attributes:
            channel (Channel): The channel of a campaign: who places the call and how it is answered.
            from_number (str): the number people see; the company's own
            name (str): for people
            agent_id (None | str | Unset): who speaks; not with `voice`
            budget_usd (float | None | str | Unset): it pauses once this is spent; none: no limit
            cap (CapShape | Unset): The limit of calls to one person in so many days, by all of your campaigns.
            clinical (bool | Unset): its calls are patients': what was said takes a clinical key Default: False.
            destinations (list[str] | Unset): countries and states that may be called; `US` and `CA` when left out
            disclosures (DisclosuresShape | Unset): What the carrier says before anything is recorded: that a machine speaks
                (`ai`), that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            dynamic_variables (NewCampaignDynamicVariables | Unset): for every call; a column of the list counts more
            ends_at (datetime.datetime | None | Unset): no call after
            machines (NewCampaignMachines | Unset): what is done once it is known who answered
            max_duration_s (int | Unset): seconds a call may last Default: 3600.
            needs_consent (bool | Unset): false: call people of whom no consent is on file, too Default: True.
            opt_out_key (str | Unset): the key that ends calls to this person for good Default: ''.
            pacing (PacingShape | Unset): `calls_per_second` may be below one.
            phone_number_id (None | str | Unset): the number's id at the provider
            provider (str | Unset): the voice provider of the agent Default: 'elevenlabs'.
            retries (NewCampaignRetries | Unset): after which outcome a person is dialled again, how often, and after what
                wait
            ring_s (int | Unset): seconds a phone rings Default: 40.
            starts_at (datetime.datetime | None | Unset): no call before
            text (str | Unset): `voice` alone: what is spoken, then the call ends Default: ''.
            voice_id (None | str | Unset): `voice` alone: who speaks `text`
            voice_settings (VoiceSettingsShape | Unset): Voice settings. An omitted setting keeps the voice's stored value.
            voicemail_text (str | Unset): spoken to a machine that `machines` leaves a message Default: ''.
            window (WindowShape | Unset): In the contact's own time. It only narrows what the law allows there.
     """

    channel: Channel
    from_number: str
    name: str
    agent_id: None | str | Unset = UNSET
    budget_usd: float | None | str | Unset = UNSET
    cap: CapShape | Unset = UNSET
    clinical: bool | Unset = False
    destinations: list[str] | Unset = UNSET
    disclosures: DisclosuresShape | Unset = UNSET
    dynamic_variables: NewCampaignDynamicVariables | Unset = UNSET
    ends_at: datetime.datetime | None | Unset = UNSET
    machines: NewCampaignMachines | Unset = UNSET
    max_duration_s: int | Unset = 3600
    needs_consent: bool | Unset = True
    opt_out_key: str | Unset = ''
    pacing: PacingShape | Unset = UNSET
    phone_number_id: None | str | Unset = UNSET
    provider: str | Unset = 'elevenlabs'
    retries: NewCampaignRetries | Unset = UNSET
    ring_s: int | Unset = 40
    starts_at: datetime.datetime | None | Unset = UNSET
    text: str | Unset = ''
    voice_id: None | str | Unset = UNSET
    voice_settings: VoiceSettingsShape | Unset = UNSET
    voicemail_text: str | Unset = ''
    window: WindowShape | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.cap_shape import CapShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_campaign_dynamic_variables import NewCampaignDynamicVariables # noqa: PLC0415
        from ..models.new_campaign_machines import NewCampaignMachines # noqa: PLC0415
        from ..models.new_campaign_retries import NewCampaignRetries # noqa: PLC0415
        from ..models.pacing_shape import PacingShape # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        from ..models.window_shape import WindowShape # noqa: PLC0415
        channel = self.channel.value

        from_number = self.from_number

        name = self.name

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        budget_usd: float | None | str | Unset
        if isinstance(self.budget_usd, Unset):
            budget_usd = UNSET
        else:
            budget_usd = self.budget_usd

        cap: dict[str, Any] | Unset = UNSET
        if not isinstance(self.cap, Unset):
            cap = self.cap.to_dict()

        clinical = self.clinical

        destinations: list[str] | Unset = UNSET
        if not isinstance(self.destinations, Unset):
            destinations = self.destinations



        disclosures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.disclosures, Unset):
            disclosures = self.disclosures.to_dict()

        dynamic_variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dynamic_variables, Unset):
            dynamic_variables = self.dynamic_variables.to_dict()

        ends_at: None | str | Unset
        if isinstance(self.ends_at, Unset):
            ends_at = UNSET
        elif isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        machines: dict[str, Any] | Unset = UNSET
        if not isinstance(self.machines, Unset):
            machines = self.machines.to_dict()

        max_duration_s = self.max_duration_s

        needs_consent = self.needs_consent

        opt_out_key = self.opt_out_key

        pacing: dict[str, Any] | Unset = UNSET
        if not isinstance(self.pacing, Unset):
            pacing = self.pacing.to_dict()

        phone_number_id: None | str | Unset
        if isinstance(self.phone_number_id, Unset):
            phone_number_id = UNSET
        else:
            phone_number_id = self.phone_number_id

        provider = self.provider

        retries: dict[str, Any] | Unset = UNSET
        if not isinstance(self.retries, Unset):
            retries = self.retries.to_dict()

        ring_s = self.ring_s

        starts_at: None | str | Unset
        if isinstance(self.starts_at, Unset):
            starts_at = UNSET
        elif isinstance(self.starts_at, datetime.datetime):
            starts_at = self.starts_at.isoformat()
        else:
            starts_at = self.starts_at

        text = self.text

        voice_id: None | str | Unset
        if isinstance(self.voice_id, Unset):
            voice_id = UNSET
        else:
            voice_id = self.voice_id

        voice_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.voice_settings, Unset):
            voice_settings = self.voice_settings.to_dict()

        voicemail_text = self.voicemail_text

        window: dict[str, Any] | Unset = UNSET
        if not isinstance(self.window, Unset):
            window = self.window.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "channel": channel,
            "from_number": from_number,
            "name": name,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if budget_usd is not UNSET:
            field_dict["budget_usd"] = budget_usd
        if cap is not UNSET:
            field_dict["cap"] = cap
        if clinical is not UNSET:
            field_dict["clinical"] = clinical
        if destinations is not UNSET:
            field_dict["destinations"] = destinations
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if dynamic_variables is not UNSET:
            field_dict["dynamic_variables"] = dynamic_variables
        if ends_at is not UNSET:
            field_dict["ends_at"] = ends_at
        if machines is not UNSET:
            field_dict["machines"] = machines
        if max_duration_s is not UNSET:
            field_dict["max_duration_s"] = max_duration_s
        if needs_consent is not UNSET:
            field_dict["needs_consent"] = needs_consent
        if opt_out_key is not UNSET:
            field_dict["opt_out_key"] = opt_out_key
        if pacing is not UNSET:
            field_dict["pacing"] = pacing
        if phone_number_id is not UNSET:
            field_dict["phone_number_id"] = phone_number_id
        if provider is not UNSET:
            field_dict["provider"] = provider
        if retries is not UNSET:
            field_dict["retries"] = retries
        if ring_s is not UNSET:
            field_dict["ring_s"] = ring_s
        if starts_at is not UNSET:
            field_dict["starts_at"] = starts_at
        if text is not UNSET:
            field_dict["text"] = text
        if voice_id is not UNSET:
            field_dict["voice_id"] = voice_id
        if voice_settings is not UNSET:
            field_dict["voice_settings"] = voice_settings
        if voicemail_text is not UNSET:
            field_dict["voicemail_text"] = voicemail_text
        if window is not UNSET:
            field_dict["window"] = window

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cap_shape import CapShape # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_campaign_dynamic_variables import NewCampaignDynamicVariables # noqa: PLC0415
        from ..models.new_campaign_machines import NewCampaignMachines # noqa: PLC0415
        from ..models.new_campaign_retries import NewCampaignRetries # noqa: PLC0415
        from ..models.pacing_shape import PacingShape # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        from ..models.window_shape import WindowShape # noqa: PLC0415
        d = dict(src_dict)
        channel = Channel(d.pop("channel"))




        from_number = d.pop("from_number")

        name = d.pop("name")

        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_budget_usd(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        budget_usd = _parse_budget_usd(d.pop("budget_usd", UNSET))


        _cap = d.pop("cap", UNSET)
        cap: CapShape | Unset
        if isinstance(_cap,  Unset):
            cap = UNSET
        else:
            cap = CapShape.from_dict(_cap)




        clinical = d.pop("clinical", UNSET)

        destinations = cast(list[str], d.pop("destinations", UNSET))


        _disclosures = d.pop("disclosures", UNSET)
        disclosures: DisclosuresShape | Unset
        if isinstance(_disclosures,  Unset):
            disclosures = UNSET
        else:
            disclosures = DisclosuresShape.from_dict(_disclosures)




        _dynamic_variables = d.pop("dynamic_variables", UNSET)
        dynamic_variables: NewCampaignDynamicVariables | Unset
        if isinstance(_dynamic_variables,  Unset):
            dynamic_variables = UNSET
        else:
            dynamic_variables = NewCampaignDynamicVariables.from_dict(_dynamic_variables)




        def _parse_ends_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)



                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ends_at = _parse_ends_at(d.pop("ends_at", UNSET))


        _machines = d.pop("machines", UNSET)
        machines: NewCampaignMachines | Unset
        if isinstance(_machines,  Unset):
            machines = UNSET
        else:
            machines = NewCampaignMachines.from_dict(_machines)




        max_duration_s = d.pop("max_duration_s", UNSET)

        needs_consent = d.pop("needs_consent", UNSET)

        opt_out_key = d.pop("opt_out_key", UNSET)

        _pacing = d.pop("pacing", UNSET)
        pacing: PacingShape | Unset
        if isinstance(_pacing,  Unset):
            pacing = UNSET
        else:
            pacing = PacingShape.from_dict(_pacing)




        def _parse_phone_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id", UNSET))


        provider = d.pop("provider", UNSET)

        _retries = d.pop("retries", UNSET)
        retries: NewCampaignRetries | Unset
        if isinstance(_retries,  Unset):
            retries = UNSET
        else:
            retries = NewCampaignRetries.from_dict(_retries)




        ring_s = d.pop("ring_s", UNSET)

        def _parse_starts_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_at_type_0 = datetime.datetime.fromisoformat(data)



                return starts_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        starts_at = _parse_starts_at(d.pop("starts_at", UNSET))


        text = d.pop("text", UNSET)

        def _parse_voice_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voice_id = _parse_voice_id(d.pop("voice_id", UNSET))


        _voice_settings = d.pop("voice_settings", UNSET)
        voice_settings: VoiceSettingsShape | Unset
        if isinstance(_voice_settings,  Unset):
            voice_settings = UNSET
        else:
            voice_settings = VoiceSettingsShape.from_dict(_voice_settings)




        voicemail_text = d.pop("voicemail_text", UNSET)

        _window = d.pop("window", UNSET)
        window: WindowShape | Unset
        if isinstance(_window,  Unset):
            window = UNSET
        else:
            window = WindowShape.from_dict(_window)




        new_campaign = cls(
            channel=channel,
            from_number=from_number,
            name=name,
            agent_id=agent_id,
            budget_usd=budget_usd,
            cap=cap,
            clinical=clinical,
            destinations=destinations,
            disclosures=disclosures,
            dynamic_variables=dynamic_variables,
            ends_at=ends_at,
            machines=machines,
            max_duration_s=max_duration_s,
            needs_consent=needs_consent,
            opt_out_key=opt_out_key,
            pacing=pacing,
            phone_number_id=phone_number_id,
            provider=provider,
            retries=retries,
            ring_s=ring_s,
            starts_at=starts_at,
            text=text,
            voice_id=voice_id,
            voice_settings=voice_settings,
            voicemail_text=voicemail_text,
            window=window,
        )

        return new_campaign

