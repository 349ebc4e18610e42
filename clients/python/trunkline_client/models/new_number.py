from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.inbound_trunk import InboundTrunk
  from ..models.outbound_trunk import OutboundTrunk





T = TypeVar("T", bound="NewNumber")



@_attrs_define
class NewNumber:
    """ Either `sid` and `token` of a Twilio account, or the configuration of a trunk.

        Attributes:
            phone_number (str):
            inbound_trunk_config (InboundTrunk | None | Unset):
            label (None | str | Unset): the number itself when left out
            outbound_trunk_config (None | OutboundTrunk | Unset):
            sid (None | str | Unset):
            supports_inbound (bool | Unset):  Default: True.
            supports_outbound (bool | Unset):  Default: True.
            token (None | str | Unset):
     """

    phone_number: str
    inbound_trunk_config: InboundTrunk | None | Unset = UNSET
    label: None | str | Unset = UNSET
    outbound_trunk_config: None | OutboundTrunk | Unset = UNSET
    sid: None | str | Unset = UNSET
    supports_inbound: bool | Unset = True
    supports_outbound: bool | Unset = True
    token: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.inbound_trunk import InboundTrunk # noqa: PLC0415
        from ..models.outbound_trunk import OutboundTrunk # noqa: PLC0415
        phone_number = self.phone_number

        inbound_trunk_config: dict[str, Any] | None | Unset
        if isinstance(self.inbound_trunk_config, Unset):
            inbound_trunk_config = UNSET
        elif isinstance(self.inbound_trunk_config, InboundTrunk):
            inbound_trunk_config = self.inbound_trunk_config.to_dict()
        else:
            inbound_trunk_config = self.inbound_trunk_config

        label: None | str | Unset
        if isinstance(self.label, Unset):
            label = UNSET
        else:
            label = self.label

        outbound_trunk_config: dict[str, Any] | None | Unset
        if isinstance(self.outbound_trunk_config, Unset):
            outbound_trunk_config = UNSET
        elif isinstance(self.outbound_trunk_config, OutboundTrunk):
            outbound_trunk_config = self.outbound_trunk_config.to_dict()
        else:
            outbound_trunk_config = self.outbound_trunk_config

        sid: None | str | Unset
        if isinstance(self.sid, Unset):
            sid = UNSET
        else:
            sid = self.sid

        supports_inbound = self.supports_inbound

        supports_outbound = self.supports_outbound

        token: None | str | Unset
        if isinstance(self.token, Unset):
            token = UNSET
        else:
            token = self.token


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "phone_number": phone_number,
        })
        if inbound_trunk_config is not UNSET:
            field_dict["inbound_trunk_config"] = inbound_trunk_config
        if label is not UNSET:
            field_dict["label"] = label
        if outbound_trunk_config is not UNSET:
            field_dict["outbound_trunk_config"] = outbound_trunk_config
        if sid is not UNSET:
            field_dict["sid"] = sid
        if supports_inbound is not UNSET:
            field_dict["supports_inbound"] = supports_inbound
        if supports_outbound is not UNSET:
            field_dict["supports_outbound"] = supports_outbound
        if token is not UNSET:
            field_dict["token"] = token

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.inbound_trunk import InboundTrunk # noqa: PLC0415
        from ..models.outbound_trunk import OutboundTrunk # noqa: PLC0415
        d = dict(src_dict)
        phone_number = d.pop("phone_number")

        def _parse_inbound_trunk_config(data: object) -> InboundTrunk | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                inbound_trunk_config_type_0 = InboundTrunk.from_dict(data)



                return inbound_trunk_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(InboundTrunk | None | Unset, data)

        inbound_trunk_config = _parse_inbound_trunk_config(d.pop("inbound_trunk_config", UNSET))


        def _parse_label(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        label = _parse_label(d.pop("label", UNSET))


        def _parse_outbound_trunk_config(data: object) -> None | OutboundTrunk | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                outbound_trunk_config_type_0 = OutboundTrunk.from_dict(data)



                return outbound_trunk_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundTrunk | Unset, data)

        outbound_trunk_config = _parse_outbound_trunk_config(d.pop("outbound_trunk_config", UNSET))


        def _parse_sid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sid = _parse_sid(d.pop("sid", UNSET))


        supports_inbound = d.pop("supports_inbound", UNSET)

        supports_outbound = d.pop("supports_outbound", UNSET)

        def _parse_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        token = _parse_token(d.pop("token", UNSET))


        new_number = cls(
            phone_number=phone_number,
            inbound_trunk_config=inbound_trunk_config,
            label=label,
            outbound_trunk_config=outbound_trunk_config,
            sid=sid,
            supports_inbound=supports_inbound,
            supports_outbound=supports_outbound,
            token=token,
        )

        return new_number

