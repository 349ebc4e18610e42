from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.prompt_shape import PromptShape





T = TypeVar("T", bound="MadePrompts")



@_attrs_define
class MadePrompts:
    """ `credits` is what this request cost; null where the provider did not say.

        Attributes:
            credits_ (int | None):
            prompts (list[PromptShape]):
     """

    credits_: int | None
    prompts: list[PromptShape]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.prompt_shape import PromptShape # noqa: PLC0415
        credits_: int | None
        credits_ = self.credits_

        prompts = []
        for prompts_item_data in self.prompts:
            prompts_item = prompts_item_data.to_dict()
            prompts.append(prompts_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "credits": credits_,
            "prompts": prompts,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.prompt_shape import PromptShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_credits_(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        credits_ = _parse_credits_(d.pop("credits"))


        prompts = []
        _prompts = d.pop("prompts")
        for prompts_item_data in (_prompts):
            prompts_item = PromptShape.from_dict(prompts_item_data)



            prompts.append(prompts_item)


        made_prompts = cls(
            credits_=credits_,
            prompts=prompts,
        )


        made_prompts.additional_properties = d
        return made_prompts

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
