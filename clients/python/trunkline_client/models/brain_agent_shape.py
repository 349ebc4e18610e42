from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.brain_agent_body import BrainAgentBody





T = TypeVar("T", bound="BrainAgentShape")



@_attrs_define
class BrainAgentShape:
    """ A version of an agent, whole.

        Attributes:
            agent (BrainAgentBody): An agent of the brain. An omitted field has the default shown. `{{name}}` in its texts
                are variables of the
                call, or of `variables` where the call has none. `protected` are passages that are read out word for word and
                not
                cut short.
            agent_id (str):
            made_at (str):
            version (int):
     """

    agent: BrainAgentBody
    agent_id: str
    made_at: str
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.brain_agent_body import BrainAgentBody # noqa: PLC0415
        agent = self.agent.to_dict()

        agent_id = self.agent_id

        made_at = self.made_at

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent": agent,
            "agent_id": agent_id,
            "made_at": made_at,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.brain_agent_body import BrainAgentBody # noqa: PLC0415
        d = dict(src_dict)
        agent = BrainAgentBody.from_dict(d.pop("agent"))




        agent_id = d.pop("agent_id")

        made_at = d.pop("made_at")

        version = d.pop("version")

        brain_agent_shape = cls(
            agent=agent,
            agent_id=agent_id,
            made_at=made_at,
            version=version,
        )


        brain_agent_shape.additional_properties = d
        return brain_agent_shape

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
