"""Retell's npm package as a second opinion: signatures both ways, and its client against the fake."""

import asyncio
import json
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from local.retell import FakeRetell
from local.retell.webhooks import signature
from local.world.addresses import AddressBook
from tests.unit.trunkline.vendors.retell.test_signatures import MUST_FAIL, STARTED, VECTORS, D, T, is_valid

FOLDER = Path(__file__).parent / "node"
INSTALLED = (FOLDER / "node_modules" / "retell-sdk").is_dir()
NOT_INSTALLED = "NOT TESTED: Retell's npm package; `make node-sdks` installs it (needs Node.js and the network)"
KEY = VECTORS[0][0]

pytestmark = pytest.mark.skipif(not (which("node") and INSTALLED), reason=NOT_INSTALLED)


def asked(*questions: dict[str, Any]) -> list[Any]:
    """One process for all of them; without a `header` the package signs, else it verifies."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    command = ["node", "retell_signatures.mjs"]
    done = subprocess.run(command, cwd=FOLDER, input=lines, capture_output=True, text=True, check=True, timeout=30)
    return [json.loads(line) for line in done.stdout.splitlines()]


def question(body: bytes, key: str, now: int, **more: str) -> dict[str, Any]:
    return {"body": body.decode(), "key": key, "now": now, **more}


def test_the_package_verifies_every_vector_at_both_ends_of_five_minutes():
    offs = (0, -300_000, 300_000, -300_001, 300_001)
    sent = [
        question(body, key, t + off, header=f"v={t},d={digest}") for key, t, body, digest in VECTORS for off in offs
    ]
    assert asked(*sent) == [True, True, True, False, False] * len(VECTORS)


def test_the_package_signs_as_the_vectors_are_signed_and_we_accept_it():
    made = asked(*(question(body, key, t) for key, t, body, _ in VECTORS))
    assert made == [f"v={t},d={digest}" for _, t, _, digest in VECTORS]
    assert all(is_valid(header, body, (key,), t) for header, (key, t, body, _) in zip(made, VECTORS, strict=True))


def test_the_package_verifies_what_the_fake_signs():
    sent = [question(body, key, t, header=signature(body, key, t)) for key, t, body, _ in VECTORS]
    assert asked(*sent) == [True] * len(VECTORS)


def test_what_we_refuse_the_package_refuses_too_but_for_capital_digits():
    headers = [header for header in MUST_FAIL if header is not None]
    answers = asked(*(question(STARTED, KEY, T, header=header) for header in headers))
    taken = [header for header, is_taken in zip(headers, answers, strict=True) if is_taken]
    assert taken == [f"v={T},d={D.upper()}"]
    assert asked(question(STARTED + b" ", KEY, T, header=f"v={T},d={D}")) == [False]


@pytest.mark.enable_socket
async def test_its_client_places_registers_reads_lists_and_deletes_calls_at_the_fake():
    fake = FakeRetell({"key_local"}, AddressBook())
    fake.workspace.place = lambda call: fake.lifecycle.fails(call, "dial_busy")
    await fake.start()
    command = ["node", "retell_client.mjs", fake.base_url, "key_local", "+15005550006", "+14155550123"]
    try:
        done = await asyncio.to_thread(subprocess.run, command, cwd=FOLDER, capture_output=True, text=True, timeout=30)
    finally:
        await fake.stop()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "isPlacedOnce": True,
        "found": ["outbound", {"order": "9001"}, True],
        "registered": ["registered", {"first_name": "Ana"}],
        "listed": [["dial_busy"], False],
        "gone": ["UnprocessableEntityError", 422],
        "stranger": ["AuthenticationError", 401],
    }
