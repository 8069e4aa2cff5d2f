"""Rules (lines) → grids of cells: pure geometry, shared by PDF, scans and OFD."""
