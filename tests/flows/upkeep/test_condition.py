"""What an office says of itself: status, log, a file a clerk can send, editions shown and compared; never a cell."""

import csv
import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import main
from flows.logs import log, open_log
from flows.refresh import catalogues
from flows.serve import runs
from flows.stages import Office
from flows.upkeep import condition
from quanze.errors import SettingsError
from quanze.store import facts, journal
from tests.flows.office import BAD, ROWS, SAMPLES, drop, give, office_at, run
from tests.flows.refresh.test_sources import table


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_at(tmp_path)
    yield opened
    opened.store.close()
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


def said(office: Office, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    assert main([*command, "--home", str(office.settings.home)]) == 0
    return capsys.readouterr().out


def words(office: Office) -> set[str]:
    """Every text of four letters and more that a cell of these files holds, as far as it was read."""
    with office.store.reading() as session:
        found = [matter for department in ("司法局", "民政局") for matter in facts.matters(session, department)]
    texts = [each.name for each in found] + [each.basis for each in found] + [each.duties for each in found]
    texts += [material.name for each in found for material in each.materials]
    return {piece for text in texts for piece in re.findall(r"[\u4e00-\u9fff]{4,}", text)}


def test_the_log_of_an_intake_holds_digests_and_no_word_of_any_cell(office: Office) -> None:
    open_log(office.settings)
    for path in sorted((SAMPLES / "司法局").glob("*.docx")):
        drop(office.settings.home, path)
    drop(office.settings.home, BAD / "没有清单的通知.docx")
    give_and_fail(office)
    written = (office.settings.var / "log" / "quanze.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert any("error" in line and line["passed"] for line in lines)
    known = words(office)
    assert len(known) > 100
    assert not [word for word in known if word in written]


def give_and_fail(office: Office) -> None:
    """Take the drops in, and meet a defect whose words quote a cell."""
    run(office)
    with office.store.reading() as session:
        quoted = facts.matters(session, "司法局")[0].basis
    try:
        raise KeyError(quoted)
    except KeyError:
        log.exception("match or propose failed for a batch of %d files", 1)


def test_a_packed_log_can_be_sent(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    open_log(office.settings)
    give(office, ROWS["低保"], ROWS["临时"])
    log.info("something happened")
    path = said(office, capsys, "logs", "--pack").splitlines()[0]
    with zipfile.ZipFile(path) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist()).decode()
        assert {"体检.txt", "运行数字.txt", "quanze.log"} <= set(packed.namelist())
    assert 'quanze_files{department="民政局",state="done"} 1' in content
    assert "最低生活保障" not in content and "救助" not in content


def test_the_log_turns_over_and_several_processes_write_one_file(office: Office) -> None:
    for _ in range(3):
        open_log(office.settings)
        log.info("x" * 2_100_000)
    names = sorted(path.name for path in (office.settings.var / "log").glob("quanze.log*"))
    assert names == ["quanze.log", "quanze.log.1", "quanze.log.2"]
    assert len([handler for handler in log.handlers if isinstance(handler, logging.FileHandler)]) == 1


def test_status_says_what_waits_and_what_ran(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    give(office, ROWS["低保"], department="待认领")
    with runs.recorded(office, "refresh") as ended:
        ended.outcome, ended.note = runs.ASKS, "来源「县目录」缩水：应有约 10 行，现在只有 1 行。"
    with pytest.raises(SettingsError), runs.recorded(office, "intake"):
        raise SettingsError("x")
    shown = said(office, capsys, "status")
    assert "待认领 1 份" in shown
    assert "换目录：2026-03-17 09:00:00 等人核对" in shown
    assert "缩水：应有约 10 行" in shown
    assert "收件：2026-03-17 09:00:00 出错" in shown
    assert "周报：还没有运行过" in shown


def test_a_file_whose_original_somebody_took_away_is_said_as_gone_until_it_is_handed_in_again(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    give(office, ROWS["临时"], department="待认领", name="另一份.csv")
    next(office.settings.archive.rglob("另一份.csv")).unlink()
    shown = "\n".join(condition.lines(office))
    assert "待认领 1 份" in shown and "有 1 份待认领的文件原件不在了" in shown
    give(office, ROWS["临时"])
    shown = "\n".join(condition.lines(office))
    assert "待认领 1 份" in shown and "原件不在" not in shown


def test_idle_or_paused_runs_in_a_row_are_kept_as_one(office: Office) -> None:
    for outcome in (runs.IDLE, runs.IDLE, runs.DONE, runs.PAUSED, runs.PAUSED):
        with runs.recorded(office, "intake") as ended:
            ended.outcome = outcome
    with office.store.writing() as session:
        assert [run.outcome for run in journal.runs(session)] == [runs.PAUSED, runs.DONE, runs.IDLE]
        assert journal.prune_runs(session, "2099-01-01") == 2
        assert len(journal.runs(session)) == 1


def test_any_edition_can_be_listed_shown_and_compared(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    path = office.settings.home / "取消.csv"
    for number, names in enumerate((("收入证明", "户籍证明"), ("收入证明", "学历证明", "住址证明")), start=1):
        path.write_bytes(table(*names))
        catalogues.refresh(office, [path], name=f"第{number}稿", accept=True)
    listed = [line.split("\t") for line in said(office, capsys, "catalogue", "list").splitlines()]
    assert [line[2] for line in listed[:2]] == ["第2稿", "第1稿"]
    assert listed[0][-1] == "当前"
    shown = list(csv.DictReader(io.StringIO(said(office, capsys, "catalogue", "show", "第1稿"))))
    assert [row["name"] for row in shown] == ["收入证明", "户籍证明"]
    by_digest = said(office, capsys, "catalogue", "show", listed[1][4][:8])
    assert "户籍证明" in by_digest
    compared = said(office, capsys, "catalogue", "diff", "第1稿", "第2稿")
    assert (
        "新增\t取消\t学历证明" in compared and "新增\t取消\t住址证明" in compared and "删除\t取消\t户籍证明" in compared
    )
    assert said(office, capsys, "catalogue", "diff").splitlines()[0].startswith("第1稿")
    assert main(["catalogue", "show", "没有的", "--home", str(office.settings.home)]) == 2
