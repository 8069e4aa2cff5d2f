"""The store: files, matters, judgements, rows, editions and decisions in one database. It decides nothing."""

from quanze.store.database import Store, open_store

__all__ = ["Store", "open_store"]
