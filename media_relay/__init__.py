"""The media relay: two sockets and a decision between them. `session` decides, never awaits; the others do the I/O."""
