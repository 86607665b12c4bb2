"""What several floors stand on, and nothing else."""
