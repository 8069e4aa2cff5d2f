"""Why a suggestion is no more than unsure, whatever its score (只能算不确定): a person must look at it.

Lives here: what two names and their surroundings say against being sure, in words. Never here: scores, vetoes.
"""

from matchers.compare import Compared
from matchers.features import SIGNS
from matchers.knowledge import knowledge
from matchers.normalise import parsed
from matchers.originals import COPY, ORIGINAL
from matchers.scope import OTHER, PARTLY, scope
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import fold

DENIES = "有无的说法不一样"
ISSUER = "开具单位是另一个"
UNNAMED = "清单只管这个单位开的，材料没写由谁开"
FORM = "清单只说复印件，这里还要原件"
USE = "清单上写的是另一种用途"
NARROWER = "清单上的用途更窄"
HOLDER = "材料写的是另一个人的"
OBJECT = "清单说的和办的事不是一类东西"
_ISSUER, _HOLDER = map(list(SIGNS).index, ("other_issuer", "other_holder"))


def about(query: Query) -> str:
    """What the material is asked for: its matter, or what stands in its brackets."""
    return query.matter or parsed(query.text)[0].aside


def standing(query: Query, entry: ProofEntry) -> int:
    """How the entry's use stands to what the material is asked for."""
    return scope(query.text, about(query), entry.usage)


def _other_object(matter: str, name: str) -> bool:
    """Whether a matter is about one kind of thing and a proof about another (种子调运, 动物检疫证明)."""
    objects = knowledge().objects
    asked, proven = objects.mask(fold(matter)), objects.mask(fold(name))
    return bool(asked and proven and not asked & proven)


def cap(compared: Compared, pair: int, query: Query, entry: ProofEntry) -> str:
    """Why a compared pair is no more than unsure, "" where nothing says so."""
    if compared.capped[pair]:
        return DENIES
    ours = compared.pairs.ours.names[int(compared.pairs.mine[pair])]
    theirs = compared.pairs.theirs.names[int(compared.pairs.entry[pair])]
    if compared.values[pair, _ISSUER] and ours.issuers & ~knowledge().issuers.bit("单位"):
        return ISSUER
    if compared.hint[pair]:
        return UNNAMED
    if ours.form & ORIGINAL and theirs.form == COPY:
        return FORM
    if compared.values[pair, _HOLDER] and ours.holders & knowledge().others:
        return HOLDER
    if _other_object(about(query), entry.name):
        return OBJECT
    return {OTHER: USE, PARTLY: NARROWER}.get(standing(query, entry), "")
