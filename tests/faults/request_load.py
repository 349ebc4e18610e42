"""Storage under load: throttled, failing, and killed between any two of its steps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from botocore.exceptions import ClientError

THROTTLED = {"Error": {"Code": "ProvisionedThroughputExceededException", "Message": "slow down"}}
S3_DOWN = {"Error": {"Code": "InternalError", "Message": "we encountered an internal error"}}


class Killed(BaseException):
    """The process is gone: no handler of ours may catch it, and nothing after it runs."""


@dataclass
class RequestLoad:
    """Chooses a fault for each storage call. By default there is none."""

    random: Random
    refusal: float = 0.0  # the share of calls that are refused, as a throttled table or a failing bucket does
    death: float = 0.0  # the share of calls that the process dies before, and of those it dies after
    result: Callable[[int], str] | None = None  # for one call in particular: `before`, `after`, `refused` or nothing
    calls: int = 0
    met: dict[str, int] = field(default_factory=dict)

    def next_fault(self) -> str:
        self.calls += 1
        kind = self.result(self.calls) if self.result else self._by_chance()
        if kind:
            self.met[kind] = self.met.get(kind, 0) + 1
        return kind

    def _by_chance(self) -> str:
        number = self.random.random()
        for kind, share in (("refused", self.refusal), ("before", self.death), ("after", self.death)):
            if number < share:
                return kind
            number -= share
        return ""


class ThrottledClient:
    """A boto3 client that refuses, or dies before or after, the requests that the load names."""

    def __init__(self, client: Any, load: RequestLoad, refusal: dict[str, Any]) -> None:
        self._client, self._load, self._refusal = client, load, refusal

    def __getattr__(self, name: str) -> Any:
        what = getattr(self._client, name)
        return what if name in {"exceptions", "meta"} else self._through(name, what)

    def _through(self, name: str, request: Callable[..., Any]) -> Callable[..., Any]:
        def sent(**arguments: Any) -> Any:
            result = self._load.next_fault()
            if result == "refused":
                raise ClientError(self._refusal, name)  # type: ignore[arg-type]
            if result == "before":
                raise Killed
            answer = request(**arguments)
            if result == "after":
                raise Killed
            return answer

        return sent
