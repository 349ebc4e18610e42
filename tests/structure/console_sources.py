"""The console's modules as the structure tests read them: who imports whom, and what a first visit loads."""

import gzip
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "console"
VENDOR = CONSOLE / "vendor"
STATIC = re.compile(r"""(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w$*{},\s]*?from\s*)?["']([^"']+)["']""")
DYNAMIC = re.compile(r"""\bimport\(\s*["']([^"']+)["']\s*\)""")


def own_modules() -> list[Path]:
    return [path for path in sorted(CONSOLE.rglob("*.js")) if VENDOR not in path.parents]


def imports_of(path: Path) -> list[str]:
    """What is loaded with a module."""
    return STATIC.findall(path.read_text())


def later_imports_of(path: Path) -> list[str]:
    """What is loaded when it is needed."""
    return DYNAMIC.findall(path.read_text())


def loaded_with(*paths: Path) -> set[Path]:
    """Modules and everything that is loaded with them."""
    waiting, found = list(paths), set[Path]()
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found.add(path)
            waiting += [path.parent / name for name in imports_of(path)]
    return found


def weight(paths: set[Path]) -> int:
    """Bytes on the wire, compressed as CloudFront does it at the least."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)
