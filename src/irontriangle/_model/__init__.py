"""What is agreed: frozen values, no arrays."""
