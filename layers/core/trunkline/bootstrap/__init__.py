"""Settings become real services here, and nowhere else: a module per function, so that none pays for another's."""
