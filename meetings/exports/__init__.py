"""Files that others take away."""
