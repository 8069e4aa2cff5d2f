"""Is the inbox there (收件箱在不在)? What `quanze.presence` says, by what the intake would take from it."""

from pathlib import Path

from flows.intake.inbox import scan
from quanze import presence
from quanze.presence import MARK
from quanze.settings import Settings

__all__ = ["MARK", "missing"]


def missing(settings: Settings, *, adopt: bool = False) -> str:
    """Why the inbox cannot be trusted now, in Chinese; "" where it is there (see `quanze.presence.missing`)."""
    return presence.missing(settings, adopt=adopt, filled=_filled)


def _filled(inbox: Path) -> bool:
    return bool(scan(inbox))
