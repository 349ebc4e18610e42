"""Check-ins assessed, alerts raised, repeated and acknowledged, trends read."""
