"""Word 97 to 2003 files (.doc, .wps) → `Document`; `reader.read_word97` is the whole of it for callers."""
