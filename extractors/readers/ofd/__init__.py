"""OFD files (版式文档) → `Document`; `reader.read_ofd` is the whole of it for callers."""
