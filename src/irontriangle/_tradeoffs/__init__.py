"""What the two managers discuss: plans compared, options, contradictions."""
