"""Commands about data on file: backup, replay, erase."""
