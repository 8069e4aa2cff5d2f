"""`quanze serve`: one command takes what is dropped and stops cleanly; the ten-minute run in its short form."""

import socket
from pathlib import Path

import pytest
from prefect.client.schemas.schedules import CronSchedule

from bench.serve_ten_minutes import Plan, run
from flows.serve import service
from flows.serve.schedules import deployments
from quanze.errors import SettingsError
from quanze.settings import Settings

SHORT = Plan(
    minutes=0.12,
    bulk=3,
    slow_seconds=5.0,
    every=600.0,
    intake_seconds=10,
    refresh_minutes=59,
    decide_at=9.0,
    wait=400.0,
    faults=False,
    bad=("没有清单的通知.docx",),
)
"""The ten-minute run in its short form: no schedule but the inbox's, no file whose rest is waited for."""


def test_serve_takes_every_drop_once_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    seen = run(tmp_path, SHORT)
    assert seen["wrong"] == {}
    assert seen["states"] == {"done": 5, "duplicate": 3, "quarantined": 1}
    log = (tmp_path / "var" / "log" / "quanze.log").read_text(encoding="utf-8")
    assert not [word for word in ("认定", "证明", "条例", "申请") if word in log]
    assert "serve stopped" in log


def test_a_second_serve_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with service._alone(Settings(home=tmp_path)), pytest.raises(SettingsError, match="已经有一个"):
        service.serve(Settings(home=tmp_path), host="127.0.0.1", port=1, prefect_port=2)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SettingsError, match="已被占用"):
            service.serve(Settings(home=tmp_path), host="127.0.0.1", port=other.getsockname()[1], prefect_port=0)


def test_every_schedule_has_a_time_and_never_runs_twice_at_once(tmp_path: Path) -> None:
    made = {deployment.name: deployment for deployment in deployments(tmp_path)}
    assert set(made) == {"收件", "换目录", "备份", "周报", "重配", "出清单"}
    assert {name for name, deployment in made.items() if not deployment.schedules} == {"重配", "出清单"}
    assert all(deployment.concurrency_limit == 1 for deployment in made.values())
    friday = [each.schedule for each in made["周报"].schedules or []]
    assert friday == [CronSchedule(cron="0 11 * * 5", timezone="Asia/Shanghai")]
