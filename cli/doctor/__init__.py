"""`doctor`: whether a stage and its vendors fit together, and how to fix it. Changes nothing unless told."""

from cli.doctor.command import add_to

__all__ = ["add_to"]
