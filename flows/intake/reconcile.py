"""After a crash or a hand in the inbox (对账): drops the ledger waits for that no longer lie there. Deletes nothing."""

from collections.abc import Collection

from flows import stages
from flows.intake import inbox, presence
from flows.logs import log
from flows.stages import Office, Taken
from quanze.errors import Withdrawn
from quanze.store import ledger
from quanze.store.tables import FileRow


def reconcile(office: Office, present: Collection[str]) -> int:
    """Close the drops that left the inbox without the ledger knowing; gives how many.

    One whose original is kept was only not ticked off before a crash. One that was taken away before its copy was
    safe is returned with code WITHDRAWN, so that it has a receipt and a state. Where the inbox was lost while it was
    looked through, nothing is concluded.
    """
    if presence.missing(office.settings):
        return 0
    with office.store.reading() as session:
        lost = [file for file in ledger.waiting(session) if file.dropped_as not in present]
    for file in lost:
        kept = bool(file.kept_as) and (office.settings.home / file.kept_as).is_file()
        if kept:  # it may have died before it had its receipt
            _receipt(office, file)
        else:
            _withdrawn(office, file)
        with office.store.writing() as session:
            ledger.left_inbox(session, file.id)
        log.warning("%s left the inbox, original kept: %s", file.sha256[:12], kept)
    return len(lost)


def _withdrawn(office: Office, file: FileRow) -> None:
    with office.store.writing() as session:
        ledger.quarantine(session, file.id, code=Withdrawn.code, advice=Withdrawn.advice, kept_as="", now=office.now())
    stages.propose_department(office, file.department)
    _receipt(office, file)


def _receipt(office: Office, file: FileRow) -> None:
    lay = inbox.Drop(office.settings.inbox / file.dropped_as, file.department, file.dropped_as, file.name)
    stages.write_receipt(office, Taken(lay, file.id, file.sha256, duplicate=file.state == "duplicate"))
