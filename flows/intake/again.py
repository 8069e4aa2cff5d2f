"""Files read once more (重新处理): asked for on the review page, or by an answer to a doubt. The kept original is read.

Safe to repeat: the wish is taken off last. A file that gave matters keeps them where reading it again goes wrong.
"""

from sqlalchemy.orm import Session

from flows import stages
from flows.intake import inbox
from flows.intake.inbox import Drop
from flows.logs import log
from flows.reading import sha256
from flows.stages import Office, Taken
from quanze.errors import FileError, NoList, ReaderFault
from quanze.store import ledger
from quanze.store.tables import FileRow


def wanted(office: Office) -> list[Taken]:
    """The files that wait to be read once more."""
    with office.store.reading() as session:
        return [
            Taken(
                Drop(office.settings.home / file.kept_as, file.department, file.dropped_as, file.name),
                file.id,
                file.sha256,
                _repeats(session, file) is not None,
            )
            for file in ledger.asked_again(session)
        ]


def read_again(office: Office, taken: Taken) -> str:
    """Read one file once more through all stages; gives `again`, `quarantined` or `duplicate`."""
    with office.store.reading() as session:
        file = session.get_one(FileRow, taken.file_id)
        before, wish, first = file.state, file.again, _repeats(session, file)
    if first is not None:
        _done(office, taken, before, first)
        stages.propose_department(office, taken.drop.department)
        return _close(office, taken, wish, "duplicate")
    fault = _stages(office, taken)
    if fault is None:
        _done(office, taken, before)
        return _close(office, taken, wish, "again")
    log.warning("%s read again: %s", taken.sha256[:12], fault.code)
    if before not in ("quarantined", "duplicate") and not isinstance(fault, NoList):
        with office.store.writing() as session:
            file = session.get_one(FileRow, taken.file_id)
            file.state, file.advice = "done", f"重新处理没有成功，仍用上次读到的内容。{fault.advice}"
        return _close(office, taken, wish, "quarantined")
    stages.returned(office, taken, fault, taken.drop.path)
    return _close(office, taken, wish, "quarantined")


def _repeats(session: Session, file: FileRow) -> FileRow | None:
    """The drop in use that a duplicate, or a returned file, only repeats; None where it is to be read."""
    return ledger.first_of(session, file) if file.state in ("duplicate", "quarantined") else None


def _stages(office: Office, taken: Taken) -> FileError | None:
    """Read, match and propose; gives what went wrong."""
    try:
        if not taken.drop.path.is_file():
            return ReaderFault("the original is gone", advice="原件不在归档里了，请重新交这份文件。")
        if sha256(taken.drop.path) != taken.sha256:
            return ReaderFault("the original was changed", advice="保存的原件被改动过。请把改好的文件重新放入收件箱。")
        stages.read(office, taken)
        stages.match(office, taken)
        stages.propose(office, taken)
    except FileError as fault:
        return fault
    except Exception as defect:  # our own defect must cost this file, never the batch
        log.exception("reading %s again failed", taken.sha256[:12])
        return ReaderFault(f"{type(defect).__name__}: {defect}")
    return None


def _done(office: Office, taken: Taken, before: str, first: FileRow | None = None) -> None:
    """The file is in use, or repeats the `first` that is; an original that lay in quarantine goes to the archive.

    Its note goes away with it, and both only where no other drop has its original there.
    """
    kept = was = taken.drop.path
    if before != "done" and was.is_file() and sha256(was) == taken.sha256:
        kept = inbox.keep(taken.drop, office.settings.archive, taken.sha256)
    with office.store.writing() as session:
        file = session.get_one(FileRow, taken.file_id)
        file.same_as = first.id if first is not None else None
        file.state = file.state if first is None else "duplicate"
        file.code = ""
        file.advice = file.advice if file.format == "returned" else ""
        ledger.finish(session, taken.file_id, kept_as=stages.below_home(office, kept), now=office.now())
        shared = ledger.kept_by_others(session, file, stages.below_home(office, was))
    if was.is_relative_to(office.settings.quarantine) and kept != was and not shared:
        was.unlink(missing_ok=True)
        was.with_name(was.name + inbox.NOTE).unlink(missing_ok=True)


def _close(office: Office, taken: Taken, wish: str, outcome: str) -> str:
    """Write the receipt and take the wish off; one that came meanwhile, after an answer, stays for the next intake."""
    stages.write_receipt(office, taken)
    with office.store.writing() as session:
        file = session.get_one(FileRow, taken.file_id)
        file.again = "" if file.again == wish else file.again
    return outcome
