"""How fast irontriangle is, next to its peers: ``python -m benchmarks``."""
