"""The REST API of the fake ElevenLabs."""
