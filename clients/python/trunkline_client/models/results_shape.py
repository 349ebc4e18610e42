from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.results_shape_status import ResultsShapeStatus
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ResultsShape")



@_attrs_define
class ResultsShape:
    """ A table with a row for each contact. The link needs no key and expires after a quarter of an hour.

        Attributes:
            status (ResultsShapeStatus):
            made_at (None | str | Unset):
            rows (int | Unset):  Default: 0.
            url (None | str | Unset):
     """

    status: ResultsShapeStatus
    made_at: None | str | Unset = UNSET
    rows: int | Unset = 0
    url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        made_at: None | str | Unset
        if isinstance(self.made_at, Unset):
            made_at = UNSET
        else:
            made_at = self.made_at

        rows = self.rows

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "status": status,
        })
        if made_at is not UNSET:
            field_dict["made_at"] = made_at
        if rows is not UNSET:
            field_dict["rows"] = rows
        if url is not UNSET:
            field_dict["url"] = url

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = ResultsShapeStatus(d.pop("status"))




        def _parse_made_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        made_at = _parse_made_at(d.pop("made_at", UNSET))


        rows = d.pop("rows", UNSET)

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))


        results_shape = cls(
            status=status,
            made_at=made_at,
            rows=rows,
            url=url,
        )


        results_shape.additional_properties = d
        return results_shape

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
