from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="AnswerBody")



@_attrs_define
class AnswerBody:
    """ One of the question's values with the words it was taken from. Anything else counts as no answer.

        Attributes:
            is_new (bool | None | Unset): Of edema: new or worse
            value (list[str] | None | str | Unset):
            words (str | Unset):  Default: ''.
     """

    is_new: bool | None | Unset = UNSET
    value: list[str] | None | str | Unset = UNSET
    words: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        is_new: bool | None | Unset
        if isinstance(self.is_new, Unset):
            is_new = UNSET
        else:
            is_new = self.is_new

        value: list[str] | None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        elif isinstance(self.value, list):
            value = self.value


        else:
            value = self.value

        words = self.words


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if is_new is not UNSET:
            field_dict["is_new"] = is_new
        if value is not UNSET:
            field_dict["value"] = value
        if words is not UNSET:
            field_dict["words"] = words

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_is_new(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_new = _parse_is_new(d.pop("is_new", UNSET))


        def _parse_value(data: object) -> list[str] | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                value_type_1 = cast(list[str], data)

                return value_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))


        words = d.pop("words", UNSET)

        answer_body = cls(
            is_new=is_new,
            value=value,
            words=words,
        )

        return answer_body

