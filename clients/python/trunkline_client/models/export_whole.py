from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.export_whole_status import ExportWholeStatus
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.export_file_shape import ExportFileShape
  from ..models.export_whole_filters import ExportWholeFilters





T = TypeVar("T", bound="ExportWhole")



@_attrs_define
class ExportWhole:
    """ Links are good for a quarter of an hour; the manifest lists every file, here are the first 500.

        Attributes:
            export_id (str):
            filters (ExportWholeFilters):
            finished_at (None | str):
            requested_at (str):
            rows (int):
            status (ExportWholeStatus):
            files (list[ExportFileShape] | Unset):
            files_left_out (int | Unset):  Default: 0.
            manifest_url (None | str | Unset):
     """

    export_id: str
    filters: ExportWholeFilters
    finished_at: None | str
    requested_at: str
    rows: int
    status: ExportWholeStatus
    files: list[ExportFileShape] | Unset = UNSET
    files_left_out: int | Unset = 0
    manifest_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.export_file_shape import ExportFileShape # noqa: PLC0415
        from ..models.export_whole_filters import ExportWholeFilters # noqa: PLC0415
        export_id = self.export_id

        filters = self.filters.to_dict()

        finished_at: None | str
        finished_at = self.finished_at

        requested_at = self.requested_at

        rows = self.rows

        status = self.status.value

        files: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.files, Unset):
            files = []
            for files_item_data in self.files:
                files_item = files_item_data.to_dict()
                files.append(files_item)



        files_left_out = self.files_left_out

        manifest_url: None | str | Unset
        if isinstance(self.manifest_url, Unset):
            manifest_url = UNSET
        else:
            manifest_url = self.manifest_url


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
        if files is not UNSET:
            field_dict["files"] = files
        if files_left_out is not UNSET:
            field_dict["files_left_out"] = files_left_out
        if manifest_url is not UNSET:
            field_dict["manifest_url"] = manifest_url

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.export_file_shape import ExportFileShape # noqa: PLC0415
        from ..models.export_whole_filters import ExportWholeFilters # noqa: PLC0415
        d = dict(src_dict)
        export_id = d.pop("export_id")

        filters = ExportWholeFilters.from_dict(d.pop("filters"))




        def _parse_finished_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))


        requested_at = d.pop("requested_at")

        rows = d.pop("rows")

        status = ExportWholeStatus(d.pop("status"))




        _files = d.pop("files", UNSET)
        files: list[ExportFileShape] | Unset = UNSET
        if _files is not UNSET:
            files = []
            for files_item_data in _files:
                files_item = ExportFileShape.from_dict(files_item_data)



                files.append(files_item)


        files_left_out = d.pop("files_left_out", UNSET)

        def _parse_manifest_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        manifest_url = _parse_manifest_url(d.pop("manifest_url", UNSET))


        export_whole = cls(
            export_id=export_id,
            filters=filters,
            finished_at=finished_at,
            requested_at=requested_at,
            rows=rows,
            status=status,
            files=files,
            files_left_out=files_left_out,
            manifest_url=manifest_url,
        )


        export_whole.additional_properties = d
        return export_whole

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
