"""The shared package: what every function and the relay agree on. Imports point down; see docs/architecture.md."""
