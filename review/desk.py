"""What every page needs (办公桌): settings, store, board, clock; who is visiting; how a page is drawn.

Never here: a route, a rule, a decision.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

import rules
from quanze import registry
from quanze.row import AdviceRow, Row
from quanze.settings import Settings
from quanze.store import Store
from review.board import BANDS, KINDS, STATES, Board

HERE = Path(__file__).parent
ROLES = {"department": "部门", "reviewer": "初审", "admin": "管理员"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in: name, role, the department they belong to ("" = all), and their session's CSRF token."""

    user_id: int
    name: str
    role: str
    department: str
    csrf: str
    must_change: bool

    @property
    def bound(self) -> str:
        """The only department this person may see, "" where they see all."""
        return self.department if self.role == "department" else ""

    def sees(self, department: str) -> bool:
        """Whether rows of that department may be shown to and decided by this person."""
        return self.role != "department" or (department != "" and department == self.department)

    def sees_row(self, row: Row) -> bool:
        """Whether that row may be shown to this person: advice rows to every department that they name."""
        if isinstance(row, AdviceRow):
            return self.role != "department" or self.department in row.claimed_by
        return self.sees(row.department)

    def decides(self, row: Row) -> bool:
        """Whether this person may decide on that row: what stands between departments is none of theirs to settle."""
        return self.sees_row(row) and (self.role != "department" or not isinstance(row, AdviceRow))


@dataclass(eq=False)
class Desk:
    """An open review page over one home folder."""

    settings: Settings
    store: Store
    board: Board
    clock: Callable[[], datetime] = datetime.now
    pages: Environment = field(default_factory=lambda: _environment())
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def book(self) -> rules.Rulebook:
        """The rules in force: the county's own as its files are now, else the shipped ones."""
        return rules.current(self.settings.rules, registry.kinds(self.settings.departments))

    def now(self) -> str:
        """The time as the store keeps it."""
        return self.clock().isoformat(timespec="seconds")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; writers of this program wait in line here, not by trying again in the database."""
        with self._turn, self.store.writing() as session:
            yield session

    def page(self, name: str, visitor: Visitor | None = None, /, *, status: int = 200, **words: Any) -> HTMLResponse:
        """Draw a page or a part of one; all text in it is escaped."""
        text = self.pages.get_template(name).render(visitor=visitor, roles=ROLES, **words)
        return HTMLResponse(text, status_code=status)


def _environment() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(kinds=KINDS, bands=BANDS, states=STATES, release=version("quanze"))
    pages.filters["percent"] = lambda share: f"{share:.0%}"
    pages.filters["when"] = lambda at: str(at).replace("T", " ")[:16]
    return pages


class Refused(Exception):
    """A request that is answered with a short page in Chinese: status, what to say."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words
