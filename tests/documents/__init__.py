"""Documents are run: their commands are read, checked against what answers them, and carried out where they can be."""
