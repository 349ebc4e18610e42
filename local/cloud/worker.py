"""One execution environment: imports a handler and calls it, one request at a time, as Lambda's runtime does.

Started by workers.py as a script, with the function's own path and environment. Requests arrive as JSON lines on stdin,
answers leave as JSON lines on the descriptor given as first argument; stdout and stderr are the function's log.
"""

import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, TextIO

LARGEST_ANSWER = 6 * 1024 * 1024  # bytes, Lambda's limit on a synchronous answer


class Context:
    """The context object a handler receives."""

    def __init__(self, request: dict) -> None:
        self.aws_request_id = request["request_id"]
        self.invoked_function_arn = request["arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self.log_stream_name = f"local/[$LATEST]{os.getpid()}"
        self.identity = self.client_context = self.tenant_id = None
        self._deadline = time.monotonic() + request["timeout_s"]

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def main(answers_fd: int) -> None:
    answers = os.fdopen(answers_fd, "w", buffering=1, encoding="utf-8")
    handler = _load(os.environ["_HANDLER"])
    _send(answers, {"ready": True})
    for line in sys.stdin.buffer:
        _send(answers, _perform(handler, json.loads(line)))


def _load(name: str) -> Callable[[dict, Context], Any]:
    """A handler that cannot be loaded answers with the reason; the next request gets a new environment."""
    module, _, function = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), function)
    except BaseException as error:  # noqa: BLE001 - the outermost line of an edge: every error is reported
        failure = _failure(error)

        def broken(_event: dict, _context: Context) -> Any:
            raise _CannotLoadError(failure)

        return broken


class _CannotLoadError(Exception):
    """Carries the description of an import that failed earlier."""


def _perform(handler: Callable[[dict, Context], Any], request: dict) -> dict:
    try:
        answer = json.dumps(handler(request["event"], Context(request)), default=_refuse)
    except _CannotLoadError as error:
        return {"error": error.args[0], "is_broken": True}
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 1)  # the environment dies, and the parent sees it
    except BaseException as error:  # noqa: BLE001 - the outermost line of an edge
        return {"error": _failure(error)}
    if len(answer.encode()) > LARGEST_ANSWER:
        return {
            "error": {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": "Response payload size exceeded"}
        }
    return {"result": json.loads(answer)}


def _refuse(value: object) -> Any:
    raise TypeError(f"Runtime.MarshalError: {type(value).__name__} is not JSON serializable")


def _failure(error: BaseException) -> dict:
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__)[1:])
    return {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": frames}


def _send(answers: TextIO, message: dict) -> None:
    sys.stdout.flush()  # what a request logged comes before its answer
    sys.stderr.flush()
    answers.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us in order
    main(int(sys.argv[1]))
