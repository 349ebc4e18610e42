"""Files that a command writes: whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written(path: Path, *, over: bool = True) -> Iterator[IO[bytes]]:
    """Under another name until all of it is there. Raises FileExistsError unless it may be written over."""
    if not over and path.exists():
        raise FileExistsError(17, "is there already: choose another name", str(path))
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
