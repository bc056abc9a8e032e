"""Why features that are not built are not."""
