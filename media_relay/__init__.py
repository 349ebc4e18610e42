"""The media relay: two sockets and a decision between them. `session` never awaits, `io` never decides."""
