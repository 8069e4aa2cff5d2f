"""Word files of the XML kind (.docx and kin) → `Document`; `reader.read_word` is the whole of it for callers."""
