"""The text of one field → what it says: materials, limits, steps, citations. Knows no table and no document."""
