"""Sockets, clock, threads and uploads around a session."""
