"""Set-up of a stage at each vendor: a file for the carrier, and one of its name for each provider of the registry."""
