from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.outbound_trunk_media_encryption import OutboundTrunkMediaEncryption
from ..models.outbound_trunk_transport import OutboundTrunkTransport
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.credentials import Credentials





T = TypeVar("T", bound="OutboundTrunk")



@_attrs_define
class OutboundTrunk:
    """ 
        Attributes:
            address (str):
            credentials (Credentials | None | Unset):
            media_encryption (OutboundTrunkMediaEncryption | Unset):  Default: OutboundTrunkMediaEncryption.ALLOWED.
            transport (OutboundTrunkTransport | Unset):  Default: OutboundTrunkTransport.AUTO.
     """

    address: str
    credentials: Credentials | None | Unset = UNSET
    media_encryption: OutboundTrunkMediaEncryption | Unset = OutboundTrunkMediaEncryption.ALLOWED
    transport: OutboundTrunkTransport | Unset = OutboundTrunkTransport.AUTO





    def to_dict(self) -> dict[str, Any]:
        from ..models.credentials import Credentials # noqa: PLC0415
        address = self.address

        credentials: dict[str, Any] | None | Unset
        if isinstance(self.credentials, Unset):
            credentials = UNSET
        elif isinstance(self.credentials, Credentials):
            credentials = self.credentials.to_dict()
        else:
            credentials = self.credentials

        media_encryption: str | Unset = UNSET
        if not isinstance(self.media_encryption, Unset):
            media_encryption = self.media_encryption.value


        transport: str | Unset = UNSET
        if not isinstance(self.transport, Unset):
            transport = self.transport.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "address": address,
        })
        if credentials is not UNSET:
            field_dict["credentials"] = credentials
        if media_encryption is not UNSET:
            field_dict["media_encryption"] = media_encryption
        if transport is not UNSET:
            field_dict["transport"] = transport

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.credentials import Credentials # noqa: PLC0415
        d = dict(src_dict)
        address = d.pop("address")

        def _parse_credentials(data: object) -> Credentials | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                credentials_type_0 = Credentials.from_dict(data)



                return credentials_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Credentials | None | Unset, data)

        credentials = _parse_credentials(d.pop("credentials", UNSET))


        _media_encryption = d.pop("media_encryption", UNSET)
        media_encryption: OutboundTrunkMediaEncryption | Unset
        if isinstance(_media_encryption,  Unset):
            media_encryption = UNSET
        else:
            media_encryption = OutboundTrunkMediaEncryption(_media_encryption)




        _transport = d.pop("transport", UNSET)
        transport: OutboundTrunkTransport | Unset
        if isinstance(_transport,  Unset):
            transport = UNSET
        else:
            transport = OutboundTrunkTransport(_transport)




        outbound_trunk = cls(
            address=address,
            credentials=credentials,
            media_encryption=media_encryption,
            transport=transport,
        )

        return outbound_trunk

