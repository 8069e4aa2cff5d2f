"""The delegation rules on what a county's list quotes: articles as they stand, one reading of each."""

from pathlib import Path

from rules import rulebook
from rules.delegation import delegation_row
from rules.facts import case_of
from tests.rules.truth import quoted


def test_the_rules_read_quoted_articles_as_a_clerk_does(shared: Path) -> None:
    rows = quoted(shared)
    said = [(each.name, want, delegation_row(case_of(each, rulebook()), rulebook())) for each, *want in rows]
    wrong = [(name, want, row.way, row.flags) for name, want, row in said if [row.way, "需核对" in row.flags] != want]
    assert len(rows) >= 80 and 1 - len(wrong) / len(rows) >= 0.95, wrong
    loose = [name for name, want, row in said if row.way == "直接下放" != want[0] and "需核对" not in row.flags]
    assert loose == []
