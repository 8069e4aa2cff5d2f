"""The reference lists: proof entries (证明目录条目) and their dated editions (目录版次)."""

from dataclasses import dataclass
from typing import Literal

ListName = Literal["cancelled", "retained", "issuer_bound"]
"""《证明事项取消目录清单》, 《保留证明事项清单》, and lists that only bind one issuer (村委会不得出具)."""


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One row of a reference list; `key` comes from list + name + use + issuer (see `quanze.text.entry_key`)."""

    key: str
    list: ListName
    name: str
    usage: str = ""
    issuer: str = ""
    basis: str = ""
    asked_by: str = ""
    """Who asks for the proof (索要单位)."""
    replacement: str = ""
    """What takes its place once cancelled (取消后的办理方式), in the source's words."""
    source: str = ""
    """Where the row stands: list title, row number, address."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated edition (目录版次); `digest` is over all entries, so equal digests mean equal rows."""

    name: str
    date: str
    digest: str
    entries: tuple[ProofEntry, ...]
