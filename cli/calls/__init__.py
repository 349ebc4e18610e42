"""`calls`: listed, read, placed and steered over the API."""

from cli.calls.command import add_to

__all__ = ["add_to"]
