"""The caller's time after a passage: they count, hold a tone or tell something, and are left alone meanwhile."""

from dataclasses import dataclass, field

from trunkline.brain.domain.agents import CallerTask
from trunkline.brain.domain.conversation import Line, ResponseRequested

SECONDS_PER_CHARACTER = 0.065  # of synthetic speech, about; a line of text does not say when it has spoken
CALLER = "caller"


@dataclass(slots=True)
class CallersTime:
    """A request that comes meanwhile is kept, the newest alone, and answered when the time is over.

    Times are seconds of the brain's clock. The task begins when the passage before it has been spoken.
    """

    _task: CallerTask | None = None
    _ends_s: float = 0.0
    _lines: int = 0  # said before the task
    _asked: ResponseRequested | None = field(default=None)
    _was_silent: bool = False

    def begin(self, task: CallerTask, passage: str, lines: int, now_s: float) -> None:
        self._task, self._asked, self._was_silent = task, None, False
        self._lines, self._ends_s = lines, now_s + len(passage) * SECONDS_PER_CHARACTER + task.seconds

    @property
    def ends_s(self) -> float | None:
        """None while the caller has no task."""
        return self._ends_s if self._task else None

    def keeps(self, asked: ResponseRequested, now_s: float) -> bool:
        """Whether the request waits: not one with the words that end the task, nor one after its time."""
        if self._task is None:
            return False
        if now_s >= self._ends_s or self._is_done(asked.lines, self._task):
            self._task = None
            return False
        self._asked = asked
        return True

    def over(self, now_s: float) -> ResponseRequested | None:
        """The request that waited, once the time is over."""
        if self._task is None or now_s < self._ends_s:
            return None
        asked, self._task, self._asked = self._asked, None, None
        self._was_silent = asked is None
        return asked

    def was_silent(self) -> bool:
        """Whether the last task ended without a word: a tone is none. True once."""
        silent, self._was_silent = self._was_silent, False
        return silent

    def _is_done(self, lines: tuple[Line, ...], task: CallerTask) -> bool:
        said = " ".join(line.text for line in lines[self._lines :] if line.speaker == CALLER).casefold()
        return any(word.casefold() in said for word in task.until)
