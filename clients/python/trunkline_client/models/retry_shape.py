from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="RetryShape")



@_attrs_define
class RetryShape:
    """ 
        Attributes:
            attempts (int):
            wait_minutes (int):
     """

    attempts: int
    wait_minutes: int





    def to_dict(self) -> dict[str, Any]:
        attempts = self.attempts

        wait_minutes = self.wait_minutes


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "attempts": attempts,
            "wait_minutes": wait_minutes,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        attempts = d.pop("attempts")

        wait_minutes = d.pop("wait_minutes")

        retry_shape = cls(
            attempts=attempts,
            wait_minutes=wait_minutes,
        )

        return retry_shape

