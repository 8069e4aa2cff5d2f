"""Make the sample files: `python -m sample_docs.make`. The list of files; layouts and rows live next door."""

import csv
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_docs.bad import make_bad
from sample_docs.choose import Sample
from sample_docs.civil_education import civil, education
from sample_docs.grid import Grid
from sample_docs.justice_forest import forest, justice
from sample_docs.market_health import health, market
from sample_docs.office import to_pdf
from sample_docs.rows import HERE
from sample_docs.sheet import write_xlsx
from sample_docs.word import write_docx

INTRO = """# 样例文件的来源

这些文件由 `python -m sample_docs.make` 生成，供演示和测试用，不是任何单位的正式清单。
行内容取自公开网页（广东省级、四川广安区县级、辽宁等政务服务事项，以及已公布的权责清单、下放目录），每行的出处见下表；
“土默特右旗”只作样例地名，事项归到哪个部门是为样例编排的。设定依据由样例按事项名称配上现行法律法规条文（`basis.csv`），
辽宁各行的依据为原文；责任事项、追责情形用公开清单的通用表述（`duties.toml`，各有出处）。
申请材料为广东公开的材料名称；材料形式、份数、来源渠道是为样例填的。内部事项取自以机关事业单位为办理对象的公开事项。
民政局、教育体育局的材料是公开页面的写法（`../shared/data/match`，prov 以 real 开头），以及取消清单列出的原有证明名称。
`bad/` 里是应当退回的文件：空文件、没有传完的、加密的（密码 sample）、图片改名的、没有清单的通知。

"""


@dataclass(frozen=True, slots=True)
class _Pending:
    source: Path
    target: Path


def write_csv(path: Path, grid: Grid, encoding: str) -> None:
    """Write a grid's rows as a spreadsheet program saves them in `encoding`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(grid.rows)


def _draw(sample: Sample, inbox: Path, scratch: Path) -> _Pending | None:
    target = inbox / sample.department / sample.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(sample.content, Mapping):
        write_xlsx(target, sample.content)
    elif isinstance(sample.content, Grid):
        write_csv(target, sample.content, "gb18030")
    elif target.suffix == ".pdf":
        draft = scratch / f"{target.stem}.docx"
        write_docx(draft, sample.content, landscape=sample.landscape)
        return _Pending(draft, target)
    else:
        write_docx(target, sample.content, landscape=sample.landscape)
    return None


def sources_page(samples: Sequence[Sample]) -> str:
    """SOURCES.md: for each file, where each of its rows was published."""
    parts = [INTRO]
    for sample in samples:
        parts.append(
            f"## {sample.department}/{sample.name}\n\n{sample.layout}\n\n| 行 | 事项 | 出处 |\n|---|---|---|\n"
        )
        for number, source in enumerate(sample.sources, 1):
            where = f"{source.place} {source.organ}，`{source.key}`" + (f"，{source.address}" if source.address else "")
            parts.append(f"| {number} | {source.title} | {where} |\n")
        parts.append("\n")
    return "".join(parts)


def main(folder: Path = HERE) -> None:
    """Write inbox/, bad/ and SOURCES.md below `folder`."""
    samples = [*justice(), *forest(), *market(), *health(), *civil(), *education()]
    with tempfile.TemporaryDirectory() as scratch:
        drawn = [_draw(sample, folder / "inbox", Path(scratch)) for sample in samples]
        pending = [one for one in drawn if one]
        to_pdf([one.source for one in pending], Path(scratch))
        for one in pending:
            shutil.copyfile(one.source.with_suffix(".pdf"), one.target)
    make_bad(folder / "bad")
    (folder / "SOURCES.md").write_text(sources_page(samples), encoding="utf-8")
    print(f"{len(samples)} files in {folder / 'inbox'}", file=sys.stderr)


if __name__ == "__main__":
    main()
