"""Workbooks and delimited text → `Document`: a module per format, all by way of `tables`."""
