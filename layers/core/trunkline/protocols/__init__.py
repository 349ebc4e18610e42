"""Codecs: bytes and dicts in, meaning out, and back. Nothing here performs an effect."""
