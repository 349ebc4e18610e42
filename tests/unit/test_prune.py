"""The layer of names is pruned: what only makers need goes, and a stripped library still loads."""

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.contract.conftest import ROOT

SPEC = importlib.util.spec_from_file_location("prune", ROOT / "layers/names/prune.py")
PRUNE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PRUNE)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF files are Linux's")
def test_a_library_without_its_sections_loads(tmp_path):
    import cryptography

    [library] = (Path(cryptography.__file__).parent / "hazmat/bindings").glob("_rust*.so")
    shutil.copytree(Path(cryptography.__file__).parent, tmp_path / "cryptography")
    own = tmp_path / "cryptography/hazmat/bindings" / library.name
    own.write_bytes(PRUNE.stripped(library.read_bytes()))
    assert own.read_bytes()[40:48] == bytes(8)
    code = "from cryptography.hazmat.primitives.ciphers.aead import AESGCM as A;"
    code += "print(len(A(bytes(32)).encrypt(bytes(12), b'x', b'')))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(tmp_path)!r}]; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "17\n"
    assert sysconfig.get_platform()


def test_symbols_behind_the_last_segment_go_and_other_files_stay():
    header = bytearray(64 + 56)
    header[:6] = b"\x7fELF\x02\x01"
    header[32] = 64  # e_phoff
    header[40] = 200  # e_shoff
    header[54], header[56], header[60] = 56, 1, 9
    header[64] = 1  # PT_LOAD
    header[64 + 32] = 130  # p_filesz
    library = bytes(header) + b"code......" + b"symbols"
    found = PRUNE.stripped(library)
    assert found[120:] == b"code......"
    assert (found[40], found[60]) == (0, 0)
    assert PRUNE.stripped(b"#!/bin/sh\n") == b"#!/bin/sh\n"


def test_sources_and_tests_go_and_data_stays(tmp_path):
    for name in (
        "spacy/a.py",
        "spacy/a.pyx",
        "spacy/tests/test_a.py",
        "spacy/lang/en.json",
        "bin/spacy",
        "spacy/include/a.h",
        "spacy-1.dist-info/licenses/include/LICENSE.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    PRUNE.prune(tmp_path)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["spacy-1.dist-info/licenses/include/LICENSE.txt", "spacy/a.py", "spacy/lang/en.json"]
