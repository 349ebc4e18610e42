"""`agents`: settings at a voice provider, agent files and their checks. Nothing changes without a word."""

from cli.agents.command import add_to

__all__ = ["add_to"]
