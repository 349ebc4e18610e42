"""Commands for the people who run a stage: `python -m cli`. They use the same code and tables as the functions."""
