"""Pages that show several floors. Each calls one read of each app and adds nothing."""
