"""The Friday brief of an office: what was put right is no obstacle, a department has one name, last week stays so."""

from dataclasses import replace
from datetime import datetime, timedelta

from docx import Document

from flows import publishing
from flows.intake import claiming
from flows.stages import Office
from flows.upkeep import condition
from quanze.judgement import Decision
from quanze.row import MaterialRow, Row
from quanze.store import codec, decisions, facts, figures
from tests.flows.office import HEAD, ROWS, give, run
from tests.forms.test_publish import word_tables

LAST_WEEK = "2026-03-09T10:00:00"


def brief(office: Office) -> tuple[str, list[list[str]], list[list[str]]]:
    """What the brief says: its sentences, the table of progress, the table of departments."""
    path = publishing.brief(office, office.settings.lists)
    progress, departments = word_tables(path)
    said = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return said, progress, departments[1:]


def decide(office: Office, verdict: str, *rows: Row, at: str = LAST_WEEK) -> None:
    with office.store.writing() as session:
        for row in rows:
            decisions.decide(session, Decision(row.key, verdict, "审核一", at, codec.row_digest(row)), row)


def proposed(office: Office) -> list[Row]:
    with office.store.reading() as session:
        return facts.rows(session)


def test_a_returned_file_is_an_obstacle_until_one_of_its_name_is_accepted(office: Office) -> None:
    for name in ("清单.csv", "指南.csv", "目录.txt"):
        give(office, "坏\n", name=name)
    give(office, ROWS["临时"], name="另一份.csv")
    give(office, "坏\n", name="另一份.csv")
    said, _, _ = brief(office)
    assert all(f"退件《{name}》" in said for name in ("清单.csv", "指南.csv", "目录.txt", "另一份.csv"))
    give(office, ROWS["低保"])
    give(office, ROWS["特困"], name="目录.csv")
    said, _, _ = brief(office)
    assert "退件《清单.csv》" not in said and "退件《目录.txt》" not in said
    assert "退件《指南.csv》" in said and "退件《另一份.csv》" in said


def test_a_department_is_named_once_whatever_its_folder_is_called(office: Office) -> None:
    give(office, ROWS["低保"])
    for folder in ("土默特右旗民政局", "01民政局", "教育体育局", "随手放"):
        (office.settings.inbox / folder).mkdir()
    _, _, departments = brief(office)
    assert [line[0] for line in departments] == ["教育体育局", "民政局"]


def test_what_is_unclaimed_is_said_and_is_no_department_before_or_after_it_is_claimed(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    said, progress, departments = brief(office)
    assert departments == []
    assert "有 1 份文件不知道是哪个部门的" in said
    assert progress[-1][4] == "0"
    claiming.claim(office, 1, "民政局")
    said, _, departments = brief(office)
    assert [line[0] for line in departments] == ["民政局"]
    assert "不知道是哪个部门" not in said


def test_what_was_confirmed_last_week_stays_so_when_it_changes_since(office: Office) -> None:
    give(office, ROWS["低保"], ROWS["临时"])
    seen = proposed(office)
    decide(office, decisions.CONFIRM, *seen)
    _, progress, departments = brief(office)
    count = len(seen)
    assert progress[-1][1:4] == [str(count), str(count), "0"]
    give(office, ROWS["低保"], ROWS["临时"].replace("第四十七条", "第四十八条"))
    changed = [row for row in seen if row.matter == "临时救助对象认定"]
    _, progress, departments = brief(office)
    assert progress[-1][1:4] == [str(count), str(count - len(changed)), str(-len(changed))]
    assert departments[0][2:4] == [str(count), str(count - len(changed))]


def test_a_decision_that_is_stale_for_weeks_is_no_work_of_last_week_and_counts_when_it_is_taken_again(
    office: Office,
) -> None:
    def on(day: int, hour: int = 9) -> Office:
        return replace(office, clock=lambda: datetime(2026, 2, day, hour))

    changed = ROWS["临时"].replace("第四十七条", "第四十八条")
    give(on(2), ROWS["低保"], ROWS["临时"])
    seen = proposed(office)
    count, stale = len(seen), sum(row.matter == "临时救助对象认定" for row in seen)
    decide(office, decisions.CONFIRM, *seen, at="2026-02-03T09:00:00")
    give(on(5), ROWS["低保"], changed)
    _, progress, departments = brief(on(6))  # of the same week, nothing was confirmed a week before
    assert progress[-1][1:4] == ["0", str(count - stale), f"+{count - stale}"] and departments[0][4] == progress[-1][2]
    _, progress, departments = brief(on(27))
    assert progress[-1][1:4] == [str(count - stale)] * 2 + ["0"]
    assert departments[0][2:5] == [str(count - stale)] * 2 + ["0"]
    again = [row for row in proposed(office) if row.matter == "临时救助对象认定"]
    decide(office, decisions.CONFIRM, *again, at="2026-02-26T09:00:00")
    said, progress, departments = brief(on(27))
    assert progress[-1][1:4] == [str(count - stale), str(count), f"+{stale}"]
    assert departments[0][2:5] == [str(count - stale), str(count), str(stale)] and f"本周新确认 {stale} 行" in said


def test_a_row_confirmed_again_within_the_week_is_this_weeks_work_though_it_was_confirmed_before(
    office: Office,
) -> None:
    give(office, ROWS["低保"])
    decide(office, decisions.CONFIRM, *proposed(office))
    give(office, ROWS["低保"].replace("第十一条", "第十二条"))
    decide(office, decisions.CONFIRM, *proposed(office), at="2026-03-16T09:00:00")
    _, progress, departments = brief(office)
    count = str(len(proposed(office)))
    assert departments[0][2:5] == [count, count, count] and progress[-1][3] == "0"


def test_a_row_reads_as_it_was_decided_then(office: Office) -> None:
    folder = office.settings.inbox / "民政局"
    folder.mkdir(parents=True)
    text = HEAD.replace("责任事项", "申请材料") + ROWS["低保"].replace("受理", "户口簿、收入证明")
    (folder / "清单.csv").write_text(text, encoding="utf-8")
    run(office)
    rows = [row for row in proposed(office) if isinstance(row, MaterialRow)]
    assert rows
    with office.store.writing() as session:
        for row in rows:
            then = replace(row, way="取消")
            event = Decision(row.key, decisions.CONFIRM, "审核一", LAST_WEEK, "as it read then")
            decisions.decide(session, event, then)
    with office.store.reading() as session:
        before, stale = decisions.settled(session, rows, until="2026-03-10")
        assert stale == ()
        assert {(row.way, row.confirmed) for row in before} == {("取消", True)}
        now, stale = decisions.settled(session, rows)
        assert len(stale) == len(rows)
        assert list(now) == rows


def test_a_refused_row_is_settled_for_brief_and_status(office: Office) -> None:
    give(office, ROWS["低保"], ROWS["临时"])
    first, *others = proposed(office)
    said, _, departments = brief(office)
    assert "滞后" in departments[0][-1]
    decide(office, decisions.CONFIRM, *others)
    decide(office, "reject", first)
    said, _, departments = brief(office)
    assert departments[0][-1] == "按期"
    assert departments[0][5] == "0"
    assert "没有滞后的部门" in said
    shown = "\n".join(condition.lines(office))
    assert f"待审 0，需重审 0，标为存疑 0，已确认 {len(others)}，不采纳 1" in shown
    decide(office, "doubt", first)
    with office.store.reading() as session:
        counted = figures.figures(session, office.clock())
    assert counted.rows["民政局"] == {"doubted": 1, "confirmed": len(others)}
    assert counted.queue == 1


def test_the_week_is_the_last_seven_days(office: Office) -> None:
    give(office, ROWS["低保"])
    decide(office, decisions.CONFIRM, *proposed(office), at="2026-03-11T10:00:00")
    assert brief(office)[1][-1][1] == "0"
    later = replace(office, clock=lambda: datetime(2026, 3, 17, 9, 0) + timedelta(days=2))
    assert brief(later)[1][-1][1] != "0"
