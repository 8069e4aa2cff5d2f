"""Who does what in a sentence: the level, the act, and the words from the organ to its verb."""

import pytest

from rules import rulebook
from rules.clauses import Passage, cut_off
from rules.organs import mentions

SAID: dict[str, list[str]] = {
    "由县级以上人民政府林业主管部门批准。": ["county decide 县级以上人民政府林业主管部门批准"],
    "由国务院林业主管部门或者其委托的省、自治区、直辖市人民政府林业主管部门审批。": [
        "above decide 国务院林业主管部门或者其委托的省、自治区、直辖市人民政府林业主管部门审批",
        "above decide 省、自治区、直辖市人民政府林业主管部门审批 委托",
    ],
    "县级人民政府委托乡镇人民政府实施。": [
        "county decide 县级人民政府委托乡镇人民政府实施",
        "town decide 乡镇人民政府实施 委托",
    ],
    # a general duty is not the last word, unless only words as general follow
    "县级人民政府林业主管部门应当加强管理，并核发采伐许可证。": [
        "county decide 县级人民政府林业主管部门应当加强管理,并核发"
    ],
    "县级人民政府应当加强领导，组织实施。": ["county duty 县级人民政府应当加强"],
    "各级人民政府应当支持。": ["every duty 各级人民政府应当支持"],
    # a review decides where a deciding verb follows in the same clause
    "县级人民政府林业主管部门审查并核发许可证。": ["county decide 县级人民政府林业主管部门审查"],
    "县级人民政府林业主管部门审核后提出意见，批准由省级人民政府决定。": [
        "county review 县级人民政府林业主管部门审核",
        "above decide 省级人民政府决定",
    ],
    "乡镇人民政府审核，报县级人民政府批准。": ["town review 乡镇人民政府审核", "county decide 县级人民政府批准"],
    # what another organ decides behind a town's review is not the town's; its own head is no other organ
    "乡镇人民政府审核，民政部门审批。": ["town review 乡镇人民政府审核", "plain decide 民政部门审批"],
    "乡镇人民政府审查，并经民政部门批准。": ["town review 乡镇人民政府审查", "plain decide 并经民政部门批准"],
    "乡镇人民政府审查，经部门负责人批准。": ["town decide 乡镇人民政府审查", "plain decide 经部门负责"],
    "乡镇人民政府审查并核发民政部门印制的证书。": ["town decide 乡镇人民政府审查并核发"],
    "县级人民政府公布并核发名录。": ["county rule 县级人民政府公布"],
    # an organ that is asked, told or followed decides nothing
    "根据国务院林业主管部门的规定，由县级人民政府批准。": [
        "above rule 国务院林业主管部门的规定",
        "county decide 县级人民政府批准",
    ],
    "依照国务院的规定向税务机关申报。": ["above rule 国务院的规定", "vertical apply 税务机关申报"],
    "征得上级人民政府同意后，由县级人民政府批准。": ["above rule 上级人民政府同意", "county decide 县级人民政府批准"],
    "农业机械按照规定的条件，国务院商务主管部门批准。": ["above decide 国务院商务主管部门批准"],
    # coupled organs share a verb, whichever has it
    "由乡级人民政府或者县级以上人民政府处理。": [
        "town decide 乡级人民政府或者县级以上人民政府处理",
        "county decide 县级以上人民政府处理",
    ],
    "由省级人民政府、设区的市级人民政府或者县级人民政府裁决。": [
        "above decide 省级人民政府、设区的市级人民政府或者县级人民政府裁决",
        "above decide 设区的市级人民政府或者县级人民政府裁决",
        "county decide 县级人民政府裁决",
    ],
    "由县级人民政府裁决和乡镇人民政府。": ["county decide 县级人民政府裁决", "town decide 乡镇"],
    "由县级人民政府审查和乡镇人民政府。": ["county review 县级人民政府审查", "town none 乡镇"],
    # organs without a level word
    "未经林业主管部门批准，不得采伐。": ["plain decide 未经林业主管部门批准"],
    "卫生主管部门应当支持，民政主管部门核发证书，也可由医疗机构出具。": [
        "plain decide 卫生主管部门应当支持,民政主管部门核发",
        "plain decide 民政主管部门核发",
    ],
    "医疗机构批准，由林业主管部门核发。": ["plain decide 由林业主管部门核发"],
    # titles and what tells when a law was published are not read
    "《国务院关于某某的决定》（国务院令第412号公布）由海关批准。": ["vertical decide 海关批准"],
    "税务机关负责征收。": ["vertical decide 税务机关负责"],
    # what stands before an organ may say more than the verb behind it
    "该事项下放至县级人民政府民政部门。": ["county decide 县级"],
    # each sentence for itself
    "由省级人民政府制定办法。县级人民政府批准。": ["above rule 省级人民政府制定", "county decide 县级人民政府批准"],
    "省级人民政府。批准由县级人民政府决定。": ["above none 省级", "county decide 县级人民政府决定"],
}


@pytest.mark.parametrize("text", SAID)
def test_each_organ_has_the_act_that_the_sentence_gives_it(text: str) -> None:
    lexicon = rulebook().lexicon
    found = [
        f"{each.level} {each.act} {each.passage.text[each.start : each.end]}{' 委托' if each.delegated else ''}"
        for each in mentions([Passage(text)], lexicon)
    ]
    assert found == SAID[text]


def test_a_verb_out_of_reach_belongs_to_nobody() -> None:
    lexicon = rulebook().lexicon
    near, far = ("县级人民政府" + "，甲" * many + "批准。" for many in (33, 34))
    assert [each.act for each in mentions([Passage(near)], lexicon)] == ["decide"]
    assert [each.act for each in mentions([Passage(far)], lexicon)] == ["none"]


def test_the_words_of_a_mention_come_from_the_source() -> None:
    (only,) = mentions([Passage("第三条 由县级\n人民政府批准，并公告。另行通知。")], rulebook().lexicon)
    assert (only.quote, only.sentence) == ("由县级\n人民政府批准", "第三条由县级人民政府批准,并公告。")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("由县级人民政府（以下简称本级", True),
        ("由县级人民政府（" + "以下简称本级政府" * 6, False),
        ("《中华人民共和国" + "某某" * 30, True),
        ("《森林法》（2019年修订）", False),
        ("“应当批准”的", False),
        ("应当批准的“情形", True),
        ("由主管部门批准……", True),
        ("由主管部门批准…」后", False),
        ("由主管部门批准：一、", True),
        ("", False),
    ],
)
def test_a_text_that_ends_inside_something_was_cut(text: str, cut: bool) -> None:
    assert bool(cut_off(text, dangling=("：", ":"))) is cut
