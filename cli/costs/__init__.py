"""Costs of a stage by its own parameters and list prices. AWS is not asked."""
