"""What a flow run shows in Prefect's page (运行结果): a table of counts or of lines. Only inside a flow run."""

from collections.abc import Mapping, Sequence

from prefect.artifacts import create_table_artifact

from flows.logs import log

COUNTS = {
    "done": "收件",
    "duplicate": "重复提交",
    "quarantined": "退件",
    "again": "重新处理",
    "unsettled": "还在写入",
    "left": "没有收好",
}


def show_counts(key: str, title: str, counts: Mapping[str, int]) -> None:
    """Show how many files ended how."""
    _show(key, title, [{"结果": COUNTS.get(name, name), "份数": count} for name, count in counts.items()])


def show_lines(key: str, title: str, lines: Sequence[str]) -> None:
    """Show what a run said, a row a line."""
    _show(key, title, [{"说明": line} for line in lines])


def _show(key: str, title: str, rows: list[dict[str, object]]) -> None:
    try:
        create_table_artifact(key=key, table=rows, description=title)
    except Exception as wrong:  # a table that could not be shown must not undo the work it shows
        log.warning("no artifact for %s: %s", key, type(wrong).__name__)
