"""Doors: log in, first password, sessions, CSRF, roles, what is refused."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from quanze import presence
from quanze.store import access, ledger
from quanze.store.tables import LoginSession
from review import app, uploads
from review.desk import Desk, Refused
from tests.review.home import CIVIL, FOREST, PASSWORD, Person, desk_at, matter
from tests.review.test_queue import material, rows

HTMX = "491955cd1810747d7d7b9ccb936400afb760e06d25d53e4572b64b6563b2784e"


def test_htmx_is_the_known_release() -> None:
    assert hashlib.sha256(app.HTMX.read_bytes()).hexdigest() == HTMX


def test_nobody_sees_anything_before_logging_in(desk: Desk) -> None:
    stranger = Person(desk)
    for address in ("/", "/rows", "/lists", "/files", "/overview", "/export/log.csv", "/sample", "/logins"):
        answer = stranger.client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert stranger.client.get("/rows/x", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/login"


def test_the_first_password_is_changed_at_once(desk: Desk) -> None:
    with desk.store.writing() as session:
        user = access.user(session, "民政")
        assert user is not None
        user.must_change = True
    person = Person(desk, "民政")
    assert person.client.get("/rows").headers["location"] == "/password"
    new = "另一个够长的口令-1"
    person.post("/password", 422, old=PASSWORD, new="短", again="短")
    person.post("/password", 422, old=PASSWORD, new=PASSWORD, again=PASSWORD)
    person.post("/password", 422, old="不对", new=new, again=new)
    person.post("/password", 303, old=PASSWORD, new=new, again=new)
    assert person.client.get("/rows").status_code == 200
    assert Person(desk).login("民政") == 401
    assert Person(desk).login("民政", new) == 303


def test_a_new_password_ends_the_sessions_of_others(desk: Desk) -> None:
    thief, owner, new = Person(desk, "民政"), Person(desk, "民政"), "另一个够长的口令-1"
    owner.post("/password", 303, old=PASSWORD, new=new, again=new)
    assert thief.client.get("/rows").status_code == 303


def test_a_session_brought_along_is_never_taken_over(desk: Desk) -> None:
    person = Person(desk)
    person.client.cookies.set("quanze", "chosen-by-somebody-else")
    assert person.login("民政") == 303
    token = person.client.cookies.get("quanze", domain="testserver.local") or ""
    assert token != "chosen-by-somebody-else"
    with desk.store.reading() as session:
        kept = [each.token for each in session.query(LoginSession)]
    assert kept == [hashlib.sha256(token.encode()).hexdigest()]


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: Desk) -> None:
    person = Person(desk)
    page = person.client.get("/login").text
    entry = page.split('name="entry" value="')[1].split('"')[0]
    answer = person.client.post("/login", data={"name": "民政", "password": PASSWORD, "entry": entry})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_logging_out_ends_the_session_on_the_server(desk: Desk) -> None:
    person = Person(desk, "民政")
    token = person.client.cookies["quanze"]
    person.post("/logout", 303)
    person.client.cookies.set("quanze", token)
    assert person.client.get("/rows").status_code == 303


def test_too_many_wrong_passwords_are_refused_and_recorded(desk: Desk) -> None:
    guesser = Person(desk)
    assert [guesser.login("民政", f"猜测{n}") for n in range(6)] == [401] * 5 + [429]
    assert guesser.login("民政") == 429
    later = replace_clock(desk, datetime(2026, 3, 17, 9, 30))
    assert Person(later).login("民政") == 303
    page = Person(later, "管理").get("/logins")
    assert page.count("口令不对") == 5
    Person(later, "初审一").get("/logins", 403)


def replace_clock(desk: Desk, now: datetime) -> Desk:
    return replace(desk, clock=lambda: now)


def test_a_login_form_from_elsewhere_is_refused(desk: Desk) -> None:
    person = Person(desk)
    answer = person.client.post("/login", data={"name": "民政", "password": PASSWORD, "entry": "x"})
    assert answer.status_code == 403


def test_a_write_without_the_token_or_from_another_site_is_refused(desk: Desk) -> None:
    person, row = Person(desk, "民政"), material(desk, "收入证明")
    form = {"verdict": "confirm", **person.sight(row.key)}
    address = f"/rows/{row.key}/decide"
    assert person.client.post(address, data=form).status_code == 403
    assert person.client.post(address, data={**form, "csrf": "x"}).status_code == 403
    token = {"X-CSRF": person.csrf}
    assert person.client.post(address, data=form, headers={**token, "Origin": "http://evil.test"}).status_code == 403
    assert person.client.post(address, data=form, headers={**token, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not any(one.confirmed for one in rows(desk))
    assert person.client.post(address, data=form, headers=token).status_code == 200


def test_every_answer_has_a_policy_without_any_outside_address(desk: Desk) -> None:
    person = Person(desk, "民政")
    for address in ("/login", "/rows", "/static/keys.js", "/nowhere"):
        headers = person.client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    for address in ("/rows", "/lists", "/files", "/overview"):
        page = person.get(address)
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick" not in page


def test_text_of_a_cell_is_never_markup(tmp_path: Path) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    desk = desk_at(tmp_path, [matter(CIVIL, f"救助{evil}", f"收入证明{evil}", code="1", basis=evil)])
    person = Person(desk, "民政")
    pages = [person.get(address) for address in ("/rows", "/lists", "/overview", "/files")]
    key = material(desk, "收入证明").key
    pages += [person.get(f"/rows/{key}"), person.get(f"/rows/{key}/edit")]
    pages.append(person.decide(key, "doubt", comment=evil))
    pages.append(person.get(f"/rows/{key}"))
    assert any("&lt;script&gt;" in page for page in pages)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    desk.store.close()


def test_a_department_reaches_nothing_of_another(desk: Desk) -> None:
    person, theirs = Person(desk, "民政"), material(desk, "收入证明", FOREST)
    with desk.store.reading() as session:
        file = next(each for each in ledger.files(session) if each.department == FOREST)
    for address in (
        f"/rows/{theirs.key}",
        f"/rows/{theirs.key}/edit",
        f"/bulk/{theirs.key}",
        f"/source/{theirs.key}",
        f"/source/{theirs.key}/picture.png",
        f"/files/{file.id}",
        f"/doubts/{file.id}/0/source",
    ):
        person.get(address, 404)
    for address in ("/rows", "/lists", "/files", "/overview"):
        assert FOREST not in person.get(address)
    Person(desk, "林草").decide(theirs.key)
    person.post("/undo", 403, event=1)
    person.post(f"/files/{file.id}/again", 404)
    person.post("/lists/step", 403, department=FOREST, row="material", step="submit", seen="x", last=0)


def test_a_closed_account_is_out_at_once(desk: Desk) -> None:
    person = Person(desk, "民政")
    with desk.store.writing() as session:
        user = access.user(session, "民政")
        assert user is not None
        access.close(session, user.id)
    assert person.client.get("/rows").status_code == 303
    assert Person(desk).login("民政") == 401


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("清单.docx", "清单.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\清单.pdf", "清单.pdf"),
        ("a\u202efdp.exe", "a_fdp.exe"),
    ],
)
def test_an_upload_keeps_only_the_last_part_of_a_name(name: str, kept: str) -> None:
    assert uploads.safe_name(name) == kept


@pytest.mark.parametrize("name", ["", "..", ".", "/", "con.txt", "长" * 76 + ".docx"])
def test_names_that_cannot_be_kept_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        uploads.safe_name(name)


def upload(person: Person, name: str, content: bytes, department: str = "") -> int:
    answer = person.client.post(
        "/files", data={"department": department}, files={"files": (name, content)}, headers={"X-CSRF": person.csrf}
    )
    return answer.status_code


def test_an_upload_lands_in_the_own_inbox_folder_and_nowhere_else(desk: Desk) -> None:
    person = Person(desk, "民政")
    assert upload(person, "../../../外面.docx", b"x", FOREST) == 303
    assert upload(person, "外面.docx", b"y") == 303
    inbox = desk.settings.inbox
    found = sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*.docx"))
    assert found == [f"{CIVIL}/外面(2).docx", f"{CIVIL}/外面.docx"]
    assert upload(person, "空.docx", b"") == 422
    assert upload(Person(desk, "管理"), "x.docx", b"x", "../..") == 422
    assert "外面.docx" in person.get("/files")


def test_an_upload_is_refused_while_the_inbox_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox, person = desk.settings.inbox, Person(desk, "民政")
    assert upload(person, "前.docx", b"x") == 303
    with monkeypatch.context() as mounted:
        mounted.setattr(presence, "_elsewhere", lambda settings: True)
        assert upload(person, "上.docx", b"x") == 303
    assert upload(person, "后.docx", b"x") == 503  # the folder below the share, a mark in it
    presence.missing(desk.settings, adopt=True)
    assert upload(person, "再.docx", b"x") == 303
    (inbox / presence.MARK).unlink()
    assert upload(person, "无.docx", b"x") == 503
    assert sorted(path.stem for path in inbox.rglob("*.docx")) == sorted(["前", "上", "再"])


def test_a_department_whose_rows_are_confirmed_or_refused_is_not_late_on_the_overview(tmp_path: Path) -> None:
    desk = desk_at(tmp_path, [matter(CIVIL, "最低生活保障", "收入证明", code="1")])
    person = Person(desk, "初审一")
    assert "逾期" in person.get("/overview") and f'<span class="flag">{CIVIL}</span>' in person.get("/overview")
    for row in rows(desk):
        person.decide(row.key, "reject", comment="本部门不办")
    assert f'<span class="flag">{CIVIL}</span>' not in person.get("/overview")
    desk.store.close()
