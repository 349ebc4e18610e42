"""Pure: what a call does next. No sockets, no clock, no asyncio; time comes in as an argument."""
