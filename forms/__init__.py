"""Rows → official Word and Excel lists, counts, briefs."""
