"""How names are read and what is said of the labelled materials, as a person last looked at it (`make golden`)."""

from pathlib import Path

from matchers import suggest
from matchers.knowledge import knowledge
from matchers.normalise import Name, parse
from matchers.shipping import examples
from quanze.judgement import Judgement, Suggestion
from tests.gate.match.measure import HERE, catalogue
from tests.golden import kept

SETS = ("real_dev", "dev", "written", "blind")
FOLDER = Path(__file__).resolve().parent


def test_names_are_read_as_they_were() -> None:
    asked = {one.query.text for name in SETS for one in examples(HERE / f"queries_{name}.csv")}
    said = [["text", "readings"]]
    said += [
        [text, "\n".join(map(_reading, parse(text)))] for text in sorted(asked | {each.name for each in catalogue()})
    ]
    assert said == kept(FOLDER / "names.csv", said)


def _reading(name: Name) -> str:
    """The fields that say something, in the order they have in `Name`."""
    know = knowledge()
    words = name._asdict() | {
        "kind": know.kinds[name.kind] if name.kind >= 0 else "",
        "issuers": know.issuers.names(name.issuers),
        "holders": know.holders.names(name.holders),
        "negations": "、".join(name.negations),
        "form": ("", "原件", "复印件", "原件和复印件")[name.form],
        "denies": "{} {}".format(*name.denies) if any(name.denies) else "",
    }
    return " ".join(f"{field}={value}" for field, value in words.items() if value)


def test_materials_are_judged_as_they_were() -> None:
    said = [["set", "query", "outcome", "band", "score", "suggestions", "evidence"]]
    for name in SETS:
        queries = [one.query for one in examples(HERE / f"queries_{name}.csv")]
        said += [[name, *_judged(each, whole=name == "real_dev")] for each in suggest(queries, catalogue())]
    assert said == kept(FOLDER / "judgements.csv", said)


def _judged(found: Judgement, *, whole: bool) -> list[str]:
    shown = [f"{'*' if each.entry == found.best else ''}{each.entry} {each.score:.3f}" for each in found.suggestions]
    evidence = "\n".join(map(_evidence, found.suggestions[:2])) if whole else ""
    return [found.id, found.outcome, found.band, f"{found.score:.3f}", " ".join(shown), evidence]


def _evidence(said: Suggestion) -> str:
    return "；".join(f"{line.feature}｜{line.ours}｜{line.theirs}｜{line.points:.2f}" for line in said.evidence)
