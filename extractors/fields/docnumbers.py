"""Document numbers (发文字号): found in text in any style of brackets and numerals, written in one normal form.

国办发[2020]42号 → 国办发〔2020〕42号; 主席令第五十号 → 主席令第50号; 国令第309号 → 国务院令第309号.
A number whose bracket has vanished (国办发〔201586号) is never guessed: it is reported as broken.
"""

import re

from extractors.lexicon import ranks
from quanze.numerals import CHARACTERS, number

_DIGITS = rf"[0-9{CHARACTERS}]"
_OPEN, _CLOSE = "〔［\\[【（(﹝{", "〕］\\]】）)﹞}"
_YEAR = rf"(?:19|20)[0-9]{{2}}|[一二][〇零○九][{CHARACTERS}]{{2}}"
_YEARED = re.compile(
    rf"([\u4e00-\u9fffA-Za-z]{{1,16}})\s*+[{_OPEN}]\s*+({_YEAR})\s*+年?[{_CLOSE}]\s*+第?+\s*+([0-9]{{1,5}})\s*+号"
)
_ISSUERS = r"(?:[\u4e00-\u9fff]{2,12}[、 ]){0,3}[\u4e00-\u9fff]{0,20}(?:令|公告)"
_ORDER = re.compile(rf"({_ISSUERS})\s*+[{_OPEN}]?+\s*+({_YEAR})?+\s*+年?+[{_CLOSE}]?+\s*+第\s*+({_DIGITS}++)\s*+号")
_BROKEN = re.compile(
    rf"[\u4e00-\u9fff]{{1,12}}[{_OPEN}](?:19|20)[0-9]{{3,8}}(?![0-9年])号?"
    r"|[\u4e00-\u9fff]{1,8}(?:发|办|函|字|规)(?:19|20)[0-9]{3,8}号"
)
_BEFORE = re.compile(r"^.*(?:发布|公布|修订|修正|批准|通过|施行|实施)[、 ]?(?=[\u4e00-\u9fff])")
_ISSUER = re.compile(r"^(?:[年月日、 ]|关于|以|经|由|根据|依据|按照|及|和|的|号|中华人民共和国(?=.{2,}令))+")


def find(text: str) -> str:
    """The first document number in a text in its normal form, "" where there is none."""
    yeared, order = _YEARED.search(text), _ORDER.search(text)
    if yeared and not (order and order.start() <= yeared.start()):
        return _yeared(yeared)
    return _order(order) if order else ""


def broken(text: str) -> tuple[str, ...]:
    """Document numbers whose year bracket is not closed or not there, as written."""
    return tuple(match[0] for match in _BROKEN.finditer(text))


def _yeared(match: re.Match[str]) -> str:
    """The normal form of a number with its year in brackets."""
    issuer = _ISSUER.sub("", _BEFORE.sub("", match[1]))
    return f"{issuer}〔{number(match[2])}〕{int(match[3])}号"


def _order(match: re.Match[str]) -> str:
    """The normal form of an order or a public notice: its issuer's usual name, the year only where it is part."""
    issuer = _ISSUER.sub("", _BEFORE.sub("", match[1]))
    issuer = ranks("orders_same").get(issuer, issuer)
    value = number(match[3])
    if value is None:
        return ""
    year = f"{number(match[2])}年" if match[2] else ""
    return f"{issuer}{year}第{value}号"
