"""Clients of the voice providers: send one request, translate one error."""
