"""Formats of older or other programs → `Document`, by our own reader or through LibreOffice."""
