"""Commands that keep an office running: serve, backup, restore, doctor."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from flows.logs import files
from flows.offices import opened, settings
from flows.serve import service
from flows.upkeep import backup as copies
from flows.upkeep import condition
from flows.upkeep.doctor import examine


def serve(arguments: Namespace) -> int:
    """`quanze serve`: inbox, schedules and review page until Ctrl-C."""
    chosen = settings(arguments.home)
    return service.serve(chosen, host=arguments.host, port=arguments.port, prefect_port=arguments.prefect_port)


def backup(arguments: Namespace) -> int:
    """`quanze backup`: one file with the database and all originals."""
    chosen = settings(arguments.home)
    name = f"权责备份-{datetime.now():%Y%m%d-%H%M%S}.tar.gz"
    to = Path(arguments.to) if arguments.to else chosen.home / "backup"
    to = to if to.name.endswith(".tar.gz") else to / name
    count = copies.backup(chosen, to)
    sys.stdout.write(f"{to}\n共 {count} 个文件，都记了校验值。\n")
    return 0


def restore(arguments: Namespace) -> int:
    """`quanze restore`: a backup into an empty home folder."""
    chosen = settings(arguments.home)
    count = copies.restore(chosen, Path(arguments.source))
    sys.stdout.write(f"已恢复 {count} 个文件到 {chosen.home}，校验值全部一致。\n")
    return 0


def logs(arguments: Namespace) -> int:
    """`quanze logs`: the end of the log, or a file of it that can be sent."""
    chosen = settings(arguments.home)
    if arguments.pack is None:
        said = [line for path in reversed(files(chosen)) for line in path.read_text(encoding="utf-8").splitlines()]
        sys.stdout.write("".join(f"{line}\n" for line in said[-arguments.lines :]))
        return 0
    name = f"权责日志-{datetime.now():%Y%m%d-%H%M%S}.zip"
    to = Path(arguments.pack) if arguments.pack else chosen.home / "backup"
    to = to if to.suffix == ".zip" else to / name
    with opened(chosen) as office:
        count = condition.pack(office, to)
    sys.stdout.write(f"{to}\n{count} 个文件：日志、体检、数字；没有任何文件内容和个人信息，可以发给技术人员。\n")
    return 0


def doctor(arguments: Namespace) -> int:
    """`quanze doctor`: each check on a line, exit 1 where something is not well."""
    findings = examine(settings(arguments.home))
    for finding in findings:
        sys.stdout.write(f"{'正常' if finding.well else '注意'}  {finding.what}：{finding.note}\n")
    return int(not all(finding.well for finding in findings))
