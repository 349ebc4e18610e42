"""Rows as Parquet. The only module that imports the library; it is packaged with this function alone."""

from typing import IO, cast

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet

from trunkline.exports.domain.exports import COLUMNS, Row, flat
from trunkline.exports.ports import ExportFile

TYPES = {"string": DataType.string(), "bigint": DataType.int64(), "double": DataType.float64()}
SCHEMA = Schema([Field(name, TYPES[kind], nullable=True) for name, kind in COLUMNS.items()])
ROWS_AT_ONCE = 500  # as Python objects; packed they take a tenth


class Parquet:
    """A part is bounded, so its packed rows are held until it closes: then they are one row group."""

    def __init__(self, file: ExportFile) -> None:
        self._file = file
        self._rows: list[Row] = []
        self._packed: list[RecordBatch] = []

    def write(self, row: Row) -> None:
        self._rows.append(flat(row))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._pack()

    def close(self) -> None:
        self._pack()
        rows = RecordBatchReader.from_batches(SCHEMA, self._packed)
        write_parquet(rows, cast("IO[bytes]", self._file), compression="zstd(3)")
        self._packed.clear()

    def _pack(self) -> None:
        columns = [Array([row[name] for row in self._rows], TYPES[kind]) for name, kind in COLUMNS.items()]
        self._packed.append(RecordBatch.from_arrays(columns, schema=SCHEMA))
        self._rows.clear()
