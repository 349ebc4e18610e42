"""Text to speech of the fake ElevenLabs: voices, models, the socket that synthesizes."""
