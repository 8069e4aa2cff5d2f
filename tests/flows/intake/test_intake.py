"""Intake on real samples: nothing lost, nothing twice, whatever happens in between."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows import stages
from flows.intake import inbox
from flows.intake.flow import alone
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.judgement import Decision
from quanze.settings import Settings
from quanze.store import codec, decisions, facts, ledger
from tests.flows.office import BAD, ROOT, SAMPLE, SAMPLES, drop, office_at, run

STEPS = ["take", "read", "match", "propose", "keep", "finish", "receipt", "release"]


def state(office: Office) -> dict[str, object]:
    with office.store.reading() as session:
        files = ledger.files(session)
        return {
            "files": [(file.name, file.state, file.waiting, file.kept_as) for file in files],
            "matters": [matter.key for matter in facts.matters(session, "司法局")],
            "rows": [(row.key, row.way) for row in facts.rows(session)],
            "inbox": [each.dropped_as for each in inbox.scan(office.settings.inbox)],
            "receipts": sorted(path.name for path in office.settings.receipts.rglob("*.txt")),
        }


def test_a_drop_becomes_matters_rows_an_archived_original_and_a_receipt(office: Office) -> None:
    drop(office.settings.home, SAMPLE)
    run(office)
    after = state(office)
    assert after["inbox"] == []
    assert after["matters"] and after["rows"]
    with office.store.reading() as session:
        file = ledger.files(session)[0]
    assert (office.settings.home / file.kept_as).read_bytes() == SAMPLE.read_bytes()
    receipt = next(office.settings.receipts.rglob("*.txt")).read_text(encoding="utf-8-sig")
    assert "已完成" in receipt
    assert f"事项 {file.matters} 项" in receipt


def test_the_same_file_again_changes_nothing_but_is_said(office: Office) -> None:
    drop(office.settings.home, SAMPLE)
    run(office)
    before = state(office)
    drop(office.settings.home, SAMPLE, name="副本.docx")
    run(office)
    after = state(office)
    assert (after["matters"], after["rows"]) == (before["matters"], before["rows"])
    text = (office.settings.receipts / "司法局" / "副本.docx.00002.回执.txt").read_text(encoding="utf-8-sig")
    assert "重复提交" in text


def work_and_die(home: Path, step: str) -> None:
    """Run intake in this process and kill it right after one step, as a power cut would."""

    def dying(original: object) -> object:
        def call(*args: object, **kwargs: object) -> None:
            assert callable(original)
            original(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)

        return call

    module = {"keep": inbox, "release": inbox, "finish": ledger, "receipt": inbox}.get(step, stages)
    name = "write" if step == "receipt" else step
    setattr(module, name, dying(getattr(module, name)))
    run(office_at(home))


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_after_any_step_loses_no_file_and_doubles_no_row(tmp_path: Path, step: str) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    drop(whole, SAMPLE)
    drop(broken, SAMPLE)
    expected_office = office_at(whole)
    run(expected_office)
    expected = state(expected_office)
    expected_office.store.close()
    code = f"import pathlib, {__name__} as t; t.work_and_die(pathlib.Path({str(broken)!r}), {step!r})"
    process = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.returncode == -signal.SIGKILL, process.stderr
    again = office_at(broken)
    lying = list(again.settings.inbox.rglob("*.docx"))
    kept = list(again.settings.archive.rglob("*.docx"))
    assert any(path.read_bytes() == SAMPLE.read_bytes() for path in lying + kept)
    run(again)
    found = state(again)
    again.store.close()
    assert {**found, "files": None} == {**expected, "files": None}
    files = found["files"]
    assert isinstance(files, list)
    assert [file[:2] for file in files] == [(SAMPLE.name, "done")]


BAD_FILES = {
    "空文件.docx": "EMPTY_FILE",
    "没有传完.docx": "DAMAGED",
    "加密清单.pdf": "ENCRYPTED",
    "图片改名.docx": "NO_LIST",
    "没有清单的通知.docx": "NO_LIST",
    "a" * 200 + ".docx": "NAME_TOO_LONG",
}


def drop_bad(home: Path) -> None:
    for name in BAD_FILES:
        drop(home, BAD / name if (BAD / name).exists() else SAMPLE, name=name)


def test_bad_files_are_turned_back_with_code_and_advice_and_the_rest_goes_on(office: Office) -> None:
    drop_bad(office.settings.home)
    drop(office.settings.home, SAMPLE)
    run(office)
    with office.store.reading() as session:
        files = {file.name: file for file in ledger.files(session)}
    assert {name: files[name].code for name in BAD_FILES} == BAD_FILES
    assert files[SAMPLE.name].state == "done"
    for name in BAD_FILES:
        kept = office.settings.home / files[name].kept_as
        advice = kept.with_name(kept.name + ".退件说明.txt").read_text(encoding="utf-8-sig")
        assert files[name].code in advice
        assert files[name].advice in advice
    assert inbox.scan(office.settings.inbox) == []
    assert len(list(office.settings.receipts.rglob("*.txt"))) == len(files)


def test_the_command_intake_says_what_came_back_with_no_traceback_and_exit_code_1(tmp_path: Path) -> None:
    drop_bad(tmp_path)
    drop(tmp_path, SAMPLE)
    command = [sys.executable, "-m", "flows.cli", "intake", "--home", str(tmp_path)]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert first.returncode == 1, first.stderr
    assert "Traceback" not in first.stdout + first.stderr
    assert "收件 1 份，重复 0 份，退件 6 份" in first.stderr
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 0
    assert "没有新文件" in second.stderr


def test_a_corrected_file_keeps_decisions_on_rows_that_did_not_change(office: Office) -> None:
    workbook = next((SAMPLES / "林业和草原局").glob("*.csv"))
    drop(office.settings.home, workbook, name="清单.csv")
    run(office)
    with office.store.reading() as session:
        seen = facts.rows(session)
    with office.store.writing() as session:
        for row in seen:
            event = Decision(row.key, decisions.CONFIRM, "审核一", "2026-03-18", codec.row_digest(row))
            decisions.decide(session, event, row)
    lines = workbook.read_bytes().splitlines(keepends=True)
    folder = office.settings.home / "inbox" / "司法局"
    (folder / "清单.csv").write_bytes(b"".join(lines[:-1]))
    run(office)
    with office.store.reading() as session:
        rows, stale = decisions.settled(session, facts.rows(session))
    assert 0 < len(rows) < len(seen)
    assert all(row.confirmed for row in rows)
    assert stale == ()


def test_two_intakes_at_once_are_refused(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with alone(settings), pytest.raises(SettingsError, match="另一个收件"), alone(settings):
        pass
