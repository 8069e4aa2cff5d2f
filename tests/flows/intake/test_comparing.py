"""The same matter in several lists, from files to the doubts that people see."""

import csv
import re
import shutil
from pathlib import Path

from flows import stages
from flows.comparing import DIFFERS, MAYBE_SAME, RENAMED, across, numbered
from flows.stages import Office
from flows.upkeep import doctor
from quanze import passwords
from quanze.matter import Doubt, Matter
from quanze.store import access, facts, ledger
from review.board import Board
from review.desk import Desk
from tests.flows.office import SAMPLES, drop, run
from tests.review.home import PASSWORD, Person

HEAD = ("职权编码", "职权名称", "职权类型", "设定依据", "实施主体")
LOGGING = ("000164105000", "林木采伐许可证核发", "行政许可", "《中华人民共和国森林法》第五十六条", "林业和草原局")


def written(path: Path, *rows: tuple[str, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows([("序号", *HEAD), *((str(n), *row) for n, row in enumerate(rows, 1))])
    return path


def doubts(office: Office, department: str = "林业和草原局") -> dict[str, list[Doubt]]:
    """By file name, the doubts that come from comparing."""
    with office.store.reading() as session:
        return {
            file.name: [one for one in facts.doubts(session, file.id) if one.kind in (DIFFERS, MAYBE_SAME, RENAMED)]
            for file in ledger.in_use(session, department)
        }


def test_a_guide_that_shortens_the_names_of_a_list_is_asked_about_and_nothing_is_lost(office: Office) -> None:
    for name in ("司法局权责清单（2023年）.docx", "司法局办事指南汇编.docx"):
        drop(office.settings.home, SAMPLES / "司法局" / name)
        run(office)
    found = doubts(office, "司法局")
    asked = found["司法局办事指南汇编.docx"]
    assert found["司法局权责清单（2023年）.docx"] == [] and {one.kind for one in asked} == {MAYBE_SAME}
    assert len(asked) == 8
    assert "律师事务所（分所）设立、变更、注销许可（律师事务所设立许可）" in asked[0].note
    with office.store.reading() as session:
        files = ledger.files(session)
        assert len(facts.matters(session, "司法局")) == sum(file.matters for file in files)
        rows = {row.matter_key for row in facts.rows(session, "司法局")}
    assert len(rows) == 37 + 8
    receipts = [path.read_text("utf-8") for path in office.settings.receipts.rglob("*.txt")]
    assert any(asked[0].note in text for text in receipts)
    assert len(shown(office, 2)) == 8


def shown(office: Office, file: int) -> list[str]:
    """What the page of a file asks a reviewer about."""
    with office.store.writing() as session:
        password = passwords.hashed(PASSWORD)
        user = access.add_user(
            session, name="初审", department="", role="reviewer", password=password, now=office.now()
        )
        user.must_change = False
    desk = Desk(office.settings, office.store, Board(office.store, every=0.0), clock=office.clock)
    return re.findall("可能是同一事项。两项都已保留", Person(desk, "初审").get(f"/files/{file}"))


def test_matters_that_stand_at_no_place_of_their_own_are_told_apart() -> None:
    own = [
        (file, Matter(f"{file}{name}", "卫健委", name)) for file in (1, 2) for name in ("医师资格认定", "并发症鉴定")
    ]
    listed, joined = numbered(own, {1: "甲.docx", 2: "乙.docx"})
    assert [joined[one.slot].name for one in listed] == [matter.name for _, matter in own]
    assert across(listed) == []


def test_a_matter_is_compared_with_the_countys_list_of_matters(office: Office) -> None:
    written(
        office.settings.matters / "国家目录2023.csv",
        LOGGING,
        ("000164106000", "临时占用林地审批", "行政许可", "《中华人民共和国森林法》", "林草局"),
    )
    ours = ("000164105001", "林木采伐许可（县级权限）", "行政确认", "《内蒙古自治区森林条例》第三条", "林业和草原局")
    own = written(
        office.settings.home / "清单.csv",
        LOGGING,
        ("", *ours[1:2], "行政许可", *ours[3:]),
        ("", "种子检查", "行政检查", "", ""),
    )
    drop(office.settings.home, own, "林业和草原局")
    run(office)
    found = doubts(office)["清单.csv"]
    assert [one.note.split("：")[0] for one in found] == ["名称不一致", "依据不一致"]
    assert "《国家目录2023》写“林木采伐许可证核发”" in found[0].note and found[0].place.row == 3
    assert "请核对后改成一致" in found[1].note and "《内蒙古自治区森林条例》" in found[1].note
    assert not any(one.whole_row for one in found)


def test_another_code_and_kind_of_a_listed_matter_are_asked_about(office: Office) -> None:
    written(office.settings.matters / "自治区目录.csv", LOGGING, ("000199", "收养登记", "行政确认", "", "民政局"))
    own = written(
        office.settings.home / "清单.csv",
        ("000164999000", *LOGGING[1:]),
        ("", "收养登记", "其他权力", "", "民政局"),
        ("000164105000", "林木采伐", "行政许可", "", ""),
    )
    drop(office.settings.home, own, "林业和草原局")
    run(office)
    notes = [one.note for one in doubts(office)["清单.csv"]]
    assert any(note.startswith("编码不一致") and "000164999000" in note for note in notes)
    assert any("收养登记" in note for note in notes)


def test_a_list_of_matters_that_cannot_be_read_keeps_nothing_from_being_taken_in(office: Office) -> None:
    office.settings.matters.mkdir()
    (office.settings.matters / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    drop(office.settings.home, written(office.settings.home / "清单.csv", LOGGING), "林业和草原局")
    run(office)
    with office.store.reading() as session:
        assert [file.state for file in ledger.files(session)] == ["done"]
    found = {finding.what: finding for finding in doctor.examine(office.settings)}["事项目录"]
    assert not found.well and "坏的" in found.note


def test_a_renamed_matter_of_a_corrected_file_is_asked_about_once(office: Office) -> None:
    home = office.settings.home
    drop(
        home, written(home / "a" / "清单.csv", ("", *LOGGING[1:]), ("", "种子检查", "行政检查", "", "")), "林业和草原局"
    )
    run(office)
    drop(
        home,
        written(home / "b" / "清单.csv", ("", "林木采伐审批", *LOGGING[2:]), ("", "种子检查", "行政检查", "", "")),
        "林业和草原局",
    )
    run(office)
    found = doubts(office)
    assert [one.kind for one in found["清单.csv"]] == [RENAMED]
    assert "“林木采伐许可证核发”" in found["清单.csv"][0].note
    shutil.rmtree(home / "a")
    stages.propose_department(office, "林业和草原局")
    assert doubts(office) == found
