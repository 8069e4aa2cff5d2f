"""What else is known of a matter: the rank of its basis, its volume, what the region or the county has decided.

Reads the matter's fields and the county's tables; reads no text for level words (that is `rules.deciders`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from quanze.matter import Matter
from quanze.text import fold
from rules.book import Rulebook
from rules.clauses import Passage

Said = tuple[str, str, str]

_TITLE = re.compile(r"《([^《》]*+(?:《[^《》]*+》[^《》]*+)?)》")
_PLACE = re.compile(
    r"^(?!中华人民共和国)(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,4}经济特区|[\u4e00-\u9fff]{2,8}自治[区州县旗]|(?!城市|都市|股票|债券|集市|超市|全市)[\u4e00-\u9fff]{2,5}?(?<![城都上])市(?![场政容民区])"
    r"|[\u4e00-\u9fff]{2,5}盟(?=[\u4e00-\u9fff])|[\u4e00-\u9fff]{2,7}旗(?=[\u4e00-\u9fff])|[\u4e00-\u9fff]{1,4}县(?![级])"
    r"|(?:北京|上海|天津|重庆|内蒙古|辽宁|吉林|黑龙江|河北|山西|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆))"
)
_LOCAL_RANKS = {"地方性法规", "地方政府规章"}
_NATIONAL_RANKS = {"法律", "行政法规", "部门规章"}
_LOCAL_RANK_TAG = re.compile(r"【(地方性法规|地方政府规章|地方规章)】")
_APART = re.compile(r"[、,，;；\s]|或者?|和|及")
_NUMBER = re.compile(r"\d+")


def standing_facts(matter: Matter, kind: str, book: Rulebook) -> Iterator[Said]:
    """Facts from fields and tables, in no particular order."""
    settings = book.raw["facts"]
    if kind in settings["on_application"]["never"]:
        yield "not_on_application", matter.kind or matter.name, "事项类型"
    elif _never_applied_for(matter, settings["on_application"]):
        yield "not_on_application", matter.name, "事项名称"
    else:
        yield "on_application", matter.kind or matter.name, "事项类型"
    if matter.scope == "internal":
        yield "internal", "", "事项范围"
    yield from _in_town(matter, tuple(book.raw["lists"]["common"]["territory"]))
    if _approves(matter, kind, settings["approval"]):
        yield "approval", kind, "事项类型"
    yield from _rank_facts(matter)
    yield from _volume(matter, settings["volume"])
    yield from _held_by_delegation(matter, settings)
    yield from _tables(matter, kind, book)


def _in_town(matter: Matter, territory: tuple[str, ...]) -> Iterator[Said]:
    """Whether the list is a township's own, or names only townships as acting."""
    organs = [organ for organ in _APART.split(matter.organ) if organ]
    if matter.department.endswith(territory):
        yield "town_unit", matter.department, "部门"
    elif organs and all(organ.endswith(territory) for organ in organs):
        yield "level_town", matter.organ, "实施主体"


def _never_applied_for(matter: Matter, settings: Mapping[str, Sequence[str]]) -> bool:
    """Whether the name says that nobody applies for it: 无偿收回土地使用权."""
    never, applied = (any(word in matter.title for word in settings[name]) for name in ("never_names", "applied"))
    return never and not applied


def _approves(matter: Matter, kind: str, settings: Mapping[str, Sequence[str]]) -> bool:
    """Whether the matter is an approval by its type and its name: 培训 is none, 培训机构设立审批 is."""
    if kind not in settings["kinds"] or any(word in matter.name for word in settings["not_names"]):
        return False
    named = any(word in matter.name for word in settings["names"])
    return named or not any(word in matter.name for word in settings["not_alone"])


def _rank_facts(matter: Matter) -> Iterator[Said]:
    """Whether only local legislation, or only normative documents, stand behind the matter."""
    if matter.citations:
        laws = [(citation.title, _rank(citation.title, citation.rank)) for citation in matter.citations]
    else:
        laws = [(title, _rank(title, "")) for title in _TITLE.findall(matter.basis) if _is_law(title)]
    ranks = {rank for _, rank in laws}
    quote = "、".join(dict.fromkeys(f"《{title}》" for title, _ in laws))
    if laws and ranks <= {"local", "local_normative"}:
        yield "local_normative_only" if ranks == {"local_normative"} else "local_only", quote, "设定依据"
    elif laws and ranks <= {"normative", "local_normative"}:
        yield "normative_only", quote, "设定依据"


def _is_law(title: str) -> bool:
    return not title.endswith(("证", "证书", "执照", "表", "书", "名录", "目录")) or len(title) > 24


def _rank(title: str, rank: str) -> str:
    """national, normative, local or local_normative; the title's place name counts before a wrong tag."""
    bare = fold(title).replace("《", "")
    local = bool(_PLACE.match(bare))
    legislation = bare.endswith(("条例", "办法", "规定", "规则", "细则", "决定"))
    if rank in _LOCAL_RANKS or (local and legislation and rank != "规范性文件"):
        return "local"
    if local:
        return "local_normative"
    return "normative" if rank == "规范性文件" and not bare.startswith("中华人民共和国") else "national"


def _volume(matter: Matter, settings: Mapping[str, object]) -> Iterator[Said]:
    headings = settings["headings"]
    least = settings["at_least"]
    for heading, text in matter.other:
        number = _NUMBER.search(text.replace(",", ""))
        if isinstance(headings, list) and heading in headings and number and int(number.group()) >= int(str(least)):
            yield "volume_high", f"{heading}：{text}", heading


def _held_by_delegation(matter: Matter, settings: Mapping[str, Any]) -> Iterator[Said]:
    """Whether the department itself only holds the matter by 委托 from above: it may not be delegated again."""
    above = _from_above(tuple(settings["held"]["applicants"]))
    for heading, text in (("备注", matter.note), ("行使层级", matter.level), ("事项名称", matter.name), *matter.other):
        if any(word in heading for word in settings["cells"]["procedure"]):
            continue
        named = heading in settings["held"]["headings"] and not says_no(text, settings)
        if named or above.search(Passage(text).text):
            yield "already_delegated", text, heading


@lru_cache(maxsize=4)
def _from_above(applicants: tuple[str, ...]) -> re.Pattern[str]:
    """Says that organs above delegated, not those who apply (接受用人单位委托办理)."""
    theirs = rf"[^,。;]{{0,12}}(?:{'|'.join(map(re.escape, applicants)) or '(?!)'})[^,。;]{{0,4}}委托"
    return re.compile(
        rf"受(?!理|{theirs})[^,。;]{{0,20}}委托(?!人|书)"
        r"|上级委托|委托下放|委托(?:我[县旗市局]|旗县|县级)|(?:省|自治区|市|盟)[^,。;]{0,12}委托"
    )


def says_no(text: str, settings: Mapping[str, Any]) -> bool:
    """Whether a cell says that its heading does not hold: 审核转报：否, 委托部门：不涉及."""
    flat, words = fold(text), settings["cells"]
    return flat in words["nothing"] or flat.startswith(tuple(words["not_so"]))


def _tables(matter: Matter, kind: str, book: Rulebook) -> Iterator[Said]:
    """What the county's own tables say: penalties given to towns by the region, and transfers taken back."""
    name = fold(matter.name)
    if kind == "行政处罚":
        for row in book.tables["township_penalties"]:
            if fold(row.get("事项名称", "")) == name:
                yield "penalty_listed", f"{row.get('文件', '')}：{row['事项名称']}", "自治区赋权清单"
    for row in book.tables["transfers"]:
        same = fold(row.get("部门", "")) in {"", fold(matter.department)}
        if fold(row.get("事项名称", "")) == name and same and "收回" in row.get("动作", ""):
            yield "taken_back", f"{row.get('日期', '')} {row.get('文件', '')}：{row['动作']}", "下放收回台账"
