"""A desk for every test, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from review.desk import Desk
from tests.review.home import desk_at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path)
    yield opened
    opened.store.close()
