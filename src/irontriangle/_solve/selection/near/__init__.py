"""Every solution near the bound, listed part by part and joined."""
