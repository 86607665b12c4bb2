"""The API (`/api/v1/`): what the public pages show, as JSON to read, with their own filters (docs/api.md)."""
