"""The composition root: one module per function, so that no function imports another's adapters."""
