"""Audio of the fake Twilio: lines, playout, media streams, recordings."""
