"""Relax, schedule, prove: what can be done by when."""
