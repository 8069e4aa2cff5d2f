"""Commands that work on the office's home folder: intake, refresh, publish, brief, status, explain, verify."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import forms
import reference
import rules
from extractors.matters import join
from flows import pipeline, stages, standing
from flows.inbox import scan
from flows.reading import sha256
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.settings import Settings
from quanze.store import decisions, facts, ledger, open_store


def settings(home: str) -> Settings:
    """The settings with the home folder named on the command line, if any."""
    return Settings(home=(Path(home) if home else Settings().home).resolve())


@contextmanager
def opened(chosen: Settings) -> Iterator[Office]:
    """An open office on its home folder."""
    store = open_store(chosen.url)
    try:
        yield Office(chosen, store)
    finally:
        store.close()


def intake(arguments: Namespace) -> int:
    """`quanze intake`: the inbox once, by the Prefect flow."""
    return run_intake(settings(arguments.home))


def run_intake(chosen: Settings) -> int:
    """Run the flow `intake` in this process; an inbox with nothing in it starts nothing."""
    chosen.inbox.mkdir(parents=True, exist_ok=True)
    if not scan(chosen.inbox):
        sys.stderr.write(f"收件箱里没有新文件：{chosen.inbox}\n")
        return 0
    history = chosen.var / "prefect"
    history.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(history))
    from flows.intake import intake as flow  # Prefect takes seconds to import and must see PREFECT_HOME first

    counts = flow(home=str(chosen.home))
    sys.stderr.write(
        f"收件 {counts['done']} 份，重复 {counts['duplicate']} 份，退件 {counts['quarantined']} 份，"
        f"还在写入 {counts['unsettled']} 份。\n"
    )
    if counts["quarantined"]:
        sys.stderr.write(f"退件和说明在：{chosen.quarantine}\n")
    return int(bool(counts["quarantined"]))


def refresh(arguments: Namespace) -> int:
    """`quanze refresh`: load the reference lists; a changed content becomes a new edition."""
    with opened(settings(arguments.home)) as office:
        today = office.clock().date().isoformat()
        name, paths = arguments.name or f"证明目录 {today}", [Path(path) for path in arguments.paths]
        new = reference.load(paths, name=name, date=today) if paths else reference.shipped()
        with office.store.reading() as session:
            old = facts.edition(session)
            departments = sorted({file.department for file in ledger.files(session)})
        with office.store.writing() as session:
            changed = facts.save_edition(session, new, office.now())
        if not changed:
            sys.stdout.write(f"目录没有变化：{new.name}，{len(new.entries)} 条。\n")
            return 0
        sys.stdout.write(f"新版次：{new.name}，{len(new.entries)} 条（原 {len(old.entries) if old else 0} 条）。\n")
        for department in departments:
            stages.match_department(office, department)
            count = stages.propose_department(office, department)
            sys.stdout.write(f"{department}：{count} 行有变化。\n")
        stages.advise(office)
    return 0


def publish(arguments: Namespace) -> int:
    """`quanze publish`: official lists of confirmed rows, or drafts of all."""
    with opened(settings(arguments.home)) as office:
        written = publish_to(
            office, Path(arguments.to), arguments.department, draft=arguments.draft, public=arguments.public
        )
    for path in written:
        sys.stdout.write(f"{path}\n")
    if not written:
        sys.stderr.write("没有已确认的行，未生成清单。要看草稿请加 --draft。\n")
    return 0


def publish_to(office: Office, to: Path, department: str, *, draft: bool, public: bool = False) -> list[Path]:
    """Write the lists of one or all departments and the summary of the four counts; gives the files written."""
    day = office.clock().date().isoformat()
    with office.store.reading() as session:
        rows, _ = decisions.settled(session, facts.rows(session, department))
        names = {file.sha256: file.name for file in ledger.files(session)}
    written: list[Path] = []
    for each in sorted({row.department for row in rows}):
        own = [row for row in rows if row.department == each]
        if public:
            written += forms.public_copy(own, to / each, department=each, date=day)
        else:
            written += forms.publish(own, to / each, department=each, date=day, draft=draft, names=names)
    if written and not public:
        written += forms.summarise(rows, to, date=day, draft=draft)
    return written


def brief(arguments: Namespace) -> int:
    """`quanze brief`: the Friday brief, this week against last."""
    with opened(settings(arguments.home)) as office:
        now = office.clock()
        week_ago = (now - timedelta(days=7)).isoformat(timespec="seconds")
        with office.store.reading() as session:
            proposed = facts.rows(session)
            rows, stale = decisions.settled(session, proposed)
            before, _ = decisions.settled(session, proposed, until=week_ago)
            files = ledger.files(session)
        departments = sorted({file.department for file in files} | set(_folders(office.settings.inbox)))
        blockers = [
            forms.Blocker(file.department, f"退件《{file.name}》：{file.advice}")
            for file in files
            if file.state == "quarantined"
        ]
        if stale:
            blockers.append(forms.Blocker("", f"有 {len(stale)} 行确认后内容又变了，需要重新审核。"))
        to = Path(arguments.to) if arguments.to else office.settings.lists
        path = forms.brief(rows, before, to, date=now.date().isoformat(), departments=departments, blockers=blockers)
    sys.stdout.write(f"{path}\n")
    return 0


def _folders(inbox: Path) -> list[str]:
    return [path.name for path in inbox.iterdir() if path.is_dir()] if inbox.is_dir() else []


def status(arguments: Namespace) -> int:
    """`quanze status`: a table per department."""
    with opened(settings(arguments.home)) as office:
        standing.show(office)
    return 0


def explain(arguments: Namespace) -> int:
    """`quanze explain`: how each row of a matter came to be."""
    with opened(settings(arguments.home)) as office:
        current = stages.edition(office)
        with office.store.reading() as session:
            departments = sorted({file.department for file in ledger.files(session)})
            matters = [each for department in departments for each in join(facts.matters(session, department))]
            wanted = [m for m in matters if arguments.matter in (m.key, m.code, m.name, m.title)]
            wanted = wanted or [m for m in matters if arguments.matter in m.title]
            wanted = list(pipeline.completed(wanted, office.settings.laws))
            asked = pipeline.queries(wanted)
            known = facts.judgements(session, current.digest, (query.id for query in asked.values()))
    if not wanted:
        raise SettingsError(f"没有找到事项：{arguments.matter}")
    judged = {key: known[query.id] for key, query in asked.items() if query.id in known}
    entries = {entry.key: entry for entry in current.entries}
    for matter in wanted:
        sys.stdout.write("\n".join(rules.explain(matter, judged, entries)) + "\n\n")
    return 0


def verify(arguments: Namespace) -> int:
    """`quanze verify`: every original where the ledger says, unchanged; every decision in its chain."""
    with opened(settings(arguments.home)) as office:
        wrong: list[str] = []
        with office.store.reading() as session:
            for file in ledger.files(session):
                kept = office.settings.home / file.kept_as
                if file.kept_as and not kept.is_file():
                    wrong.append(f"原件不见了：{file.department}/{file.name}（{file.kept_as}）")
                elif file.kept_as and sha256(kept) != file.sha256:
                    wrong.append(f"原件被改动：{file.department}/{file.name}（{file.kept_as}）")
            wrong += [f"审核记录第 {number} 条对不上" for number in decisions.broken(session)]
    for each in wrong:
        sys.stdout.write(each + "\n")
    sys.stdout.write(f"核对完毕，{len(wrong)} 处有问题。\n" if wrong else "核对完毕，没有问题。\n")
    return int(bool(wrong))
