"""Rows as JSON lines, as a table for spreadsheets, and as one text or subtitle file per call. Same rows, same bytes."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import IO, cast

from trunkline.campaigns.domain.csv_injection import escape
from trunkline.exports.domain.exports import COLUMNS, Row, as_subtitles, as_text, flat
from trunkline.exports.ports import ExportFile


class JsonLines:
    """gzip, one object a line."""

    def __init__(self, file: ExportFile) -> None:
        self._zipped = gzip.GzipFile(fileobj=cast("IO[bytes]", file), mode="wb", mtime=0, filename="")

    def write(self, row: Row) -> None:
        self._zipped.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    def close(self) -> None:
        self._zipped.close()


class Csv:
    """RFC 4180 in UTF-8, with a byte order mark for spreadsheets, and a header."""

    def __init__(self, file: ExportFile) -> None:
        self._file = file
        self._text = io.StringIO()
        self._text.write("\ufeff")
        self._table = csv.DictWriter(self._text, list(COLUMNS))
        self._table.writeheader()

    def write(self, row: Row) -> None:
        self._table.writerow({name: escape(value) for name, value in flat(row).items()})
        self._pass_on()

    def close(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        self._file.write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()


class OnePerCall:
    """A ZIP with a file for each call: one object of the bucket instead of thousands."""

    def __init__(self, file: ExportFile, suffix: str, tell: Callable[[Row], str]) -> None:
        self._zip = zipfile.ZipFile(cast("IO[bytes]", file), "w", zipfile.ZIP_DEFLATED)
        self._suffix, self._report = suffix, tell

    def write(self, row: Row) -> None:
        entry = zipfile.ZipInfo(
            f"{_safe(row['call_id'])}.{self._suffix}"
        )  # without a time: the same rows, the same bytes
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, self._report(row))

    def close(self) -> None:
        self._zip.close()


def _safe(name: str) -> str:
    """Ids are the vendors'; a file's name is ours."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


def texts(file: ExportFile) -> OnePerCall:
    return OnePerCall(file, "txt", as_text)


def subtitles(file: ExportFile) -> OnePerCall:
    return OnePerCall(file, "vtt", as_subtitles)
