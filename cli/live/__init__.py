"""`live`: real calls on this machine, with real accounts and a tunnel; the vendors are left as they were."""

from cli.live.command import add_to

__all__ = ["add_to"]
