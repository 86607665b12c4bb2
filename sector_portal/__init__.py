"""Composition: settings, addresses, pages that show several floors, the demo."""
