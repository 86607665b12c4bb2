"""Records as other programs read them: BibTeX, RIS, CSL-JSON, CSV, and citations in words."""
