"""The command `quanze`: its words, help in Chinese, exit codes. Each command's work lives in `flows.commands`.

Exit codes: 0 done, 1 some files quarantined or not readable, 2 wrong use or settings.
"""

import argparse
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from quanze import __version__
from quanze.errors import SettingsError

_ARGPARSE = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这段说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可用的有：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不是可用的值",
    "expected one argument": "后面要跟一个值",
    "expected at least one argument": "后面至少要跟一个值",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.format_usage()}{self.prog}：{message}\n")
        raise SystemExit(2)


def _chinese() -> None:
    # argparse speaks through gettext; there is no Chinese catalogue to install, so its few sentences are given here.
    setattr(argparse, "_", lambda text: _ARGPARSE.get(text, gettext.gettext(text)))  # noqa: B010  # not in its stubs


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    _chinese()
    top = _Parser(prog="quanze", description="权责：从部门清单到“两优”预填表。给出建议和依据，由人决定。")
    top.add_argument("--version", action="version", version=f"quanze {__version__}", help="显示版本号")
    commands = top.add_subparsers(title="命令", metavar="命令", required=True)

    def command(name: str, work: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(work=work)
        return added

    _reading(command("read", "answers:read", "读取清单文件，每个文件输出一行 JSON（事项、材料、存疑）。"))
    tables = command("tables", "answers:tables", "输出文件里的表格原样，合并单元格已填满，每个文件一行 JSON。")
    tables.add_argument("paths", nargs="+", metavar="文件", help="Word、PDF、Excel 等文件")
    tables.add_argument("--stitched", action="store_true", help="把跨页的表格接成一张")
    match = command("match", "answers:match", "把材料与证明目录比对，每条输出一行 JSON。")
    match.add_argument("--queries", required=True, metavar="Q.csv", help="要比对的材料：qid,text,matter,department")
    match.add_argument("--catalogue", required=True, metavar="C.csv", help="证明目录：key,list,name,usage,issuer")
    match.add_argument("--top", type=int, default=5, metavar="N", help="每条最多给几个建议，默认 5")
    propose = command("propose", "answers:propose", "读取、比对并预填，每个预填行输出一行 JSON。")
    _reading(propose)
    propose.add_argument(
        "--catalogue", action="append", default=[], metavar="C.csv", help="证明目录，可给多个；不给就用自带的目录"
    )
    propose.add_argument("--laws", default="", metavar="目录", help="法规文本所在目录；给了就补全清单没有抄全的条文")
    intake = command("intake", "office:intake", "处理一次收件箱：登记、读取、匹配、预填、归档或退件，并写回执。")
    intake.add_argument("--adopt", action="store_true", help="认定现在的文件夹就是收件箱（换了新共享盘时用一次）")
    _office(intake)
    refresh = command("refresh", "office:refresh", "重新载入证明目录；有变化就存成新版次，重新比对和预填。")
    refresh.add_argument(
        "paths",
        nargs="*",
        metavar="文件",
        help="目录文件；不给就用工作目录的 sources.toml，再没有用 catalogues/；都没有就不换",
    )
    refresh.add_argument("--accept", action="store_true", help="来源缩水、不见了或会换回以前的版次时，仍然换")
    refresh.add_argument("--name", default="", metavar="名称", help="版次名称")
    _office(refresh)
    catalogue = command("catalogue", "catalogue:catalogue", "证明目录的历次版次：列出、查看、比较。")
    catalogue.add_argument("what", choices=["list", "show", "diff"], help="列出、查看一版、比较两版")
    catalogue.add_argument(
        "editions",
        nargs="*",
        metavar="版次",
        help="第几版、日期、名称或校验值前 6 位；不给就是当前的，比较时是最近两版",
    )
    _office(catalogue)
    _people(command)
    publish = command("publish", "office:publish", "把已确认的行做成正式 Word 和 Excel 清单。")
    publish.add_argument("--to", required=True, metavar="目录", help="写到哪里")
    publish.add_argument("--department", default="", metavar="部门", help="只做这个部门")
    publish.add_argument("--draft", action="store_true", help="连未确认的行一起做，每页标“草稿”")
    publish.add_argument("--public", action="store_true", help="做公开版：去掉工作栏，另出一页网页")
    publish.add_argument("--combined", action="store_true", help="减材料、减环节、减时限合成一张清单")
    publish.add_argument("--agreements", action="store_true", help="另写委托协议、公示、告知承诺书和一件事草稿")
    _office(publish)
    brief = command("brief", "office:brief", "写周报：本周与上周相比、各部门进度、逾期和堵点。")
    brief.add_argument("--to", default="", metavar="目录", help="写到哪里，默认是工作目录的 out")
    _office(brief)
    _office(command("status", "office:status", "各部门的文件、事项、材料、建议和存疑一览。"))
    explain = command("explain", "office:explain", "说明一个事项的每一行是怎么来的：事实、依次试过的规则、结果。")
    explain.add_argument("matter", metavar="事项", help="事项名称、编码或编号（key）")
    _office(explain)
    _office(command("verify", "office:verify", "核对数据库：原件在不在、有没有被改动，审核记录有没有缺失。"))
    serve = command("serve", "upkeep:serve", "一条命令全开：看管收件箱、按时换目录写周报备份、审核网页。")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="审核网页的地址，默认只限本机")
    serve.add_argument("--port", type=int, default=8080, metavar="端口", help="审核网页的端口，默认 8080")
    serve.add_argument("--prefect-port", type=int, default=4200, metavar="端口", help="Prefect 的端口，默认 4200")
    _office(serve)
    backup = command("backup", "upkeep:backup", "备份数据库和全部原件到一个文件，运行中也可以做。")
    backup.add_argument("--to", default="", metavar="目录或文件", help="写到哪里，默认是工作目录的 backup")
    _office(backup)
    restore = command("restore", "upkeep:restore", "把备份恢复到一个空的工作目录，逐个核对校验值。")
    restore.add_argument("source", metavar="备份文件", help="quanze backup 做的 .tar.gz")
    _office(restore)
    _office(command("doctor", "upkeep:doctor", "体检：字体、LibreOffice、磁盘、权限、数据库、时间。"))
    logs = command("logs", "upkeep:logs", "看运行日志的最后几行，或打包成可以发给技术人员的文件。")
    logs.add_argument("--lines", type=int, default=50, metavar="N", help="看最后几行，默认 50")
    logs.add_argument("--pack", nargs="?", const="", metavar="文件", help="打包：日志、体检、数字，不含任何文件内容")
    _office(logs)
    review = command("review", "review:review", "打开审核页：逐条审核、签批、看回执和存疑。")
    review.add_argument("--host", default="127.0.0.1", metavar="地址", help="在哪个地址上提供，默认只给本机用")
    review.add_argument("--port", type=int, default=8000, metavar="端口", help="端口，默认 8000")
    _office(review)
    user = command("user", "review:user", "审核页的账号：添加、列出、重设口令、停用。")
    user.add_argument("what", choices=["add", "list", "password", "remove"], help="添加、列出、重设口令、停用")
    user.add_argument("name", nargs="?", default="", metavar="用户名", help="用户名")
    user.add_argument("--role", default="部门", choices=["部门", "初审", "管理员"], help="角色，默认“部门”")
    user.add_argument(
        "--department",
        default="",
        metavar="部门",
        help="部门账号属于哪个部门；初审写编办或政务服务局，只签批各自单位的清单",
    )
    _office(user)
    demo = command("demo", "demo:demo", "用自带的样例走完全程，并给出 Word 和 Excel 清单。")
    demo.add_argument("--home", default="demo", metavar="目录", help="演示用的工作目录，默认 demo")
    train = command(
        "train", "training:train", "用审核决定（采纳、换一个、目录外、不是证明）再训练匹配模型；更差的不采用。"
    )
    train.add_argument(
        "--queries", nargs="+", default=[], metavar="Q.csv", help="只用自己的标注：qid,text,matter,gold,group"
    )
    train.add_argument("--catalogue", default="", metavar="C.csv", help="自己的标注所对的证明目录")
    train.add_argument("--to", default="", metavar="模型.json", help="用自己的标注时，模型写到哪里")
    train.add_argument("--shipped", action="store_true", help="改回随附的模型")
    _office(train)
    bench = command("bench", "answers:bench", "与同类工具在同一次运行里比速度、内存和准确度。")
    bench.add_argument("what", choices=["tables", "extract", "match"], help="比什么：表格、抽取、匹配")
    return top


def _people(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    departments = command("departments", "people:departments", "部门名册：收件箱的哪个文件夹是哪个部门。")
    departments.add_argument("--write", action="store_true", help="写一份 departments.csv 到工作目录，供修改")
    departments.add_argument("--join", default="", metavar="旧名", help="把一个别名下交过的文件和审核并到名册里的名字")
    _office(departments)
    claim = command("claim", "people:claim", "待认领的文件：列出，或转给一个部门。")
    claim.add_argument("number", nargs="?", type=int, metavar="编号", help="收件编号，在回执的文件名里；不给就列出")
    claim.add_argument("department", nargs="?", default="", metavar="部门", help="归哪个部门，名称或别名")
    _office(claim)
    erase = command("erase", "people:erase", "按要求删除一份文件的内容；收件记录和审核决定保留。")
    erase.add_argument("number", type=int, metavar="编号", help="收件编号，在回执的文件名里")
    erase.add_argument("--by", required=True, metavar="谁", help="谁要求删除")
    erase.add_argument("--reason", required=True, metavar="为什么", help="为什么删除")
    _office(erase)


def _reading(added: argparse.ArgumentParser) -> None:
    added.add_argument("paths", nargs="+", metavar="文件", help="Word、PDF、Excel 等文件，或文件夹")
    added.add_argument("--department", default="", metavar="部门", help="是哪个部门的；不给就看收件箱里的文件夹")


def _office(added: argparse.ArgumentParser) -> None:
    added.add_argument("--home", default="", metavar="目录", help="工作目录，默认是当前目录或 QUANZE_HOME")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    arguments = parser().parse_args(argv)
    # Nothing leaves the machine, and Prefect's chatter is not for clerks; both must be set before Prefect is imported.
    for name, value in (
        ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
        ("DO_NOT_TRACK", "1"),
        ("PREFECT_LOGGING_LEVEL", "CRITICAL"),
        ("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "240"),
    ):
        os.environ.setdefault(name, value)
    module, function = arguments.work.split(":")
    try:
        code: int = getattr(import_module(f"flows.commands.{module}"), function)(arguments)
    except SettingsError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code


if __name__ == "__main__":
    raise SystemExit(main())
