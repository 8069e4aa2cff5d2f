"""Pictures of pages → `Document` by rules and recognition; `reader.read_scan` is the whole of it for callers."""
