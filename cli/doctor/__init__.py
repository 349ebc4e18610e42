"""`doctor`: whether a stage and its vendors fit together, and repairs. Changes nothing without --fix."""

from cli.doctor.command import add_to

__all__ = ["add_to"]
