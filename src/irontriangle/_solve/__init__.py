"""How a plan is found; the only floor with arrays."""
