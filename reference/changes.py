"""What changed between two editions, and which sources have shrunk. Loads nothing and decides nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quanze.proof import Edition, ProofEntry
from quanze.text import entry_key
from reference.editions import Source

Pair = tuple[ProofEntry, ProofEntry]


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference of two editions; pairs are (old, new). `moved` entries went from one list to another."""

    added: tuple[ProofEntry, ...] = ()
    removed: tuple[ProofEntry, ...] = ()
    changed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed or self.moved)


def diff(old: Edition, new: Edition) -> Changes:
    """Compare two editions by key, then by name + use + issuer for what moved between lists."""
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    same = [(entry, after[key]) for key, entry in before.items() if key in after]
    gone = {_identity(entry): entry for key, entry in before.items() if key not in after}
    come = {_identity(entry): entry for key, entry in after.items() if key not in before}
    moved = [(gone[identity], come[identity]) for identity in gone if identity in come]
    left = {pair[0].key for pair in moved} | {pair[1].key for pair in moved}
    return Changes(
        added=tuple(entry for key, entry in after.items() if key not in before and key not in left),
        removed=tuple(entry for key, entry in before.items() if key not in after and key not in left),
        changed=tuple(pair for pair in same if pair[0].list == pair[1].list and pair[0] != pair[1]),
        moved=tuple([pair for pair in same if pair[0].list != pair[1].list] + moved),
    )


def _identity(entry: ProofEntry) -> str:
    return entry_key("", entry.name, entry.usage, entry.issuer)


def warnings(sources: Sequence[Source], old: Edition | None = None, *, floor: float = 0.8) -> tuple[str, ...]:
    """Say in Chinese which sources cannot be read or have shrunk below `floor` of what they had, else should have."""
    found = [f"来源「{source.title}」读不出来：{source.error.advice}" for source in sources if source.error]
    had = _counts(old) if old else Counter()
    for source in sources:
        expected = had[source.title] or source.expected
        if not source.error and len(source.entries) < floor * expected:
            found.append(f"来源「{source.title}」缩水：应有约 {expected} 行，现在只有 {len(source.entries)} 行。")
    return tuple(found)


def _counts(edition: Edition) -> Counter[str]:
    return Counter(line.split("｜")[0] for entry in edition.entries for line in entry.source.split("\n"))


def titles(edition: Edition) -> tuple[str, ...]:
    """The sources that an edition's entries name."""
    return tuple(sorted(_counts(edition)))
