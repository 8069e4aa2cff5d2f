"""Catalogue editions: real rows in, entries out, nothing lost, nothing silently left out."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.errors import FileError, NoList
from quanze.proof import ListName, ProofEntry
from quanze.text import entry_key
from reference import diff, load, shipped
from reference.changes import warnings
from reference.editions import Source, edition, entries_digest, gather

LISTS: tuple[ListName, ...] = ("cancelled", "retained", "issuer_bound")
words = st.text("证明亲属关系收入无犯罪记录", min_size=1, max_size=6)


@st.composite
def entries(draw: st.DrawFn) -> ProofEntry:
    kind, name, usage, issuer = draw(st.sampled_from(LISTS)), draw(words), draw(words), draw(words)
    return ProofEntry(key=entry_key(kind, name, usage, issuer), list=kind, name=name, usage=usage, issuer=issuer)


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_every_real_row_of_the_domain_is_shipped(shared: Path) -> None:
    names = {entry.name for entry in shipped().entries}
    columns = {
        "baoliu_zhengming_real.csv": "证明名称",
        "quxiao_zhengming_real.csv": "证明名称",
        "juweihui_buchuju_real.csv": "证明名称",
        "paichusuo_zhengming_real.csv": "证明内容",
    }
    for file, column in columns.items():
        with (shared / "domain" / file).open(encoding="utf-8-sig", newline="") as handle:
            assert {row[column] for row in csv.DictReader(handle)} <= names
    assert len(shipped().entries) == 6 + 20 + 41 + 23


def test_every_shipped_row_says_where_it_stands() -> None:
    for entry in shipped().entries:
        title, place, address = entry.source.split("｜")
        assert title and place.startswith("第") and "http" in address


def test_rows_the_page_cut_off_are_marked() -> None:
    cut = [entry for entry in shipped().entries if "截断" in entry.note]
    assert len(cut) == 2
    assert all("…" in entry.basis for entry in cut)


def test_proofs_a_committee_may_not_issue_bind_only_that_issuer() -> None:
    bound = [entry for entry in shipped().entries if entry.list == "issuer_bound"]
    assert len(bound) == 41 + 14
    assert all("居民委员会" in entry.issuer or "派出所" in entry.issuer for entry in bound)


def test_the_contract_catalogue_keeps_its_own_keys(shared: Path) -> None:
    path = shared / "match" / "catalogue.csv"
    loaded = load([path], name="合同目录", date="2026-01-01")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        expected = [(row["key"], row["list"], row["name"], row["usage"]) for row in csv.DictReader(handle)]
    assert [(entry.key, entry.list, entry.name, entry.usage) for entry in loaded.entries] == expected


def test_the_real_heading_with_line_breaks_is_understood(tmp_path: Path) -> None:
    heading = ["序号", "证明\n名称", "证明用途", "设定及保留依据", "效力\n层级", "索要\n单位", "开具\n单位", "备注"]
    row = ["1", "无犯罪记录证明", "申领保安员证", "《保安服务管理条例》第十六条", "行政法规", "旗公安局", "派出所", ""]
    path = write(tmp_path / "某旗保留证明事项清单.csv", [["填报单位：某局"], heading, row])
    (entry,) = load([path], name="旗目录", date="2026-01-01").entries
    assert (entry.list, entry.name, entry.issuer, entry.asked_by) == (
        "retained",
        "无犯罪记录证明",
        "派出所",
        "旗公安局",
    )
    assert entry.source == "某旗保留证明事项清单.csv｜第1项"


def test_a_two_row_heading_is_one_heading(tmp_path: Path) -> None:
    top = ["序号", "证明名称", "证明用途", "设定依据", "实施基本情况", "实施基本情况", "不能实行告知承诺及保留原因"]
    low = ["序号", "证明名称", "证明用途", "设定依据", "索要单位", "开具单位", "不能实行告知承诺及保留原因"]
    row = ["1", "健康证明", "食品经营", "《食品安全法》第四十五条", "市场监管局", "医疗机构", "涉及人身健康"]
    path = write(tmp_path / "保留.csv", [top, low, row])
    (entry,) = load([path], name="市目录", date="2026-01-01").entries
    assert (entry.asked_by, entry.issuer, entry.note) == ("市场监管局", "医疗机构", "涉及人身健康")


def test_a_cancelled_list_in_gbk_gives_its_replacement(tmp_path: Path) -> None:
    rows = [["证明名称", "证明用途", "取消后的办理方式"], ["收入证明", "最低生活保障", "申请人书面承诺"]]
    (entry,) = load([write(tmp_path / "取消证明目录.csv", rows, "gb18030")], name="目录", date="2026-01-01").entries
    assert (entry.list, entry.replacement) == ("cancelled", "申请人书面承诺")


def test_a_table_that_names_neither_list_is_refused_with_advice(tmp_path: Path) -> None:
    path = write(tmp_path / "证明目录.csv", [["证明名称", "证明用途"], ["收入证明", "低保"]])
    with pytest.raises(NoList) as caught:
        load([path], name="目录", date="2026-01-01")
    assert "取消" in caught.value.advice and "保留" in caught.value.advice


@pytest.mark.parametrize(("name", "content"), [("空.csv", b""), ("通知.csv", "各部门：\n请报送".encode())])
def test_an_unreadable_source_stops_the_edition_and_is_reported(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError):
        load([path], name="目录", date="2026-01-01")
    (said,) = warnings(gather([path]))
    assert name in said


def test_a_source_that_shrank_is_reported(tmp_path: Path) -> None:
    rows = [["证明名称", "证明用途"], *[[f"证明{number}", "低保"] for number in range(10)]]
    path = write(tmp_path / "取消.csv", rows)
    old = load([path], name="旧", date="2026-01-01")
    write(path, rows[:9])
    assert warnings(gather([path]), old) == ()
    write(path, rows[:8])
    assert "缩水" in warnings(gather([path]), old)[0]


def test_the_shipped_sources_have_the_rows_they_should_have() -> None:
    counted = {"cancelled": 20, "retained": 15, "issuer_bound": 55}
    assert {name: sum(e.list == name for e in shipped().entries) for name in LISTS} == counted


@given(st.lists(entries(), max_size=8), st.randoms())
def test_the_order_of_rows_does_not_change_the_digest(found: list[ProofEntry], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert entries_digest(found) == entries_digest(shuffled)


@given(st.lists(entries(), min_size=1, max_size=6, unique_by=lambda entry: entry.key))
def test_any_changed_word_changes_the_digest(found: list[ProofEntry]) -> None:
    changed = [replace(found[0], replacement="改为承诺"), *found[1:]]
    assert entries_digest(found) != entries_digest(changed)


def made(found: list[ProofEntry]) -> Source:
    return Source("来源", Path("来源.csv"), tuple(found))


@given(st.lists(entries(), max_size=8), st.lists(entries(), max_size=8))
def test_a_difference_accounts_for_every_entry(before: list[ProofEntry], after: list[ProofEntry]) -> None:
    old = edition([made(before)], name="旧", date="2026-01-01")
    new = edition([made(after)], name="新", date="2026-02-01")
    found = diff(old, new)
    kept = {entry.key for entry in old.entries} & {entry.key for entry in new.entries}
    assert len(kept) + len(found.removed) + sum(o.key not in kept for o, _ in found.moved) == len(old.entries)
    assert len(kept) + len(found.added) + sum(n.key not in kept for _, n in found.moved) == len(new.entries)
    assert not diff(old, old)


def test_a_proof_that_went_from_retained_to_cancelled_has_moved() -> None:
    entry = ProofEntry(
        key=entry_key("retained", "收入证明", "低保", ""), list="retained", name="收入证明", usage="低保"
    )
    gone = replace(entry, key=entry_key("cancelled", "收入证明", "低保", ""), list="cancelled")
    old, new = (edition([made([one])], name="目录", date="2026-01-01") for one in (entry, gone))
    found = diff(old, new)
    assert found.moved == ((entry, gone),)
    assert not found.added and not found.removed


def test_one_proof_in_two_sources_is_one_entry_with_both_places(tmp_path: Path) -> None:
    first = write(tmp_path / "甲取消.csv", [["证明名称", "证明用途"], ["收入证明", "低保"]])
    second = write(tmp_path / "乙取消.csv", [["证明名称", "证明用途", "替代方式"], ["收入证明", "低保", "书面承诺"]])
    (entry,) = load([first, second], name="目录", date="2026-01-01").entries
    assert entry.replacement == "书面承诺"
    assert entry.source == "甲取消.csv｜第2行\n乙取消.csv｜第2行"


@pytest.mark.parametrize("name", ["收入证明材料", "证明事项变更证明名称", "无犯罪记录证明", "其他证明材料"])
def test_the_first_row_is_never_taken_for_a_second_heading_row(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "取消.csv", [["证明名称", "证明用途"], [name, ""], ["户籍证明", ""]])
    loaded = load([path], name="目录", date="2026-01-01")
    assert [entry.name for entry in loaded.entries] == [name, "户籍证明"]
