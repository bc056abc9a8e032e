"""How plans are found. Arrays live on this floor only."""
