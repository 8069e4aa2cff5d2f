"""A county changes rules by editing files; a mistake is reported with its file and rule."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from quanze.errors import SettingsError
from rules import explain, rulebook
from rules.book import CHAPTERS, HERE, absent
from tests.rules.make import days, down, matter, with_materials


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    text = (HERE / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_county_may_close_a_way_by_one_rule(tmp_path: Path) -> None:
    rule = (
        '\n[[rule]]\nid = "本旗1"\ntitle = "林草局暂不下放"\npriority = 5\nwhen = ["approval"]\n'
        'stop = ["直接下放", "委托实施"]\nclause = "旗政府第3号会议纪要"\nnote = "旗里决定暂不下放。"\n'
    )
    text = (HERE / "delegation.toml").read_text(encoding="utf-8")
    (tmp_path / "delegation.toml").write_text(text + rule, encoding="utf-8")
    one = matter("草原旅游许可", basis="由草原管理机构批准。")
    assert down(one).way == "直接下放"
    row = down(one, rulebook(tmp_path))
    assert row.way == "代收转办" and "旗里决定暂不下放" in row.obstacle


def test_a_county_may_change_the_order_of_trial(tmp_path: Path) -> None:
    order = 'order = ["取消", "审批改备案", "直接下放", "委托实施", "代收代办", "代收转办"]'
    changed = 'order = ["取消", "审批改备案", "委托实施", "直接下放", "代收代办", "代收转办"]'
    book = rulebook(edited(tmp_path, "delegation.toml", order, changed))
    one = matter("图书馆借阅", "公共服务", "公共图书馆应当免费提供借阅服务。")
    assert (down(one).way, down(one, book).way) == ("直接下放", "委托实施")


def test_a_county_may_add_a_cue_word_and_a_draft(tmp_path: Path) -> None:
    edited(tmp_path, "facts.toml", '"入学",', '"入学", "草原",')
    edited(tmp_path, "templates.toml", "各苏木乡镇（街道）便民服务中心", "各党群服务中心")
    row = down(matter("草原征占用审批"), rulebook(tmp_path))
    assert (row.way, row.receiver) == ("代收代办", "各党群服务中心")


def test_the_regions_penalty_list_opens_what_it_names(tmp_path: Path) -> None:
    text = "事项名称,部门,文件\n对滥伐林木的处罚,林业和草原局,内政发〔2021〕1号\n"
    (tmp_path / "township_penalties.csv").write_text(text, encoding="utf-8")
    one = matter("对滥伐林木的处罚", "行政处罚", "由林业主管部门处以罚款。")
    row = down(one, rulebook(tmp_path))
    assert (row.way, row.reasons[0].rule) == ("直接下放", "D6L")
    assert "内政发〔2021〕1号" in row.reasons[0].note


def test_a_transfer_that_was_taken_back_stays_known(tmp_path: Path) -> None:
    text = "事项名称,部门,动作,日期,文件\n临时占用林地审批,林业和草原局,收回,2024-05-01,某政发〔2024〕2号\n"
    (tmp_path / "transfers.csv").write_text(text, encoding="utf-8")
    row = down(matter(), rulebook(tmp_path))
    assert "曾收回" in row.flags and "再次下放的理由" in row.needs


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "D2"', 'id = "D1"', "D1"),
        ('give = "直接下放"', 'give = "直接下放吧"', "直接下放吧"),
        ("priority = 24", "priorty = 24", "D2"),
        ('title = "没有依据"', "title = 没有依据", "delegation.toml"),
    ],
)
def test_a_mistake_is_reported_with_its_file_and_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        rulebook(edited(tmp_path, "delegation.toml", old, new))
    assert said in str(caught.value) and "delegation.toml" in str(caught.value)


def test_every_rule_says_what_it_stands_on() -> None:
    for chapter in CHAPTERS:
        for rule in rulebook().chapters[chapter]:
            assert rule.clause and rule.note and rule.title and rule.mark in {"V", "I"}, rule.id


def test_every_fact_a_rule_asks_for_can_be_seen() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
    known = {fact.id for fact in rulebook().cue_facts} | set(re.findall(r'"([a-z_]+)"', code))
    for chapter in CHAPTERS:
        for rule in rulebook().chapters[chapter]:
            assert set(rule.when) | set(rule.unless) <= known, rule.id


def test_every_key_of_a_rule_file_is_read_so_that_an_edit_has_an_effect() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
    read = set(re.findall(r'["\']([a-z_]+)["\']|^    ([a-z_]+):|_(title)"', code, re.MULTILINE))
    names = {name for found in read for name in found}
    for path in sorted(HERE.glob("*.toml")):
        for key in keys(tomllib.loads(path.read_text(encoding="utf-8"))):
            assert not key.isascii() or key in names or key.endswith("_title"), f"{path.name}: {key}"


def keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
        node = list(node.values())
    for value in node if isinstance(node, list) else ():
        yield from keys(value)


def test_explain_names_facts_rules_and_what_stopped_what() -> None:
    lines = "\n".join(explain(matter()))
    assert "由县级部门决定：「由县级以上人民政府林业主管部门批准」" in lines
    assert "D2 依据定在县级部门：生效，叫停直接下放" in lines
    assert "委托实施 被叫停：D4（《行政许可法》第二十四条）" in lines
    assert "结论：代收转办，由 D0 给出" in lines
    assert lines.index("DB1") < lines.index("D7 ") < lines.index("D1 ")


def test_explain_speaks_of_materials_steps_and_time_too() -> None:
    one = with_materials(
        "营业执照", steps=("受理", "集体讨论", "决定"), statutory_limit=days(20), promised_limit=days(5)
    )
    lines = "\n".join(explain(one))
    assert all(word in lines for word in ("减材料", "减环节", "减时限", "免证办", "压缩75.00%"))
    assert "减环节：受理、集体讨论、决定 → " in lines


def test_what_a_countys_own_files_lack_of_the_shipped_rules_is_known(tmp_path: Path) -> None:
    assert absent(rulebook()) == absent(rulebook(tmp_path / "none")) == ()
    edited(edited(tmp_path, "limits.toml", 'id = "T7"', 'id = "本旗7"'), "facts.toml", 'id = "enforcement"', 'id = "x"')
    assert absent(rulebook(tmp_path)) == ("limits.toml T7", "facts.toml enforcement")


def test_a_countys_older_copy_gets_the_settings_that_came_later(tmp_path: Path) -> None:
    text = (HERE / "levels.toml").read_text(encoding="utf-8")
    older = "\n".join(line for line in text.splitlines() if not line.startswith(("passed_over", "negated", "turns")))
    (tmp_path / "levels.toml").write_text(older.replace('"收回", ', ""), encoding="utf-8")
    book = rulebook(tmp_path)
    assert book.lexicon.passed_over == rulebook().lexicon.passed_over
    assert "收回" in rulebook().lexicon.act_of and "收回" not in book.lexicon.act_of
    assert down(matter(), book) == down(matter())
