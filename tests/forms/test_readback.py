"""A workbook filled in by a department comes back as answers; what is not sure is a conflict."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms import is_returned, publish, read_back
from forms.readback import Returned
from quanze.errors import Damaged
from quanze.row import DelegationRow, Row, StepRow, TimeRow
from tests.forms.rows import DEPARTMENT, delegation, material, steps, time
from tests.forms.test_publish import HOSTILE

AT = "2023-03-20T09:00:00"
ROWS: list[Row] = [
    delegation("a", "林木采伐许可证核发"),
    delegation("b", "草原征占用审核", "代收转办"),
    material("a", "林木采伐许可证核发", "身份证复印件", "取消", 4),
    material("a", "林木采伐许可证核发", "申请表", "保留", 4),
    steps("a", "林木采伐许可证核发", 6, 4),
    time("a", "林木采伐许可证核发", 20, 10, statutory=20),
]
Fill = Callable[[Any, dict[str, int]], None]


def sent(to: Path, name: str, rows: list[Row] | None = None) -> Path:
    """The published workbook whose name holds some words."""
    paths = publish(rows or ROWS, to, department=DEPARTMENT, date="2023-03-17", draft=True)
    return next(path for path in paths if name in path.name and path.suffix == ".xlsx")


def filled(path: Path, fill: Fill, sheet: int = 0) -> Path:
    """The workbook after a person opened it, wrote something and saved it; columns by heading."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet]
    fill(page, {str(cell.value): int(cell.column or 0) for cell in page[3]})
    book.save(path)
    return path


def back(path: Path, rows: list[Row] | None = None) -> Returned:
    """Read a workbook back against the rows as they stand."""
    return read_back(path, ROWS if rows is None else rows, by="林草局张三", at=AT)


def kinds(returned: Returned) -> list[str]:
    """What kinds of conflict there are."""
    return [conflict.kind for conflict in returned.conflicts]


def test_an_untouched_workbook_says_nothing(tmp_path: Path) -> None:
    for name in ("下放外部", "减材料", "减环节", "减时限"):
        returned = back(sent(tmp_path, name))
        assert (returned.answers, returned.conflicts) == ((), ())
        assert returned.lines > 0


def test_a_confirmed_line_with_changes_comes_back_as_a_decision(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["下放方式"]).value = "代收代办"
        page.cell(4, at["承接单位"]).value = "各苏木乡镇便民服务中心"
        page.cell(4, at["审核意见"]).value = "确认"
        page.cell(4, at["审核说明"]).value = "乡镇没有勘验人员"
        page.cell(5, at["审核意见"]).value = "退回"

    returned = back(filled(sent(tmp_path, "下放外部"), fill))
    assert returned.conflicts == ()
    first, second = returned.answers
    assert isinstance(first.after, DelegationRow)
    assert (first.after.way, first.after.receiver) == ("代收代办", "各苏木乡镇便民服务中心")
    assert first.before == ROWS[0]
    assert (first.decision.subject, first.decision.verdict, first.decision.comment) == (
        "d-a",
        "confirm",
        "乡镇没有勘验人员",
    )
    assert (second.decision.subject, second.decision.verdict, second.after) == ("d-b", "return", ROWS[1])
    assert (first.decision.by, first.decision.at) == ("林草局张三", AT)


def test_limits_and_steps_come_back_as_numbers_and_steps(tmp_path: Path) -> None:
    def shorter(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["现承诺时限"]).value = 7.5
        page.cell(4, at["审核意见"]).value = "确认"

    def fewer(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["现环节"]).value = "申请→受理、决定"
        page.cell(4, at["审核意见"]).value = "确认"

    (limit,) = back(filled(sent(tmp_path, "减时限"), shorter)).answers
    (step,) = back(filled(sent(tmp_path, "减环节"), fewer)).answers
    assert isinstance(limit.after, TimeRow) and limit.after.proposed == 7.5
    assert isinstance(step.after, StepRow) and step.after.steps_after == ("申请", "受理", "决定")


def test_materials_are_answered_on_the_sheet_that_lists_each(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(5, at["处理方式"]).value = "免证办"
        page.cell(5, at["审核意见"]).value = "确认"

    (answer,) = back(filled(sent(tmp_path, "减材料"), fill, sheet=1)).answers
    assert (answer.decision.subject, answer.after.way) == ("m-a-申请表", "免证办")


def confirm(page: Any, at: dict[str, int]) -> None:
    """A person confirms the first line."""
    page.cell(4, at["审核意见"]).value = "确认"


def test_a_row_that_changed_meanwhile_is_a_conflict_that_shows_both(tmp_path: Path) -> None:
    path = filled(sent(tmp_path, "下放外部"), confirm)
    returned = back(path, [replace(ROWS[0], way="直接下放"), *ROWS[1:]])
    (conflict,) = returned.conflicts
    assert returned.answers == ()
    assert (conflict.kind, conflict.key, conflict.line) == ("changed", "d-a", 4)
    assert "下放方式：委托实施" in conflict.theirs
    assert "下放方式：直接下放" in conflict.ours


def test_a_row_read_from_another_place_is_still_the_same_row(tmp_path: Path) -> None:
    path = filled(sent(tmp_path, "下放外部"), confirm)
    assert len(back(path, [replace(ROWS[0], file="新文件.pdf"), *ROWS[1:]]).answers) == 1


def test_a_row_that_is_gone_is_a_conflict_only_where_a_person_wrote(tmp_path: Path) -> None:
    assert kinds(back(filled(sent(tmp_path, "下放外部"), confirm), [])) == ["gone"]


def test_a_confirmation_that_came_meanwhile_leaves_an_untouched_line_alone(tmp_path: Path) -> None:
    path = sent(tmp_path, "下放外部")
    assert back(path, [replace(row, confirmed=True) for row in ROWS]).conflicts == ()
    filled(path, confirm)
    assert back(path, [replace(row, confirmed=True) for row in ROWS]).answers == ()


@pytest.mark.parametrize(
    ("column", "text", "kind"),
    [
        ("下放方式", "放给村里", "unknown_choice"),
        ("审核意见", "同意", "undecided"),
        ("备注", "改了一句", "undecided"),
        ("事项名称", "另一件事", "misplaced"),
    ],
)
def test_what_is_not_sure_is_a_conflict(column: str, text: str, kind: str, tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["审核意见"]).value = "确认" if column != "备注" else None
        page.cell(4, at[column]).value = text

    returned = back(filled(sent(tmp_path, "下放外部"), fill))
    assert (returned.answers, kinds(returned)) == ((), [kind])


@pytest.mark.parametrize("text", ["十天", "10自然日", "-3"])
def test_a_limit_that_is_no_number_in_its_unit_is_a_conflict(text: str, tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["现承诺时限"]).value = text
        page.cell(4, at["审核意见"]).value = "确认"

    assert kinds(back(filled(sent(tmp_path, "减时限"), fill))) == ["not_a_number"]


def test_a_limit_over_the_legal_one_is_not_confirmed(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["现承诺时限"], "25")
        page.cell(4, at["审核意见"], "确认")

    assert kinds(back(filled(sent(tmp_path, "减时限"), fill))) == ["over_the_limit"]


def test_a_row_that_somebody_decided_on_since_is_a_conflict(tmp_path: Path) -> None:
    rows, key = ROWS[:1], ROWS[0].key
    paths = publish(rows, tmp_path, department=DEPARTMENT, date="2023-03-17", draft=True, decided={key: 4})
    path = filled(next(path for path in paths if path.suffix == ".xlsx"), confirm)
    for number, kind in ((4, []), (5, ["decided"])):
        assert kinds(read_back(path, rows, by="甲", at=AT, decided={key: number})) == kind
    assert kinds(read_back(path, rows, by="甲", at=AT, decided={})) == ["decided"]
    assert kinds(read_back(path, rows, by="甲", at=AT)) == []


def test_a_line_that_says_what_holds_anyway_says_nothing(tmp_path: Path) -> None:
    path = filled(sent(tmp_path, "下放外部", ROWS[:1]), confirm)
    held = [replace(ROWS[0], confirmed=True)]
    assert read_back(path, held, by="甲", at=AT, decided={ROWS[0].key: 9}) == Returned((), (), 1)


def test_a_step_whose_name_holds_a_mark_stays_whole(tmp_path: Path) -> None:
    row = replace(steps("a", "采伐", 4, 4), steps_before=("受理", "审查", "决定、送达", "监管"), steps_after=())

    def fill(page: Any, at: dict[str, int]) -> None:
        page.cell(4, at["现环节"], "受理→审查→决定、送达")
        page.cell(4, at["审核意见"], "确认")

    (answer,) = back(filled(sent(tmp_path, "减环节", [row]), fill), [row]).answers
    assert getattr(answer.after, "steps_after") == ("受理", "审查", "决定、送达")  # noqa: B009


def test_keys_beside_another_sub_matter_of_the_same_name_are_noticed(tmp_path: Path) -> None:
    rows: list[Row] = [
        delegation("a", "执业药师注册", sub_name="首次注册", code="1"),
        delegation("b", "执业药师注册", sub_name="变更注册", code="2"),
    ]

    def swapped(page: Any, at: dict[str, int]) -> None:
        keys = [column for column, cell in enumerate(page[3], start=1) if cell.value and column > at["审核意见"]][-2:]
        for column in keys:
            one, other = page.cell(4, column).value, page.cell(5, column).value
            page.cell(4, column, other)
            page.cell(5, column, one)
        confirm(page, at)

    assert "misplaced" in kinds(back(filled(sent(tmp_path, "下放外部", rows), swapped), rows))


def test_rows_sorted_with_their_hidden_columns_still_find_their_rows(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        first = [cell.value for cell in page[4]]
        for cell, below, value in zip(page[4], page[5], first, strict=True):
            cell.value, below.value = below.value, value
        page.cell(4, at["审核意见"]).value = "确认"

    returned = back(filled(sent(tmp_path, "下放外部"), fill))
    assert ([answer.decision.subject for answer in returned.answers], returned.conflicts) == (["d-b"], ())


def test_keys_left_behind_by_a_sort_are_noticed(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        for place in range(1, at["审核说明"] + 1):
            upper, lower = page.cell(4, place), page.cell(5, place)
            upper.value, lower.value = lower.value, upper.value

    assert set(kinds(back(filled(sent(tmp_path, "下放外部"), fill)))) == {"misplaced"}


def test_a_text_that_looks_like_a_formula_comes_back_as_it_went(tmp_path: Path) -> None:
    row = delegation("a", "甲", note="=1+1", measures="-逐项\n+清单")
    path = filled(sent(tmp_path, "下放外部", [row]), confirm)
    (answer,) = back(path, [row]).answers
    assert answer.after == row


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_an_untouched_line_look_touched(text: str, tmp_path: Path) -> None:
    row = delegation("a", f"事项{text}", note=text, measures=f" {text} ")
    returned = back(sent(tmp_path, "下放外部", [row]), [replace(row, way="直接下放")])
    assert (returned.answers, returned.conflicts, returned.lines) == ((), (), 1)


def test_only_published_workbooks_are_taken_for_returned_ones(tmp_path: Path) -> None:
    assert is_returned(sent(tmp_path, "下放外部"))
    other = tmp_path / "权责清单.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "事项名称"])
    book.save(other)
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert not is_returned(other)
    assert not is_returned(broken)
    with pytest.raises(Damaged):
        back(broken)


def test_a_form_that_no_longer_exists_is_a_conflict_and_not_silence(tmp_path: Path) -> None:
    def fill(page: Any, at: dict[str, int]) -> None:
        heading = page.cell(3, max(at.values()))
        heading.value = str(heading.value).replace("delegation/0", "old/0")

    assert set(kinds(back(filled(sent(tmp_path, "下放外部"), fill)))) == {"unknown_form"}
