"""Subjects of the load: the relay, and its comparisons."""
