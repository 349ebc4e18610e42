"""`python -m website`: the site of `docs/`, built into `build/site`; fails where a link or a picture leads nowhere."""

import shutil
import subprocess
import sys
from pathlib import Path

from website.last_look import faults
from website.source import CONFIGURATION, ROOT, lay_out

SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
BUILDER = str(Path(sys.executable).with_name("zensical"))


def main() -> int:
    lay_out(SOURCE)
    command = [BUILDER, "build", "--strict", "--clean", "--config-file", CONFIGURATION]
    built = subprocess.run(command, cwd=SOURCE, check=False)  # noqa: S603 - of this environment, without a shell
    if built.returncode:
        return built.returncode
    if found := faults(SOURCE / "site"):
        print("\n".join(found), file=sys.stderr)
        return 1
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.move(SOURCE / "site", SITE)
    print(f"{len(list(SITE.rglob('*.html')))} pages: open {SITE.relative_to(Path.cwd())}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
