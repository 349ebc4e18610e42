"""Legs at the fake Twilio: their state, the engine that runs TwiML on them, how they begin and end."""
