"""Dependencies of the functions that publish, queue and deliver events."""
