"""Statistics: what is measured in which sector, country and year, from which source, and what is not."""
