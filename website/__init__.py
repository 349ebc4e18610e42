"""The front of the project: its recorded terminal, and the site made of `docs/`."""
