"""An office for every test, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.stages import Office
from tests.flows.office import office_at


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    yield opened
    opened.store.close()
