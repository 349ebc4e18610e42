"""Agents of the fake ElevenLabs: conversations over its socket and over Twilio's media streams."""
