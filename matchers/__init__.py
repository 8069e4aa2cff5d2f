"""Matters + edition → judgements with evidence. Pure: no file, no store, no clock."""
