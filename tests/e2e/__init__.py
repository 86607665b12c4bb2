"""What a person does, in a real browser, on the demo's real data in a database of its own."""
