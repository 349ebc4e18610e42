from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.inbound_trunk_media_encryption import InboundTrunkMediaEncryption
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.credentials import Credentials





T = TypeVar("T", bound="InboundTrunk")



@_attrs_define
class InboundTrunk:
    """ 
        Attributes:
            allowed_addresses (list[str] | None | Unset):
            allowed_numbers (list[str] | None | Unset):
            credentials (Credentials | None | Unset):
            media_encryption (InboundTrunkMediaEncryption | Unset):  Default: InboundTrunkMediaEncryption.ALLOWED.
     """

    allowed_addresses: list[str] | None | Unset = UNSET
    allowed_numbers: list[str] | None | Unset = UNSET
    credentials: Credentials | None | Unset = UNSET
    media_encryption: InboundTrunkMediaEncryption | Unset = InboundTrunkMediaEncryption.ALLOWED





    def to_dict(self) -> dict[str, Any]:
        from ..models.credentials import Credentials # noqa: PLC0415
        allowed_addresses: list[str] | None | Unset
        if isinstance(self.allowed_addresses, Unset):
            allowed_addresses = UNSET
        elif isinstance(self.allowed_addresses, list):
            allowed_addresses = self.allowed_addresses


        else:
            allowed_addresses = self.allowed_addresses

        allowed_numbers: list[str] | None | Unset
        if isinstance(self.allowed_numbers, Unset):
            allowed_numbers = UNSET
        elif isinstance(self.allowed_numbers, list):
            allowed_numbers = self.allowed_numbers


        else:
            allowed_numbers = self.allowed_numbers

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



        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if allowed_addresses is not UNSET:
            field_dict["allowed_addresses"] = allowed_addresses
        if allowed_numbers is not UNSET:
            field_dict["allowed_numbers"] = allowed_numbers
        if credentials is not UNSET:
            field_dict["credentials"] = credentials
        if media_encryption is not UNSET:
            field_dict["media_encryption"] = media_encryption

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.credentials import Credentials # noqa: PLC0415
        d = dict(src_dict)
        def _parse_allowed_addresses(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                allowed_addresses_type_0 = cast(list[str], data)

                return allowed_addresses_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        allowed_addresses = _parse_allowed_addresses(d.pop("allowed_addresses", UNSET))


        def _parse_allowed_numbers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                allowed_numbers_type_0 = cast(list[str], data)

                return allowed_numbers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        allowed_numbers = _parse_allowed_numbers(d.pop("allowed_numbers", UNSET))


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
        media_encryption: InboundTrunkMediaEncryption | Unset
        if isinstance(_media_encryption,  Unset):
            media_encryption = UNSET
        else:
            media_encryption = InboundTrunkMediaEncryption(_media_encryption)




        inbound_trunk = cls(
            allowed_addresses=allowed_addresses,
            allowed_numbers=allowed_numbers,
            credentials=credentials,
            media_encryption=media_encryption,
        )

        return inbound_trunk

