"""Requests for routes and imported numbers."""

NEW = {"number": "+14155550120", "mode": "relay", "agent_id": "agent_good"}

TWILIO = {
    "phone_number": "+15551234567", "label": "Main Line", "sid": "AC" + "x" * 32, "token": "your-auth-token",
    "supports_inbound": True, "supports_outbound": True,
}  # fmt: skip

SIP = {
    "phone_number": "+15551234568", "label": "SIP Line", "supports_inbound": True, "supports_outbound": True,
    "inbound_trunk_config": {"allowed_addresses": ["sip.carrier.com"], "media_encryption": "required"},
    "outbound_trunk_config": {"address": "sip.carrier.com", "transport": "tls"},
}  # fmt: skip
