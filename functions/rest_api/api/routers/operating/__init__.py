"""Whether the stage works, and what is done again where it did not."""
