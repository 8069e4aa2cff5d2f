"""一件事一次办: the file says what belongs together, shared materials are asked once, drafts are filled."""

from pathlib import Path

from quanze.document import Place
from quanze.matter import Material, Matter
from rules import bundles, propose, rulebook
from tests.rules.make import matter


def asks(name: str, department: str, *materials: str) -> Matter:
    found = tuple(Material(material, material, Place()) for material in materials)
    return matter(name, "公共服务", "由有关部门办理有关手续。", department=department, materials=found)


BIRTH = (
    asks("出生医学证明签发", "卫生健康委员会", "父母身份证复印件", "申请表"),
    asks("出生登记", "公安局", "出生医学证明", "居民身份证", "户口簿"),
    asks("城乡居民参保登记", "医疗保障局", "户口本", "参保登记表"),
)


def test_matters_of_several_departments_make_one_bundle() -> None:
    (found,) = bundles(BIRTH, rulebook())
    assert (found.name, found.departments) == ("新生儿出生", ("卫生健康委员会", "公安局", "医疗保障局"))
    assert "社会保障卡申领" in found.missing


def test_each_material_is_on_the_joint_list_once() -> None:
    (found,) = bundles(BIRTH, rulebook())
    assert [name for name, _ in found.shared] == ["父母身份证复印件", "户口簿"]
    assert len(found.materials) == 5


def test_the_drafts_name_the_lead_and_what_is_asked_once() -> None:
    (found,) = bundles(BIRTH, rulebook())
    (rule_title, rule), (_, guide) = found.drafts
    assert "新生儿出生" in rule_title and "牵头部门：卫生健康委员会" in rule
    assert "一次告知" in rule and "户口簿" in rule and "{" not in rule + guide


def test_a_material_another_matter_already_asks_for_is_flagged() -> None:
    rows = [row for row in propose(BIRTH, {}, {}) if "一件事共用材料" in row.flags]
    assert [(row.department, row.reasons[-1].quote) for row in rows] == [
        ("公安局", "居民身份证"),
        ("医疗保障局", "户口本"),
    ]


def test_one_matter_alone_is_no_bundle() -> None:
    assert bundles(BIRTH[:1], rulebook()) == ()


def test_a_county_declares_its_own_bundle(tmp_path: Path) -> None:
    text = (
        '[[bundle]]\nname = "开餐馆"\nlead = "市场监督管理局"\nsource = "本旗"\nmatters = [\n'
        '  { title = "食品经营许可", cues = ["食品经营"], department = [] },\n'
        '  { title = "户外广告", cues = ["户外广告"], department = ["城市管理"] },\n]\n'
    )
    draft = (Path(rulebook().folder) / "bundles.toml").read_text(encoding="utf-8").split("[draft]")[1]
    (tmp_path / "bundles.toml").write_text(f"{text}\n[draft]{draft}", encoding="utf-8")
    matters = [
        asks("食品经营许可", "市场监督管理局"),
        asks("大型户外广告设置", "城市管理局"),
        asks("户外广告", "教育局"),
    ]
    (found,) = bundles(matters, rulebook(tmp_path))
    assert (found.name, found.departments) == ("开餐馆", ("市场监督管理局", "城市管理局"))


def test_a_penalty_is_no_part_of_a_bundle() -> None:
    basis = "由主管部门处以罚款。"
    for kind in ("行政处罚", "其他", ""):
        penalty = matter("对伪造、变造、买卖出生医学证明的处罚", kind, basis, department="卫生健康委员会")
        assert bundles([penalty, BIRTH[1]], rulebook()) == ()
        (found,) = bundles([penalty, *BIRTH], rulebook())
        assert penalty not in found.matters and len(found.matters) == 3
    one = asks("公司设立登记", "市场监督管理局")
    two = matter("对用人单位不办理社会保险登记的处罚", "行政处罚", basis, department="人力资源和社会保障局")
    assert bundles([one, two], rulebook()) == ()
    assert bundles([one, asks("社会保险登记", "人力资源和社会保障局")], rulebook()) != ()


def test_a_bare_form_is_each_matters_own() -> None:
    matters = [
        asks("公司设立登记", "市场监督管理局", "申请表", "营业执照"),
        asks("公章刻制备案", "公安局", "申请表", "营业执照"),
    ]
    (found,) = bundles(matters, rulebook())
    assert [name for name, _ in found.shared] == ["营业执照"]
    assert [row.reasons[-1].quote for row in propose(matters, {}, {}) if "一件事共用材料" in row.flags] == ["营业执照"]
