"""What a call's next frame will touch, asked of memory all at once: here there is nothing to ask, and nothing is done.

`make compile` puts `ahead.pyx` in its place, which asks.
"""


class Ahead:
    """Of one side of a call. Keeps nothing alive: whoever replaces one of the `things` makes a new one."""

    def __init__(self, *things: object) -> None: ...

    def fetch(self) -> None: ...


NOTHING = Ahead()
