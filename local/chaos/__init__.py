"""Many calls at once, and then something breaks. `python -m local.chaos` prints what the callers noticed."""
