"""Facts → proposed rows by rules that are data. Pure: no file but the rules themselves, no store, no clock."""
