"""What the use cases need from the world. Implementations live in `providers` and `storage`, fakes in the tests."""
