"""A telephone world on one machine. Imports nothing of ours: a wire is only tested by two strangers."""
