"""Saved web pages (.html, .mht) → `Document`; `reader.read_html` and `reader.read_mht` are for callers."""
