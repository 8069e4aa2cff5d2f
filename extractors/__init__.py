"""File → Document → Matters. Readers know formats and no word of the domain; the rest know headings and no format."""
