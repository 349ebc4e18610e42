"""What is put under load: the relay itself, and what it is compared with."""
