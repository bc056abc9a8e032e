"""Smaller programs with the same levels of their optimum, and the way back."""
