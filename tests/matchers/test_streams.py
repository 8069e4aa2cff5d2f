"""How far a stream reads ahead, what is judged again, and where: the way of materials through blocks."""

import gc
import threading
from collections.abc import Iterator, Sequence

import pytest

from matchers import suggest_columns, suggest_iter, suggesting
from matchers.blocks import _TASK, Context, Task, judging, uncollected
from matchers.compare import catalogue
from matchers.model import shipped
from quanze.judgement import Query
from tests.matchers.catalogue import ENTRIES


class Counted:
    """Queries, and how many of them were read."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.read = texts, 0

    def __iter__(self) -> Iterator[Query]:
        for text in self.texts:
            self.read += 1
            yield Query(str(self.read), text)


def first_read(texts: Sequence[str], count: int = 1) -> int:
    """How many queries were read when so many are answered."""
    queries = Counted(texts)
    found = suggest_iter(queries, ENTRIES, explain=False)
    for _ in range(count):
        next(found)
    return queries.read


def test_so_many_new_materials_or_so_many_materials_are_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "FRESH", 3)
    monkeypatch.setattr(suggesting, "ROWS", 5)
    assert first_read(["甲证", "乙证", "丙证", "丁证"]) == 3
    assert first_read(["甲证"] * 9) == 5
    assert first_read(["甲证", "甲证", "乙证", "乙证", "丙证", "丁证"]) == 5
    assert first_read(["甲证", "乙证"]) == 2


def test_what_is_known_is_answered_at_once_unless_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "FRESH", 2)
    texts = ["甲证", "乙证", "甲证", "乙证", "丙证", "甲证", "丁证"]
    assert [first_read(texts, count) for count in (2, 3, 4, 5)] == [2, 3, 4, 7]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The texts of each block that is judged."""
    blocks: list[list[str]] = []
    learn = suggesting._learn

    def noted(known: dict[Context, object], fresh: Sequence[Context], task: Task, judge: object) -> None:
        def noting(given: Sequence[Sequence[Context]]) -> object:
            blocks.extend([text for text, *_ in block] for block in given)
            return judge(given)  # type: ignore[operator]  # a judge

        learn(known, fresh, task, noting)  # type: ignore[arg-type]  # as they come

    monkeypatch.setattr(suggesting, "_learn", noted)
    return blocks


def test_new_materials_are_judged_in_four_blocks_at_least_and_none_is_too_large(
    judged: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"第{number}号" for number in range(9)]
    for block, sizes in ((2_000, [3, 3, 3]), (2, [2, 2, 2, 2, 1])):
        monkeypatch.setattr(suggesting, "BLOCK", block)
        list(suggest_iter((Query("", text) for text in texts), ENTRIES))
        assert [len(each) for each in judged] == sizes
        judged.clear()
    list(suggest_iter([Query("", texts[0])], ENTRIES))
    assert judged == [texts[:1]]


@pytest.mark.parametrize(
    ("known", "explain", "again"), [(2, False, False), (1, False, True), (20, True, False), (19, True, True)]
)
def test_answers_are_kept_up_to_a_number_and_a_tenth_of_it_with_evidence(
    judged: list[list[str]], monkeypatch: pytest.MonkeyPatch, known: int, explain: bool, again: bool
) -> None:
    monkeypatch.setattr(suggesting, "KNOWN", known)
    parts = [[[text], [""], [""]] for text in ("甲证", "乙证", "甲证")]
    list(suggest_columns(parts, ENTRIES, explain=explain))
    assert sum(each == ["甲证"] for each in judged) == 1 + again


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(suggest_columns([[["甲证", "乙证"], [""], ["", ""]]], ENTRIES))


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_rests_inside_and_is_as_before_afterwards(running: bool) -> None:
    assert gc.isenabled()
    try:
        if not running:
            gc.disable()
        with pytest.raises(KeyError), uncollected():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() is running
    finally:
        gc.enable()


TASK = Task(catalogue(ENTRIES), shipped(), 5, False)
BLOCKS: list[list[Context]] = [[(f"{name}证明", "", "")] for name in ("收入", "无房", "亲属关系")] * 3


def test_several_workers_have_processes_of_their_own_and_one_or_a_process_with_threads_has_none() -> None:
    with judging(TASK, 1) as judge:
        assert not _TASK
        alone = [one.scores.tolist() for one in judge(BLOCKS)]
    with judging(TASK, 2) as judge:
        assert _TASK == [TASK]
        assert [one.scores.tolist() for one in judge(BLOCKS)] == alone
    assert not _TASK
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with judging(TASK, 2) as judge:
            assert not _TASK and [one.scores.tolist() for one in judge(BLOCKS)] == alone
    finally:
        done.set()
        thread.join()
