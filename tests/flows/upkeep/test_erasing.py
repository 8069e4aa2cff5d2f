"""A file's content is erased on request or after its time; the audit trail stays."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.cli import main
from flows.stages import Office
from flows.upkeep import erasing, housekeeping
from quanze.judgement import Decision
from quanze.store import codec, decisions, facts, journal, ledger
from tests.flows.office import HEAD, ROWS, give, run, states

SECRET = "绝密联系人"


def everything(home: Path) -> bytes:
    """Every byte of the home folder, names of files too."""
    paths = [path for path in home.rglob("*") if path.is_file()]
    return b"".join(str(path).encode() + path.read_bytes() for path in paths)


def test_erasing_leaves_no_trace_of_the_content_and_all_of_the_audit_trail(office: Office) -> None:
    give(office, ROWS["临时"])
    give(office, ROWS["低保"].replace("受理", f"受理，联系{SECRET}"), name=f"{SECRET}.csv")
    with office.store.writing() as session:
        row = next(row for row in facts.rows(session) if row.matter == "最低生活保障认定")
        seen = replace(row, note="")
        event = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-18", codec.row_digest(row))
        decisions.decide(session, event, seen)
    assert SECRET.encode() in everything(office.settings.home)
    assert erasing.erase(office, 2, by="王某", reason="本人要求") == 1
    office.store.close()
    assert SECRET.encode() not in everything(office.settings.home)
    with office.store.reading() as session:
        file = ledger.files(session)[1]
        (erased,) = journal.erasures(session)
        assert (file.state, len(file.sha256), file.kept_as) == ("erased", 64, "")
        assert (erased.by, erased.reason, erased.sha256) == ("王某", "本人要求", file.sha256)
        assert decisions.broken(session) == []
        assert len(decisions.history(session, [row.key])[row.key]) == 1
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["临时救助对象认定"]
    said = list((office.settings.receipts / "民政局").glob("*.00002.回执.txt"))
    assert "已按要求删除" in said[0].read_text(encoding="utf-8-sig")
    assert main(["verify", "--home", str(office.settings.home)]) == 0


def test_erasing_again_or_after_a_crash_ends_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    give(office, ROWS["低保"])
    kept = next(office.settings.archive.rglob("*.csv"))
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "finish", _dies)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(office, 1, by="王某", reason="本人要求")
    assert kept.exists()
    for _ in range(2):
        erasing.erase(office, 1, by="王某", reason="本人要求")
    assert not kept.exists()
    with office.store.reading() as session:
        assert len(journal.erasures(session)) == 1


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_erasing_a_version_that_was_corrected_leaves_nothing_in_what_was_said_of_the_correction(
    office: Office,
) -> None:
    give(office, ROWS["低保"], ROWS["临时"].replace("临时救助", SECRET))
    assert f"删去：{SECRET}" in give(office, ROWS["低保"])
    erasing.erase(office, 1, by="王某", reason="本人要求")
    office.store.close()
    assert SECRET.encode() not in everything(office.settings.home)
    (said,) = (office.settings.receipts / "民政局").glob("*.00002.回执.txt")
    text = said.read_text(encoding="utf-8-sig")
    assert "状态：已完成" in text and "事项 1 项" in text
    assert "与上一版相比" not in text
    assert main(["verify", "--home", str(office.settings.home)]) == 0


def test_erasing_leaves_no_name_in_doubts_and_receipts_of_files_compared_with_it(office: Office) -> None:
    give(office, ROWS["低保"], name=f"{SECRET}.csv")
    assert SECRET in give(office, ROWS["低保"].replace("行政给付", "行政确认"))
    erasing.erase(office, 1, by="王某", reason="本人要求")
    office.store.close()
    assert SECRET.encode() not in everything(office.settings.home)


def test_what_is_no_longer_in_use_is_erased_after_its_time_and_what_is_in_use_never(office: Office) -> None:
    give(office, ROWS["低保"])
    give(office, ROWS["低保"], ROWS["临时"])
    give(office, "坏\n", name="空.csv")
    assert housekeeping.erase_unused(office, 30) == 0
    later = replace(office, clock=lambda: datetime(2026, 4, 20, 9, 0))
    assert housekeeping.erase_unused(later, 30) == 2
    assert [state for _, state in states(office)] == ["erased", "done", "erased"]
    assert [path.name for path in office.settings.archive.rglob("*.csv")] == ["清单.csv"]
    assert not list(office.settings.quarantine.rglob("*.csv"))


def test_personal_data_is_masked_after_its_time_and_the_list_stays(office: Office) -> None:
    folder = office.settings.inbox / "民政局"
    folder.mkdir(parents=True)
    text = HEAD.replace("责任事项", "联系人") + ROWS["低保"].replace("受理", "张三 13800138000 zhang@example.org")
    (folder / "清单.csv").write_text(text, encoding="utf-8")
    run(office)
    assert erasing.mask_old(office, "2026-01-01") == 0
    assert erasing.mask_old(office, "2027-01-01") == 1
    with office.store.reading() as session:
        (matter,) = facts.matters(session, "民政局")
        said = codec.dump(codec.MATTER, matter)
    assert "13800138000" not in said and "zhang@" not in said
    assert "第十一条" in matter.basis
    assert not list(office.settings.archive.rglob("*.csv"))
    assert main(["verify", "--home", str(office.settings.home)]) == 0


def test_an_original_that_was_sent_again_stays_until_the_later_drop_is_due(office: Office) -> None:
    give(office, ROWS["低保"])
    give(office, ROWS["低保"], ROWS["临时"])
    give(replace(office, clock=lambda: datetime(2026, 5, 1, 9, 0)), ROWS["低保"])
    kept = [path for path in office.settings.archive.rglob("*.csv") if "临时" not in path.read_text(encoding="utf-8")]
    assert len(kept) == 1
    assert erasing.mask_old(office, "2026-04-01") == 2
    assert [path for path in office.settings.archive.rglob("*.csv")] == kept
    with office.store.reading() as session:
        assert [bool(file.kept_as) for file in ledger.files(session)] == [False, False, True]
    assert main(["verify", "--home", str(office.settings.home)]) == 0
    assert erasing.mask_old(office, "2026-06-01") == 1
    assert not list(office.settings.archive.rglob("*.csv"))


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("身份证 11010519491231002X", True),
        ("身份证 110105194912310021", False),
        ("手机13912345678。", True),
        ("咨询电话 0472-8912345", False),
        ("编码 000119013000", False),
        ("a.b@c-d.org.cn", True),
    ],
)
def test_what_counts_as_personal_data(words: str, hidden: bool) -> None:
    assert (erasing.MASK in erasing._hide(words)) is hidden


def test_the_command_asks_who_wants_it_and_why(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(office.settings.home)]
    give(office, ROWS["临时"])
    assert main(["erase", "1", "--by", "王某", "--reason", " ", *home]) == 2
    assert main(["erase", "9", "--by", "王某", "--reason", "本人要求", *home]) == 2
    assert main(["erase", "1", "--by", "王某", "--reason", "本人要求", *home]) == 0
    assert "已删除 1 份" in capsys.readouterr().out


def test_the_receipt_of_a_duplicate_still_says_what_it_took_out_of_use(office: Office) -> None:
    give(office, ROWS["低保"], name="清单.csv")
    give(office, ROWS["临时"], name="清单定稿.csv")
    give(office, ROWS["特困"], name="另一份.csv")
    receipt = give(office, ROWS["临时"], name="清单.csv")
    assert "不再采用" in receipt
    with office.store.reading() as session:
        other = next(file.id for file in ledger.files(session) if file.name == "另一份.csv")
    erasing.erase(office, other, by="甲", reason="要求")
    kept = [path.read_text("utf-8-sig") for path in office.settings.receipts.rglob("清单.csv*")]
    assert receipt in kept
