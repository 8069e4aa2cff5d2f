"""The page in a real browser: by keyboard alone, without a reload, readable at two widths, checked by axe."""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from quanze.judgement import Decision
from quanze.store import decisions, review, signoff
from review.app import application
from review.board import Filter
from review.desk import Desk, Visitor
from review.writing import Sight, append
from tests.conftest import need
from tests.review.home import CIVIL, PASSWORD, desk_at, matter

if TYPE_CHECKING:
    from playwright.sync_api import Page

MATTERS = [matter(CIVIL, f"救助事项{n}", "收入证明", "婚姻状况的证明", code=f"{n:03d}") for n in range(56)]
MATTERS += [matter(CIVIL, "最低生活保障", "收入证明", code=f"9{n:02d}") for n in range(4)]
COLLEAGUE = Visitor(0, "同事", "department", CIVIL, "", False)
WIDTHS = {"wide": (1366, 768), "narrow": (683, 768)}
"""The second one is what is left of the first at 200 % zoom."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path, MATTERS)
    yield opened
    opened.store.close()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """The page served on loopback."""
    server = uvicorn.Server(uvicorn.Config(application(desk), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page() -> Iterator["Page"]:
    """A page of Debian's Chromium at 1366 x 768."""
    chromium = shutil.which("chromium")
    need(chromium, "chromium is missing: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api") if os.environ.get("CI") != "true" else _playwright()
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        opened.set_default_timeout(15_000)
        yield opened
        browser.close()


def _playwright() -> Any:
    import playwright.sync_api

    return playwright.sync_api


def enter(page: "Page", address: str, name: str = "民政") -> None:
    page.goto(f"{address}/login")
    page.wait_for_selector("#name:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#decide")


def press(page: "Page", key: str) -> None:
    """Press a key and wait until another row, or none, stands there."""
    before = page.locator("#decide").get_attribute("hx-post")
    page.keyboard.press(key)
    page.wait_for_function(
        "before => { const form = document.querySelector('#decide');"
        " return !document.body.classList.contains('busy') && (!form || form.getAttribute('hx-post') !== before) }",
        arg=before,
    )


def states(desk: Desk) -> list[str]:
    desk.board.follow()
    return [desk.board.state(card.key) for card in desk.board.cards(Filter(department=CIVIL))]


def test_a_hundred_decisions_need_a_hundred_keys_and_no_reload(page: "Page", address: str, desk: Desk) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    enter(page, address)
    page.evaluate("window.stayed = true")
    for number in range(100):
        press(page, "Enter" if number % 4 else ("o", "n", "q", "3")[number // 4 % 4])
    assert page.evaluate("window.stayed") is True
    assert len(states(desk)) - states(desk).count("open") == 100
    assert said == []


def test_the_whole_way_by_page_alone(page: "Page", address: str, desk: Desk) -> None:
    enter(page, address)
    pictures(page, "queue")
    axe(page)
    for _ in range(30):
        press(page, "Enter")
    assert states(desk).count("confirmed") == 30
    press(page, "u")
    assert states(desk).count("confirmed") == 29
    twin = [
        card for card in desk.board.cards(Filter(text="最低生活保障", row="material")) if desk.board.twins(card.key)
    ][-1]
    page.goto(f"{address}/rows?key={twin.key}")
    page.keyboard.press("b")
    page.wait_for_selector("#bulk tbody tr")
    assert page.locator("#bulk tbody tr").count() == 3
    pictures(page, "bulk")
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast:has-text('同样的 3 行')")
    assert states(desk).count("confirmed") == 32
    page.keyboard.press("u")
    page.wait_for_selector(".toast:has-text('已撤销')")
    assert states(desk).count("confirmed") == 29
    answer_a_doubt(page, address)
    rest(desk)
    sign_off(page, address, desk)


def test_files_dragged_onto_the_page_are_uploaded(page: "Page", address: str, desk: Desk) -> None:
    enter(page, address)
    page.goto(f"{address}/files")
    dragged = page.evaluate_handle(
        """names => { const found = new DataTransfer();
        for (const name of names) found.items.add(new File([`内容 ${name}`], name));
        return found }""",
        ["拖来的清单.docx", "办事指南.pdf"],
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": dragged})
    assert "over" in (page.locator(".drop").get_attribute("class") or "")
    pictures(page, "dragging")
    page.dispatch_event(".drop", "drop", {"dataTransfer": dragged})
    assert "over" not in (page.locator(".drop").get_attribute("class") or "")
    page.get_by_role("button", name="上传").click()
    page.wait_for_selector("text=已收到，等待处理")
    kept = {path.name: path.read_text(encoding="utf-8") for path in (desk.settings.inbox / CIVIL).iterdir()}
    assert kept == {name: f"内容 {name}" for name in ("拖来的清单.docx", "办事指南.pdf")}


def answer_a_doubt(page: "Page", address: str) -> None:
    page.goto(f"{address}/files")
    pictures(page, "files")
    axe(page)
    page.get_by_role("link", name="清单.csv").click()
    page.wait_for_selector("tr.hit")
    page.get_by_text("定列的含义", exact=True).click()
    page.get_by_label("申请材料的含义").select_option("设定依据")
    page.get_by_text("改单元格", exact=True).click()
    pictures(page, "doubt")
    axe(page)
    page.get_by_role("button", name="保存含义").click()
    page.wait_for_selector("text=表头“申请材料”读作“设定依据”")
    page.wait_for_selector("text=已作答，等待重新读取")


def rest(desk: Desk) -> None:
    """The rest of the list, as other people would have decided it meanwhile."""
    desk.board.follow()
    for card in list(desk.board.cards(Filter(department=CIVIL, row="material"))):
        if desk.board.state(card.key) == "open":
            with desk.store.reading() as session:
                seen = review.seen(session, card.key)
            assert seen is not None
            append(
                desk,
                Visitor(0, "同事", "department", CIVIL, "", False),
                seen.row,
                Sight(seen.digest, seen.last),
                "confirm",
            )


def sign_off(page: "Page", address: str, desk: Desk) -> None:
    page.goto(f"{address}/lists")
    page.get_by_role("row", name=re.compile("减材料")).get_by_role("button", name="完成自审").click()
    page.wait_for_selector("text=部门自审完成")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{address}/login")
    enter(page, address, "初审一")
    page.goto(f"{address}/lists")
    pictures(page, "lists")
    axe(page)
    row = page.get_by_role("row", name=re.compile("减材料"))
    row.get_by_role("textbox").fill("请补替代方式")
    row.get_by_role("button", name="退回").click()
    page.wait_for_selector("text=已退回部门")
    hand_in_again(desk)
    for name, seen in (("定稿", "初审通过，已定稿"), ("公开", "已公开")):
        page.goto(f"{address}/lists")
        row.get_by_role("button", name=name, exact=True).click()
        page.wait_for_selector(f"text={seen}")
    assert (desk.settings.lists / "公开" / CIVIL / "减材料").is_dir()
    page.goto(f"{address}/overview")
    pictures(page, "overview")
    axe(page)


def hand_in_again(desk: Desk) -> None:
    with desk.store.writing() as session:
        subject = signoff.subject(CIVIL, "material")
        decisions.decide(session, Decision(subject, "submit", "民政", desk.now(), "x"))


def pictures(page: "Page", name: str) -> None:
    """No page is wider than its window; with PICTURES_OF_REVIEW the pages are kept as pictures to look at."""
    folder = os.environ.get("PICTURES_OF_REVIEW", "")
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} at {across}"
        if folder:
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=name != "queue")
    page.set_viewport_size({"width": 1366, "height": 768})


def axe(page: "Page") -> None:
    """Nothing that axe calls serious or critical."""
    package = pytest.importorskip("axe_playwright_python") if os.environ.get("CI") != "true" else _axe()
    source = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    wrong = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert wrong == []


def _axe() -> Any:
    import axe_playwright_python

    return axe_playwright_python
