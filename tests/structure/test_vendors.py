"""A voice vendor is a package and a line in the registry: its name stands nowhere else, but for what is public."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ("layers/core/trunkline", "functions", "media_relay", "cli")
VENDOR = "elevenlabs"
PACKAGE = f"layers/core/trunkline/vendors/{VENDOR}/"
ALLOWED = {
    "layers/core/trunkline/bootstrap/shared/providers.py": "the registry",
    "layers/core/trunkline/ids.py": "the provider of a route that names none",
    "layers/core/trunkline/settings.py": "the name of a setting",
    "layers/core/trunkline/costs/domain/prices.py": "price tables are data, by provider",
    "layers/core/trunkline/relay_api/client_socket.py": "a public path",
    "functions/rest_api/api/app.py": "a public path",
    "functions/rest_api/api/routers/ordering/calls.py": "a public field",
    "functions/rest_api/api/routers/health.py": "a public field",
    "functions/rest_api/api/models/calls.py": "public fields",
    "functions/rest_api/api/models/carrier_speech.py": "a voice provider of the carrier's own",
    "media_relay/native/frame_scanner.py": "compiled for one dialect",
    "media_relay/native/frame_scanner.pyx": "compiled for one dialect",
    "cli/calls/": "a public path",
    "cli/costs/": "price tables are data, by provider",
    "cli/doctor/vendors/": "a file for each provider of the registry",
    "cli/live/": "names of settings in .env",
    "cli/data/replay.py": "an example of a prefix",
    "layers/core/trunkline/vendors/retell/agent_": "a maker of voices that Retell's agents speak in",
}


def files_with(name: str) -> list[str]:
    paths = (
        path for folder in SOURCE for path in (ROOT / folder).rglob("*.py*") if path.suffix in {".py", ".pyx", ".pxd"}
    )
    return sorted(str(path.relative_to(ROOT)) for path in paths if name in path.read_text().lower())


def test_the_voice_vendor_is_named_in_its_package_and_in_a_short_list():
    strays = [path for path in files_with(VENDOR) if not path.startswith((PACKAGE, *ALLOWED))]
    assert strays == []


RETELL = "layers/core/trunkline/vendors/retell/"
RETELL_ALLOWED = {
    "layers/core/trunkline/bootstrap/shared/providers.py": "the registry",
    "layers/core/trunkline/settings.py": "the name of a setting",
    "layers/core/trunkline/costs/domain/prices.py": "price tables are data, by provider",
    "cli/doctor/vendors/": "a file for each provider of the registry",
    "cli/doctor/secret_names.py": "an example of a name",
    "cli/live/": "names of settings in .env",
    "media_relay/brains/": "the socket on which it asks a brain",
    "media_relay/server/server.py": "the public path of that socket",
}


def test_the_second_voice_vendor_is_named_in_its_package_and_in_a_shorter_list():
    assert [path for path in files_with("retell") if not path.startswith((RETELL, *RETELL_ALLOWED))] == []


@pytest.mark.parametrize("entry", ALLOWED)
def test_the_list_has_nothing_that_names_it_no_more(entry):
    assert any(path.startswith(entry) for path in files_with(VENDOR))
