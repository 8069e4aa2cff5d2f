"""Commands about whose a file is and what may be kept of it: departments, claim, erase."""

import sys
from argparse import Namespace

from flows.intake import claiming, joining
from flows.offices import departments as names
from flows.offices import opened, settings
from flows.upkeep import erasing
from quanze.errors import SettingsError
from quanze.registry import write
from quanze.store import ledger


def departments(arguments: Namespace) -> int:
    """`quanze departments`: who there is; `--write` makes the county's own list to edit, `--join` takes a name in."""
    if arguments.join:
        return _join(arguments)
    with opened(settings(arguments.home)) as office:
        known = names(office)
        with office.store.reading() as session:
            used = ledger.departments(session)
        used |= set(known.kinds) if known.closed else set()
        if arguments.write:
            if office.settings.departments.exists():
                raise SettingsError(f"已经有名册，直接改它就行：{office.settings.departments}")
            write(office.settings.departments, sorted(used), known)
            sys.stdout.write(
                f"{office.settings.departments}\n请补上没有列出的部门和别名。有了它，名册以外的文件夹都算待认领。\n"
            )
            return 0
        for department in sorted(used):
            aliases = [alias for alias, name in known.names.items() if name == department and alias != department]
            sys.stdout.write(f"{department}\t{known.kind(department) or '未写明'}\t{'、'.join(aliases)}\n")
    return 0


def _join(arguments: Namespace) -> int:
    from flows.intake.flow import alone  # Prefect takes seconds to import

    chosen = settings(arguments.home)
    with opened(chosen) as office, alone(chosen):
        lines = joining.join(office, arguments.join)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def claim(arguments: Namespace) -> int:
    """`quanze claim [number department]`: the files nobody's folder held, or hand one of them over."""
    with opened(settings(arguments.home)) as office:
        if arguments.number is None:
            for file in claiming.unclaimed(office):
                sys.stdout.write(f"{file.id}\t{file.received_at}\t{file.dropped_as}\n")
            return 0
        if not arguments.department:
            raise SettingsError("请写明归哪个部门：quanze claim 编号 部门")
        department = claiming.claim(office, arguments.number, arguments.department)
    sys.stdout.write(f"已转到“{department}”的收件箱，下一次收件时处理。\n")
    return 0


def erase(arguments: Namespace) -> int:
    """`quanze erase`: a file's content goes, that it came and that it was erased stays."""
    if not arguments.by.strip() or not arguments.reason.strip():
        raise SettingsError("请写明谁要求删除（--by）、为什么（--reason），这两项会记下来。")
    with opened(settings(arguments.home)) as office:
        count = erasing.erase(office, arguments.number, by=arguments.by.strip(), reason=arguments.reason.strip())
        backups = sorted(path.name for path in (office.settings.home / "backup").glob("*.tar.gz"))
    sys.stdout.write(f"已删除 {count} 份内容相同的文件：原件、回执、读出的事项都没有了；收件记录和审核决定保留。\n")
    if backups:
        sys.stdout.write(f"以前的备份里还有，共 {len(backups)} 个：每日备份会自动轮换掉，手工备份请自行处理。\n")
    return 0
