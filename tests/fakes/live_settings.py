"""Values with which `make live` starts: what stands in `.env`."""

GOOD: dict[str, str | None] = {
    "TWILIO_ACCOUNT_SID": "AC" + "b" * 32,
    "TWILIO_AUTH_TOKEN": "f" * 32,
    "TWILIO_NUMBER": "+14155550100",
    "ELEVENLABS_API_KEY": "xi_key",
    "ELEVENLABS_AGENT_ID": "agent_1",
}
