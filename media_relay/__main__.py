"""`python -m media_relay`: the relay process, from its environment to its last call."""

import argparse
import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from media_relay.brains.text_lines import text_lines
from media_relay.calls.call_store import CallStore
from media_relay.calls.prompt_files import PromptFiles
from media_relay.calls.relay_context import RelayContext
from media_relay.calls.tool_runner import ToolRunner
from media_relay.native.event_loop import MediaLoop
from media_relay.recording.batch_executor import BatchExecutor
from media_relay.recording.recorder import Recorder
from media_relay.server.private_address import private_host
from media_relay.server.runtime_tuning import tune_runtime
from media_relay.server.server import RelayServer
from media_relay.server.task_protection import TaskProtection
from media_relay.settings import RelaySettings
from trunkline.bootstrap.media_relay import chat_model, media_relay_deps
from trunkline.ids import CallId
from trunkline.settings import MissingSettings

UPLOADS = 8  # at once: a relay that has to go has RelaySettings.drain_s less than its container, for all of them


def build(settings: RelaySettings) -> RelayServer:
    services = media_relay_deps()
    writer, uploads = BatchExecutor(1, "recordings"), ThreadPoolExecutor(UPLOADS, "uploads")

    def new_recorder(call_id: CallId, stream_sid: str) -> Recorder:
        return Recorder(f"recordings/{call_id}/{stream_sid}", services.recordings, writer, uploads)

    def tool_secrets_of(company_id: str) -> Mapping[str, str]:
        return services.secrets.known.tool_secrets_of(company_id)

    context = RelayContext(
        store=CallStore(
            services.tickets,
            services.calls,
            services.conversations,
            services.stories,
            services.leases,
            services.waiting,
            services.opt_out,
            services.companies.voice_profiles,
        ),
        vendors=services.voice_vendors,
        new_recorder=new_recorder,
        tools=ToolRunner(tool_secrets_of, settings.tool_origins),
        clock=time.monotonic,
        owns_agent=services.owns_agent,
        find_call=services.find_call,
        prompts=PromptFiles(services.speech.find),
    )
    protection = task_protection(os.environ)
    server = RelayServer(settings, services.relay_base_url, services.secrets, context, services.companies, protection)
    server.hold_fleet = services.hold_fleet
    if model := chat_model(settings.brain_model_url, services.secrets):
        lines = text_lines(context, services.brains, model, services.keep_report, services.hand_over)
        server.brains, server.converse = lines.of_provider, lines.of_carrier
    return server


def task_protection(environ: Mapping[str, str]) -> TaskProtection | None:
    """None outside ECS."""
    address = environ.get("ECS_AGENT_URI")
    return TaskProtection(httpx.AsyncClient(base_url=address)) if address else None


async def run() -> None:
    settings = RelaySettings.from_environment(os.environ)
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    server = build(settings)
    server.private_host = await private_host(os.environ, settings.host)
    await server.start()
    tune_runtime()
    await stopping.wait()
    await server.drain()
    for vendor in server.context.vendors.values():
        await vendor.close()
    await server.context.tools.close()
    if server.converse is not None:
        await server.converse.model.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Takes no arguments: all settings are read from the environment."""
    what = "Move the audio of calls between the carrier and the agents, until SIGTERM."
    where = "Settings are read from the environment: docs/reference/settings.md names each."
    argparse.ArgumentParser("python -m media_relay", description=what, epilog=where).parse_args(arguments)
    try:
        with asyncio.Runner(loop_factory=MediaLoop) as runner:
            runner.run(run())
    except MissingSettings as missing:
        raise SystemExit(f"python -m media_relay: {missing} must be set. {where}") from None


if __name__ == "__main__":
    main()
