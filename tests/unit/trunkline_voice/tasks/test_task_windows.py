"""A window lasts from the end of a prompt to the agent's next turn."""

from trunkline_voice.tasks.task_windows import AgentTurn, Task, Window, task_windows
from trunkline_voice.timing.spans import Span

HELLO = AgentTurn(Span(0, 2), Task.SPEECH, "fine")
AHH = AgentTurn(Span(5, 8), Task.VOWEL, "ahh")


def test_windows_between_the_agents_turns():
    assert task_windows([AHH, HELLO], 20.0) == [
        Window(Task.SPEECH, Span(2, 5), "fine"),
        Window(Task.VOWEL, Span(8, 20.0), "ahh"),
    ]


def test_no_window_where_the_agent_goes_on_or_the_call_is_over():
    assert task_windows([HELLO, AgentTurn(Span(1.5, 3), Task.COUNT)], 3.0) == []
    assert task_windows([AHH], 7.0) == []
    assert task_windows([], 7.0) == []
