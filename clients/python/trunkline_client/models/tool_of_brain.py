from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.tool_of_brain_method import ToolOfBrainMethod
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.tool_of_brain_headers import ToolOfBrainHeaders
  from ..models.tool_of_brain_parameters import ToolOfBrainParameters





T = TypeVar("T", bound="ToolOfBrain")



@_attrs_define
class ToolOfBrain:
    """ An HTTP tool of the model. `parameters` is a JSON schema; `filler` is said while the tool runs. A tool without a
    `url` collects: what the model gives for its parameters is the call's `data_collection`.

        Attributes:
            description (str):
            name (str):
            filler (str | Unset):  Default: ''.
            headers (ToolOfBrainHeaders | Unset):
            method (ToolOfBrainMethod | Unset):  Default: ToolOfBrainMethod.POST.
            parameters (ToolOfBrainParameters | Unset):
            timeout_s (int | Unset):  Default: 10.
            url (str | Unset):  Default: ''.
     """

    description: str
    name: str
    filler: str | Unset = ''
    headers: ToolOfBrainHeaders | Unset = UNSET
    method: ToolOfBrainMethod | Unset = ToolOfBrainMethod.POST
    parameters: ToolOfBrainParameters | Unset = UNSET
    timeout_s: int | Unset = 10
    url: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.tool_of_brain_headers import ToolOfBrainHeaders # noqa: PLC0415
        from ..models.tool_of_brain_parameters import ToolOfBrainParameters # noqa: PLC0415
        description = self.description

        name = self.name

        filler = self.filler

        headers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.headers, Unset):
            headers = self.headers.to_dict()

        method: str | Unset = UNSET
        if not isinstance(self.method, Unset):
            method = self.method.value


        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        timeout_s = self.timeout_s

        url = self.url


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "description": description,
            "name": name,
        })
        if filler is not UNSET:
            field_dict["filler"] = filler
        if headers is not UNSET:
            field_dict["headers"] = headers
        if method is not UNSET:
            field_dict["method"] = method
        if parameters is not UNSET:
            field_dict["parameters"] = parameters
        if timeout_s is not UNSET:
            field_dict["timeout_s"] = timeout_s
        if url is not UNSET:
            field_dict["url"] = url

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tool_of_brain_headers import ToolOfBrainHeaders # noqa: PLC0415
        from ..models.tool_of_brain_parameters import ToolOfBrainParameters # noqa: PLC0415
        d = dict(src_dict)
        description = d.pop("description")

        name = d.pop("name")

        filler = d.pop("filler", UNSET)

        _headers = d.pop("headers", UNSET)
        headers: ToolOfBrainHeaders | Unset
        if isinstance(_headers,  Unset):
            headers = UNSET
        else:
            headers = ToolOfBrainHeaders.from_dict(_headers)




        _method = d.pop("method", UNSET)
        method: ToolOfBrainMethod | Unset
        if isinstance(_method,  Unset):
            method = UNSET
        else:
            method = ToolOfBrainMethod(_method)




        _parameters = d.pop("parameters", UNSET)
        parameters: ToolOfBrainParameters | Unset
        if isinstance(_parameters,  Unset):
            parameters = UNSET
        else:
            parameters = ToolOfBrainParameters.from_dict(_parameters)




        timeout_s = d.pop("timeout_s", UNSET)

        url = d.pop("url", UNSET)

        tool_of_brain = cls(
            description=description,
            name=name,
            filler=filler,
            headers=headers,
            method=method,
            parameters=parameters,
            timeout_s=timeout_s,
            url=url,
        )

        return tool_of_brain

