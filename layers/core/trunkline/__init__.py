"""The shared package of functions and relay. Imports point down; see docs/architecture.md."""
