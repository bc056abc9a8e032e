"""Which variants to build."""
