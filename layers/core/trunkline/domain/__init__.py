"""What the words mean: calls, routes, transcripts. No I/O, no clock, no vendor."""
