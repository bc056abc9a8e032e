"""When they can be built."""
