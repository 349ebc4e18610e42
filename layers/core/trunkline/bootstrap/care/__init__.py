"""Dependencies of the functions that look after patients."""
