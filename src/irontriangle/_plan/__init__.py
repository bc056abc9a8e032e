"""What comes out: the plan, its reasons and its independent check."""
