from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.export_shape_status import ExportShapeStatus
from typing import cast

if TYPE_CHECKING:
  from ..models.export_shape_filters import ExportShapeFilters





T = TypeVar("T", bound="ExportShape")



@_attrs_define
class ExportShape:
    """ 
        Attributes:
            export_id (str):
            filters (ExportShapeFilters):
            finished_at (None | str):
            requested_at (str):
            rows (int):
            status (ExportShapeStatus):
     """

    export_id: str
    filters: ExportShapeFilters
    finished_at: None | str
    requested_at: str
    rows: int
    status: ExportShapeStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.export_shape_filters import ExportShapeFilters # noqa: PLC0415
        export_id = self.export_id

        filters = self.filters.to_dict()

        finished_at: None | str
        finished_at = self.finished_at

        requested_at = self.requested_at

        rows = self.rows

        status = self.status.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "export_id": export_id,
            "filters": filters,
            "finished_at": finished_at,
            "requested_at": requested_at,
            "rows": rows,
            "status": status,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.export_shape_filters import ExportShapeFilters # noqa: PLC0415
        d = dict(src_dict)
        export_id = d.pop("export_id")

        filters = ExportShapeFilters.from_dict(d.pop("filters"))




        def _parse_finished_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))


        requested_at = d.pop("requested_at")

        rows = d.pop("rows")

        status = ExportShapeStatus(d.pop("status"))




        export_shape = cls(
            export_id=export_id,
            filters=filters,
            finished_at=finished_at,
            requested_at=requested_at,
            rows=rows,
            status=status,
        )


        export_shape.additional_properties = d
        return export_shape

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
