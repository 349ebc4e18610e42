"""The REST API of the fake Twilio."""
