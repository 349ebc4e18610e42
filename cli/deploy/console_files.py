"""`console`: the console's files into a stage's bucket.

A release has a folder of its own, and the page that names it comes last: a page that is open goes on with the release
it began with, and the next one that is opened has the new one.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cli.parsers import AWS
from cli.stage import stack_of
from trunkline.bootstrap.shared.common import aws_client
from trunkline.errors import BadRequest

CONSOLE = Path(__file__).parents[2] / "console"
PAGE = "index.html"
FOR_EVER, NEVER = "public, max-age=31536000, immutable", "no-cache"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
HOW = "set Console=on in samconfig.toml and make deploy first"


@dataclass(frozen=True, slots=True)
class Upload:
    """An object of the bucket."""

    key: str
    body: bytes
    content_type: str
    cache_control: str


def add_to(commands: Any) -> None:
    parser = commands.add_parser("console", help="put the console's files into a stage, and say its address")
    parser.add_stage()
    parser.needs = f"{AWS} and a stage with `Console=on`"
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    outputs = stack_of(args.stage).outputs
    bucket, url = outputs.get("ConsoleBucketName"), outputs.get("ConsoleUrl")
    if not bucket or not url:
        raise BadRequest(f"stage {args.stage} has no console: {HOW}")
    s3, files = aws_client("s3"), list(release(CONSOLE))
    for file in files:
        about = {"ContentType": file.content_type, "CacheControl": file.cache_control}
        s3.put_object(Bucket=bucket, Key=file.key, Body=file.body, **about)
    args.out.line(f"{len(files)} files; {url}")
    args.out.end({"files": len(files), "url": url, "release": files[0].key.split("/")[1]})


def release(folder: Path) -> Iterator[Upload]:
    """Files in the order in which they are to come: the page last, since it names all others."""
    bodies = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    name = sha256(
        b"".join(f"{path}\0{sha256(bodies[path]).hexdigest()}\n".encode() for path in sorted(bodies))
    ).hexdigest()
    root = f"v/{name[:12]}/"
    page = bodies.pop(PAGE)
    for path in sorted(bodies):
        yield Upload(root + path, bodies[path], TYPES[Path(path).suffix], FOR_EVER)
    yield Upload(PAGE, page.replace(b'="./', f'="/{root}'.encode()), TYPES[".html"], NEVER)
