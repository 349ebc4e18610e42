"""The load: both ends of many calls, a carrier that rings and an agent that speaks."""
