"""The formats that records are sent in, each read an entry at a time; docs/importing.md has their mapping tables."""
