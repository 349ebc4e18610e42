from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_export_formats_item import NewExportFormatsItem
from ..models.new_export_outcome_type_0 import NewExportOutcomeType0
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="NewExport")



@_attrs_define
class NewExport:
    """ An export of whole days in UTC, both ends included. `deidentified` removes numbers, addresses and names.
    Patients' calls are in those, and, with who they are, in exports that a clinical key asks for.

        Attributes:
            first_day (datetime.date):
            last_day (datetime.date):
            agent_id (None | str | Unset):
            deidentified (bool | Unset):  Default: False.
            formats (list[NewExportFormatsItem] | Unset):
            outcome (NewExportOutcomeType0 | None | Unset):
     """

    first_day: datetime.date
    last_day: datetime.date
    agent_id: None | str | Unset = UNSET
    deidentified: bool | Unset = False
    formats: list[NewExportFormatsItem] | Unset = UNSET
    outcome: NewExportOutcomeType0 | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        first_day = self.first_day.isoformat()

        last_day = self.last_day.isoformat()

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        deidentified = self.deidentified

        formats: list[str] | Unset = UNSET
        if not isinstance(self.formats, Unset):
            formats = []
            for formats_item_data in self.formats:
                formats_item = formats_item_data.value
                formats.append(formats_item)



        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        elif isinstance(self.outcome, NewExportOutcomeType0):
            outcome = self.outcome.value
        else:
            outcome = self.outcome


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "first_day": first_day,
            "last_day": last_day,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if deidentified is not UNSET:
            field_dict["deidentified"] = deidentified
        if formats is not UNSET:
            field_dict["formats"] = formats
        if outcome is not UNSET:
            field_dict["outcome"] = outcome

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        last_day = datetime.date.fromisoformat(d.pop("last_day"))




        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        deidentified = d.pop("deidentified", UNSET)

        _formats = d.pop("formats", UNSET)
        formats: list[NewExportFormatsItem] | Unset = UNSET
        if _formats is not UNSET:
            formats = []
            for formats_item_data in _formats:
                formats_item = NewExportFormatsItem(formats_item_data)



                formats.append(formats_item)


        def _parse_outcome(data: object) -> NewExportOutcomeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_0 = NewExportOutcomeType0(data)



                return outcome_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewExportOutcomeType0 | None | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))


        new_export = cls(
            first_day=first_day,
            last_day=last_day,
            agent_id=agent_id,
            deidentified=deidentified,
            formats=formats,
            outcome=outcome,
        )

        return new_export

