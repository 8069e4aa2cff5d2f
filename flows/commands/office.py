"""Commands that work on the office's home folder: intake, refresh, publish, brief, status, explain, verify."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from extractors.matters import join
from flows import pipeline, publishing, stages
from flows.intake import presence
from flows.intake.inbox import scan
from flows.logs import open_log
from flows.offices import opened, settings
from flows.refresh import catalogues
from flows.serve import runs
from flows.upkeep import condition, standing, verifying
from quanze.errors import SettingsError
from quanze.settings import Settings
from quanze.store import facts, ledger


def intake(arguments: Namespace) -> int:
    """`quanze intake`: the inbox once, by the Prefect flow."""
    return run_intake(settings(arguments.home), adopt=arguments.adopt)


def run_intake(chosen: Settings, *, adopt: bool = False) -> int:
    """Run the flow `intake` in this process; an inbox with nothing in it starts nothing.

    Raises:
        SettingsError: the inbox is not there; nothing is concluded from that.
    """
    if missing := presence.missing(chosen, adopt=adopt):
        raise SettingsError(missing)
    if not scan(chosen.inbox) and not _asked(chosen):
        sys.stderr.write(f"收件箱里没有新文件：{chosen.inbox}\n")
        return 0
    history = chosen.var / "prefect"
    history.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(history))
    from flows.intake.flow import intake as flow  # Prefect takes seconds to import and must see PREFECT_HOME first

    counts = flow(home=str(chosen.home))
    sys.stderr.write(
        f"收件 {counts['done']} 份，重复 {counts['duplicate']} 份，退件 {counts['quarantined']} 份，"
        f"重新处理 {counts['again']} 份，还在写入 {counts['unsettled']} 份。\n"
    )
    if counts["quarantined"]:
        sys.stderr.write(f"退件和说明在：{chosen.quarantine}\n")
    return int(bool(counts["quarantined"] or counts["left"]))


def _asked(chosen: Settings) -> bool:
    """Whether the ledger wants anything of an intake: files claimed or to read again, or drops no longer there."""
    with opened(chosen) as office, office.store.reading() as session:
        return bool(ledger.claimed(session) or ledger.asked_again(session) or ledger.waiting(session))


def refresh(arguments: Namespace) -> int:
    """`quanze refresh`: load the reference lists; exit 1 where a person must look first."""
    with opened(settings(arguments.home)) as office, runs.recorded(office, "refresh") as said:
        open_log(office.settings)
        paths = [Path(path) for path in arguments.paths]
        done = catalogues.refresh(office, paths, name=arguments.name, accept=arguments.accept)
        said.outcome, said.note = runs.ASKS if done.asks else runs.DONE, "\n".join(done.lines)
    (sys.stderr if done.asks else sys.stdout).write("\n".join(done.lines) + "\n")
    return int(done.asks)


def publish(arguments: Namespace) -> int:
    """`quanze publish`: official lists of confirmed rows, drafts of all, or public copies."""
    to, department = Path(arguments.to), arguments.department
    grouping = "combined" if arguments.combined else "split"
    with opened(settings(arguments.home)) as office:
        if arguments.public:
            written = publishing.public_copies(office, to, department)
        else:
            written = publishing.lists(office, to, department, draft=arguments.draft, grouping=grouping)
        if arguments.agreements:
            written += publishing.drafts(office, to, department)
    for path in written:
        sys.stdout.write(f"{path}\n")
    if not written:
        sys.stderr.write("没有已确认的行，未生成清单。要看草稿请加 --draft。\n")
    return 0


def brief(arguments: Namespace) -> int:
    """`quanze brief`: the Friday brief, this week against last."""
    with opened(settings(arguments.home)) as office:
        path = publishing.brief(office, Path(arguments.to) if arguments.to else office.settings.lists)
    sys.stdout.write(f"{path}\n")
    return 0


def status(arguments: Namespace) -> int:
    """`quanze status`: how the office is running, and a table per department."""
    with opened(settings(arguments.home)) as office:
        sys.stdout.write("\n".join([*condition.lines(office), *condition.notes(office)]) + "\n")
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
    for matter in wanted:
        lines = pipeline.explain(matter, judged, current.entries, office.settings)
        sys.stdout.write("\n".join(lines) + "\n\n")
    return 0


def verify(arguments: Namespace) -> int:
    """`quanze verify`: originals, facts, rows and decisions against their digests; exit 1 where one does not agree."""
    with opened(settings(arguments.home)) as office:
        wrong = verifying.wrong(office)
    for each in wrong:
        sys.stdout.write(each + "\n")
    sys.stdout.write(f"核对完毕，{len(wrong)} 处有问题。\n" if wrong else "核对完毕，没有问题。\n")
    return int(bool(wrong))
