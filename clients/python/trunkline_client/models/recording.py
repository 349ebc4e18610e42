from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.recording_kind import RecordingKind
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.peaks import Peaks





T = TypeVar("T", bound="Recording")



@_attrs_define
class Recording:
    """ `url` needs no key and expires. Of a patient's call it is a path of this API, which takes a key or a session, and
    `expires_in_s` is null. `text`: of a voicemail, where the carrier wrote it down.

    A call that was resumed is recorded in parts: `part` counts those of a kind from 1, and `begins_at_s` is when a part
    begins, in seconds from the beginning of the first, null where that is not known: of kind `provider`.

        Attributes:
            channels (list[str]):
            content_type (str):
            expires_in_s (int | None):
            kind (RecordingKind):
            url (str):
            begins_at_s (float | None | Unset):  Default: 0.0.
            part (int | Unset):  Default: 1.
            peaks (None | Peaks | Unset):
            text (None | str | Unset):
     """

    channels: list[str]
    content_type: str
    expires_in_s: int | None
    kind: RecordingKind
    url: str
    begins_at_s: float | None | Unset = 0.0
    part: int | Unset = 1
    peaks: None | Peaks | Unset = UNSET
    text: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.peaks import Peaks # noqa: PLC0415
        channels = self.channels



        content_type = self.content_type

        expires_in_s: int | None
        expires_in_s = self.expires_in_s

        kind = self.kind.value

        url = self.url

        begins_at_s: float | None | Unset
        if isinstance(self.begins_at_s, Unset):
            begins_at_s = UNSET
        else:
            begins_at_s = self.begins_at_s

        part = self.part

        peaks: dict[str, Any] | None | Unset
        if isinstance(self.peaks, Unset):
            peaks = UNSET
        elif isinstance(self.peaks, Peaks):
            peaks = self.peaks.to_dict()
        else:
            peaks = self.peaks

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "channels": channels,
            "content_type": content_type,
            "expires_in_s": expires_in_s,
            "kind": kind,
            "url": url,
        })
        if begins_at_s is not UNSET:
            field_dict["begins_at_s"] = begins_at_s
        if part is not UNSET:
            field_dict["part"] = part
        if peaks is not UNSET:
            field_dict["peaks"] = peaks
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.peaks import Peaks # noqa: PLC0415
        d = dict(src_dict)
        channels = cast(list[str], d.pop("channels"))


        content_type = d.pop("content_type")

        def _parse_expires_in_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        expires_in_s = _parse_expires_in_s(d.pop("expires_in_s"))


        kind = RecordingKind(d.pop("kind"))




        url = d.pop("url")

        def _parse_begins_at_s(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        begins_at_s = _parse_begins_at_s(d.pop("begins_at_s", UNSET))


        part = d.pop("part", UNSET)

        def _parse_peaks(data: object) -> None | Peaks | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                peaks_type_0 = Peaks.from_dict(data)



                return peaks_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Peaks | Unset, data)

        peaks = _parse_peaks(d.pop("peaks", UNSET))


        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))


        recording = cls(
            channels=channels,
            content_type=content_type,
            expires_in_s=expires_in_s,
            kind=kind,
            url=url,
            begins_at_s=begins_at_s,
            part=part,
            peaks=peaks,
            text=text,
        )


        recording.additional_properties = d
        return recording

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
