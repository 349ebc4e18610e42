"""Protocols on file."""
