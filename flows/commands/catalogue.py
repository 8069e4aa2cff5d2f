"""`quanze catalogue list|show|diff`: the kept editions of the reference lists, any of them shown and compared."""

import csv
import sys
from argparse import Namespace

import reference
from flows.offices import opened, settings
from quanze.errors import SettingsError
from quanze.inert import inert
from quanze.proof import Edition, ProofEntry
from quanze.store import Store, facts, review
from quanze.store.tables import EditionRow

LISTS = {"cancelled": "取消", "retained": "保留", "issuer_bound": "限定开具单位"}
_FIELDS = {
    "basis": "依据",
    "asked_by": "索要单位",
    "replacement": "替代方式",
    "source": "出处",
    "note": "备注",
}


def catalogue(arguments: Namespace) -> int:
    """List, show or compare editions."""
    with opened(settings(arguments.home)) as office:
        {"list": _list, "show": _show, "diff": _diff}[arguments.what](office.store, arguments.editions)
    return 0


def _list(store: Store, asked: list[str]) -> None:
    with store.reading() as session:
        for row in review.editions(session):
            found = facts.edition(session, row.digest)
            count = len(found.entries) if found else 0
            mark = "当前" if row.digest == review.newest_edition(session) else ""
            said = [str(row.number), row.date, row.name, f"{count} 条", row.digest, f"{row.loaded_at} 载入", mark]
            sys.stdout.write("\t".join(said) + "\n")


def _show(store: Store, asked: list[str]) -> None:
    found = _edition(store, asked[0] if asked else "")
    sys.stderr.write(f"{found.name}（{found.date}），{len(found.entries)} 条，校验值 {found.digest}\n")
    out = csv.writer(sys.stdout)
    out.writerow(["key", "list", "name", "usage", "issuer", *_FIELDS])
    for entry in found.entries:
        own = [entry.key, entry.list, entry.name, entry.usage, entry.issuer]
        out.writerow([inert(text) for text in (*own, *(getattr(entry, field) for field in _FIELDS))])


def _diff(store: Store, asked: list[str]) -> None:
    """Compare two editions, the older first; with one named, it against today's; with none, the last two."""
    if not asked:
        with store.reading() as session:
            asked = [row.digest for row in review.editions(session)[1::-1]]
    if not asked:
        raise SettingsError("还没有存过版次。")
    old, new = _edition(store, asked[0]), _edition(store, asked[1] if len(asked) > 1 else "")
    found = reference.diff(old, new)
    say = sys.stdout.write
    say(f"{old.name}（{old.date}，{len(old.entries)} 条）→ {new.name}（{new.date}，{len(new.entries)} 条）\n")
    for word, entries in (("新增", found.added), ("删除", found.removed)):
        for entry in entries:
            say(f"{word}\t{_said(entry)}\n")
    for before, after in found.changed:
        fields = [word for field, word in _FIELDS.items() if getattr(before, field) != getattr(after, field)]
        say(f"修改\t{_said(after)}\t{'、'.join(fields)}\n")
    for before, after in found.moved:
        say(f"换清单\t{_said(after)}\t{LISTS[before.list]} → {LISTS[after.list]}\n")
    if not found:
        say("没有不同。\n")


def _said(entry: ProofEntry) -> str:
    return "\t".join((LISTS[entry.list], entry.name, entry.usage or "—", entry.issuer or "—"))


def _edition(store: Store, asked: str) -> Edition:
    """The edition of that number, digest, date or name; today's where nothing is asked for."""
    with store.reading() as session:
        rows = review.editions(session)
        fits = [row for row in rows if _is(row, asked)] if asked else rows[:1]
        if len({row.digest for row in fits}) > 1:
            raise SettingsError(f"有几个版次都是“{asked}”，请写校验值的前几位。运行 quanze catalogue list 查看。")
        found = facts.edition(session, fits[0].digest) if fits else None
    if found is None:
        raise SettingsError(f"没有这个版次：{asked}。运行 quanze catalogue list 查看。")
    return found


def _is(row: EditionRow, asked: str) -> bool:
    return asked in (str(row.number), row.name, row.date) or (len(asked) >= 6 and row.digest.startswith(asked))
