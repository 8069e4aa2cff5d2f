"""`quanze review`, and `quanze user add|list|password|remove`: the page for reviewers and its accounts."""

import os
import sys
from argparse import Namespace

from flows.offices import departments, opened, settings
from flows.stages import Office
from quanze import passwords
from quanze.errors import SettingsError
from quanze.registry import BODIES
from quanze.store import access
from quanze.store.ledger import UNCLAIMED
from quanze.store.tables import UserRow

ROLES = {"部门": "department", "初审": "reviewer", "管理员": "admin"}
_NAMES = {value: name for name, value in ROLES.items()}


def review(arguments: Namespace) -> int:
    """`quanze review`: serve the page until it is stopped."""
    import uvicorn  # only this command needs a web server

    chosen = settings(arguments.home)
    with opened(chosen) as office, office.store.reading() as session:
        if not access.users(session):
            sys.stderr.write("还没有账号。先运行：quanze user add 用户名 --role 管理员\n")
    os.environ["QUANZE_HOME"] = str(chosen.home)
    sys.stderr.write(f"审核页：http://{arguments.host}:{arguments.port}/ （按 Ctrl+C 停止）\n")
    # By name, not by import: the two doors know nothing of each other.
    uvicorn.run(
        "review.app:from_settings",
        factory=True,
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        server_header=False,
        access_log=False,
    )
    return 0


def user(arguments: Namespace) -> int:
    """`quanze user add|list|password|remove`."""
    with opened(settings(arguments.home)) as office:
        if arguments.what == "list":
            _list(office)
            return 0
        name = arguments.name.strip()
        if not name or len(name) > 100:
            raise SettingsError("请给出用户名，最多 100 个字。")
        if arguments.what == "add":
            belongs = _body if arguments.role == "初审" else _department
            _add(office, name, arguments.role, belongs(office, arguments.department.strip()))
        else:
            _change(office, name, arguments.what)
    return 0


def _add(office: Office, name: str, role: str, department: str) -> None:
    if role == "部门" and not department:
        raise SettingsError("部门账号要用 --department 写明是哪个部门，和收件箱里的文件夹名一样。")
    password = passwords.first_password()
    with office.store.writing() as session:
        if access.user(session, name) is not None:
            raise SettingsError(f"已经有叫“{name}”的账号。停用过的名字也不再给别人用，免得审核记录分不清是谁。")
        access.add_user(
            session,
            name=name,
            department=department,
            role=ROLES[role],
            password=passwords.hashed(password),
            now=office.now(),
        )
    sys.stdout.write(f"已添加：{name}（{role}）\n首次口令：{password}\n首次登录必须改口令。\n")


def _department(office: Office, name: str) -> str:
    """The department by the name that its files are kept under, an alias as well."""
    found = departments(office).department(name) if name else ""
    return name if found == UNCLAIMED else found


def _body(office: Office, name: str) -> str:
    """Which of the two bodies a first reviewer belongs to, "" for both; an alias as well."""
    known = departments(office)
    found = known.department(name)
    for body in BODIES:
        own = known.department(body)
        if name == body or (own != UNCLAIMED and known.alike(found, own)):
            return body
    if name:
        raise SettingsError(f"初审账号的 --department 只能是{'或'.join(BODIES)}；不写就签批全部单位的清单。")
    return ""


def _change(office: Office, name: str, what: str) -> None:
    password = passwords.first_password()
    with office.store.writing() as session:
        found = access.user(session, name)
        if found is None:
            raise SettingsError(f"没有叫“{name}”的账号。")
        if what == "remove":
            access.close(session, found.id)
        else:
            access.set_password(session, found.id, passwords.hashed(password), must_change=True)
    said = "已停用，审核记录都还在。" if what == "remove" else f"新的首次口令：{password}\n登录后必须改。"
    sys.stdout.write(f"{name}：{said}\n")


def _list(office: Office) -> None:
    with office.store.reading() as session:
        for found in access.users(session):
            sys.stdout.write(f"{found.name}\t{_NAMES[found.role]}\t{found.department or '全部'}\t{_standing(found)}\n")


def _standing(found: UserRow) -> str:
    if not found.active:
        return "已停用"
    return "还没改首次口令" if found.must_change else "使用中"
