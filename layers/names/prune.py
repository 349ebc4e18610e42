"""`python prune.py FOLDER`: takes out of installed packages what only their makers need. Run by the layer's Makefile.

Sources, headers and tests go, and so do the symbol tables of compiled modules: a loader reads the segments of an ELF
file, and what lies behind the last of them is for linkers and debuggers. Any machine can do it for any processor.
"""

import shutil
import struct
import sys
from pathlib import Path

SOURCES = (".pyx", ".pxd", ".pyi", ".c", ".cpp", ".h", ".hh", ".hpp", ".a")
FOLDERS = {"tests", "test", "include", "__pycache__"}
UNUSED = (
    *("bin", "share", "pip", "setuptools", "_distutils_hack", "pygments", "rich", "markdown_it", "mdurl"),
    *("numpy/f2py", "numpy/distutils", "numpy/_core/lib"),
)
ELF64_LITTLE = b"\x7fELF\x02\x01"
LOAD = 1


def prune(site: Path) -> None:
    for name in UNUSED:
        shutil.rmtree(site / name, ignore_errors=True)
    for folder in [path for path in site.rglob("*") if path.is_dir() and path.name in FOLDERS and _is_code(path)]:
        shutil.rmtree(folder, ignore_errors=True)
    for path in [path for path in site.rglob("*") if path.is_file() and _is_code(path)]:
        if path.suffix in SOURCES:
            path.unlink()
        elif ".so" in path.name:
            path.write_bytes(stripped(path.read_bytes()))


def _is_code(path: Path) -> bool:
    """Licences lie in folders named as the sources they are for."""
    return not any(part.endswith(".dist-info") for part in path.parts)


def stripped(library: bytes) -> bytes:
    """An ELF file up to the end of its last loaded segment, without its table of sections; other files as they are."""
    if not library.startswith(ELF64_LITTLE):
        return library
    table, size, count = _program_headers(library)
    end = table + size * count
    for at in range(table, table + size * count, size):
        kind, _flags, offset, _address, _physical, length = struct.unpack_from("<IIQQQQ", library, at)
        end = max(end, offset + length if kind == LOAD else 0)
    head = bytearray(library[:end])
    struct.pack_into("<Q", head, 40, 0)  # e_shoff
    struct.pack_into("<HH", head, 60, 0, 0)  # e_shnum, e_shstrndx
    return bytes(head)


def _program_headers(library: bytes) -> tuple[int, int, int]:
    """(where they begin, bytes of each, how many)"""
    (table,) = struct.unpack_from("<Q", library, 32)
    size, count = struct.unpack_from("<HH", library, 54)
    return table, size, count


if __name__ == "__main__":
    prune(Path(sys.argv[1]))
