"""The portal on this machine, for `make demo`, `make stop` and `make demo-reset`: prepared, started, stopped."""
