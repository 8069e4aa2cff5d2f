"""PDF files → `Document`; `reader.read_pdf` is the whole of it for callers."""
