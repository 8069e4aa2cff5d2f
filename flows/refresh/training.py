"""Learning from reviewers' decisions (再训练): read them from the store, train, check, adopt, judge anew.

Never here: what a decision teaches and when a model is worse (`matchers.learning`), the command line.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from extractors.matters import join
from flows import pipeline, stages
from flows.stages import Office
from matchers import learning
from matchers.learning import Check, Lesson
from matchers.model import save
from matchers.models import in_use
from matchers.training import Example
from quanze.judgement import Query
from quanze.row import MaterialRow
from quanze.store import codec, decisions, editions, facts, ledger, review
from quanze.store.editions import Standing
from quanze.store.tables import DecisionRow
from quanze.text import material_key

LEAST = 10
"""Fewer usable decisions teach nothing that would be worth judging everything anew."""
_AT_ONCE = 500
"""Keys in one look-up."""
WORDINGS = 20
"""New names that are shown."""
VERDICTS = {"confirm": "采纳", "swap": "换一个", "outside": "目录外", "not_proof": "不是证明"}


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training did, in Chinese lines; `adopted` is False where the model in use stays."""

    lines: tuple[str, ...]
    adopted: bool


def train(office: Office) -> Trained:
    """Learn from the decisions that hold, and use the new model unless it is worse on the shipped labelled set."""
    told, said = _decided(office)
    lesson, unusable = learning.lesson(told, stages.edition(office).entries)
    counted = "，".join(f"{name} {said[verdict]} 条" for verdict, name in VERDICTS.items() if said[verdict])
    lines = [f"审核决定：{counted or '没有'}；去掉重复后可用 {len(lesson.examples)} 条。"]
    if unusable:
        lines.append(f"另有 {unusable} 条没有用：对同一材料说法不一，或者目录里已经没有那一条。")
    if len(lesson.examples) < LEAST:
        used = in_use(office.settings.model)
        return Trained((*lines, f"可用的决定不到 {LEAST} 条，没有训练。在用：{used.words}。"), adopted=False)
    lines += _wordings(lesson)
    checked = learning.check(lesson)
    lines.append(_figures(checked))
    if checked.worse:
        lines += [
            f"没有采用新模型，它比随附的差：{'；'.join(checked.worse)}。",
            "多半是有些决定审错了：请在审核页核对“换一个”和“目录外”的行，撤销错的，再训练一次。",
            f"在用：{in_use(office.settings.model).words}。",
        ]
        return Trained(tuple(lines), adopted=False)
    _adopt(office, lesson)
    lines.append(f"已采用：{in_use(office.settings.model).words}。")
    return Trained((*lines, *judge_anew(office)), adopted=True)


def back_to_shipped(office: Office) -> Trained:
    """Put the office's own model away and judge by the shipped one again."""
    office.settings.model.unlink(missing_ok=True)
    lines = [f"改回随附的模型：{in_use(office.settings.model).words}。"]
    return Trained((*lines, *judge_anew(office)), adopted=True)


def _adopt(office: Office, lesson: Lesson) -> None:
    """Write the model beside its place and move it there, so that nobody ever reads half a model."""
    fresh = office.settings.model.with_suffix(".new")
    save(learning.learn(lesson), fresh)
    fresh.replace(office.settings.model)


def judge_anew(office: Office) -> Iterator[str]:
    """Judge again, by the model in use, what nobody has decided yet; gives a line per department.

    What people decided on keeps the judgement that they saw, so that their decisions stand and none turns stale. A
    run that is broken off is finished by the next `quanze refresh`.
    """
    current = stages.edition(office)
    with office.store.reading() as session:
        asked, held = _queries(session), _held(session)
        rows = [row for row in facts.rows(session) if isinstance(row, MaterialRow) and row.key in held]
        seen = {asked[key].id for row in rows if (key := material_key(row.matter_key, row.material)) in asked}
        kept = facts.judgements(session, current.digest, seen)
        departments = sorted({file.department for file in ledger.files(session)})
    standing = Standing(current.digest, matcher=pipeline.matcher(office.settings), applied=False)
    with office.store.writing() as session:
        editions.save(session, current, office.now(), standing, again=True)
        facts.save_judgements(session, current.digest, kept.values())
    for department in departments:
        stages.match_department(office, department)
        yield f"{department}：{stages.propose_department(office, department)} 行有变化。"
    stages.advise(office)
    with office.store.writing() as session:
        editions.applied(session, current.digest)


def _wordings(lesson: Lesson) -> list[str]:
    """Names that people matched and the word lists do not know, for a person to take over."""
    found = learning.new_wordings(lesson)[:WORDINGS]
    shown = "；".join(f"{mine} = {theirs}" for mine, theirs in found)
    return [f"词表里没有、核对后可以加进 synonyms.csv 的叫法（前面是材料，后面是目录）：{shown}。"] if shown else []


def _figures(checked: Check) -> str:
    before, after = checked.before, checked.after
    pairs = (
        ("首位命中", before.top1, after.top1),
        ("F1", before.f1, after.f1),
        ("目录外 F1", before.no_match_f1, after.no_match_f1),
        ("“有把握”准确率", before.sure_precision, after.sure_precision),
        ("概率误差", before.calibration, after.calibration),
    )
    shown = "，".join(f"{name} {old:.1%} → {new:.1%}" for name, old, new in pairs)
    return f"在随附的 {after.materials} 条已标注材料上交叉检验：{shown}。"


def _decided(office: Office) -> tuple[list[Example], Counter[str]]:
    """What the decisions that hold teach, and how many there are by verdict; undone ones are not among them."""
    with office.store.reading() as session:
        asked, held = _queries(session), _held(session)
        wanted = sorted(event.id for event in held.values() if event.verdict in VERDICTS)
        bodies = list(_bodies(session, wanted))
    verdicts = {event.id: event.verdict for event in held.values()}
    told: list[Example] = []
    said: Counter[str] = Counter()
    for number, body, changed in bodies:
        before = _material(body)
        if before is None:
            continue
        one = learning.taught(verdicts[number], before, _material(changed), _query(before, asked))
        if one is not None:
            told.append(one)
            said[verdicts[number]] += 1
    return told, said


def _held(session: Session) -> dict[str, DecisionRow]:
    """The last decision that holds on each subject, without the rows before and after."""
    events: dict[str, list[DecisionRow]] = {}
    for event in review.events_after(session, 0):
        events.setdefault(event.subject, []).append(event)
    return {subject: last[-1] for subject, found in events.items() if (last := decisions.live(found))}


def _bodies(session: Session, numbers: Sequence[int]) -> Iterator[Row[int, str, str]]:
    """(number, row before, row after) of these decisions."""
    query = select(DecisionRow.id, DecisionRow.before, DecisionRow.after).order_by(DecisionRow.id)
    for start in range(0, len(numbers), _AT_ONCE):
        yield from session.execute(query.where(DecisionRow.id.in_(numbers[start : start + _AT_ONCE])))


def _queries(session: Session) -> dict[str, Query]:
    """Today's queries by material key."""
    departments = sorted({file.department for file in ledger.files(session)})
    matters = [matter for department in departments for matter in join(facts.matters(session, department))]
    return pipeline.queries(matters)


def _query(row: MaterialRow, asked: dict[str, Query]) -> Query:
    """What the matcher was asked about a row; from the row's own words where its file is no longer in use."""
    title = f"{row.matter}（{row.sub_name}）" if row.sub_name else row.matter
    return asked.get(material_key(row.matter_key, row.material), Query("", row.material, title, row.department))


def _material(body: str) -> MaterialRow | None:
    if not body or (kind := json.loads(body).get("row")) != "material":
        return None
    row = codec.load_row(kind, body)
    return row if isinstance(row, MaterialRow) else None
