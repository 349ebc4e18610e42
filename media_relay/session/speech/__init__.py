"""Speech from texts: the TTS queue, its messages, and the session of a voice call. Pure."""
