"""Users, units, organisations and roles."""
