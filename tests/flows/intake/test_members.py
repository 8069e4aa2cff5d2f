"""What an archive or mail holds beside its lists is said: a member that cannot be used, a list that was filled in."""

import zipfile

from flows import publishing
from flows.reading import NOT_USED
from flows.stages import Office
from quanze.errors import Damaged, NoList, PackedAnswers
from quanze.store import decisions, facts, ledger
from tests.flows.office import BAD, HEAD, ROWS, give, run

LIST = (HEAD + ROWS["特困"]).encode()


def packed(office: Office, members: dict[str, bytes], name: str = "包.zip") -> str:
    """Drop an archive and take it in; gives its receipt."""
    path = office.settings.inbox / "民政局" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    run(office)
    return next(office.settings.receipts.rglob(f"{name}*")).read_text(encoding="utf-8-sig")


def filled_in(office: Office) -> bytes:
    """A list as it was published."""
    give(office, ROWS["低保"])
    written = publishing.lists(office, office.settings.home / "sent", "民政局", draft=True)
    return next(path for path in written if path.suffix == ".xlsx").read_bytes()


def test_members_that_cannot_be_used_are_doubts_with_their_names_and_advice(office: Office) -> None:
    damaged = (BAD / "没有传完.docx").read_bytes()
    notice = "关于放假的通知\n各股室：\n放假三天。\n".encode()
    said = packed(office, {"好的.csv": LIST, "股室/坏的.docx": damaged, "通知.txt": notice})
    assert "没有需要核对的地方" not in said
    assert f"“股室/坏的.docx”没有采用（DAMAGED）：{Damaged.advice}" in said
    assert f"“通知.txt”没有采用（NO_LIST）：{NoList.advice}" in said and "位置不明" not in said
    with office.store.reading() as session:
        (file,) = ledger.files(session)
        assert file.state == "done" and file.rows == file.matters + file.doubts + file.others
        found = [doubt for doubt in facts.doubts(session, file.id) if doubt.kind == NOT_USED]
    assert len(found) == 2 and not any(doubt.whole_row for doubt in found)


def test_an_archive_of_good_lists_says_nothing_more(office: Office) -> None:
    assert "没有需要核对的地方" in packed(office, {"好的.csv": LIST})


def test_a_list_that_was_filled_in_is_not_taken_for_a_list_of_matters_inside_an_archive(office: Office) -> None:
    book = filled_in(office)
    said = packed(office, {"好的.csv": LIST, "填好的.xlsx": book})
    assert "“填好的.xlsx”没有采用（PACKED_ANSWERS）" in said and "解压后把 Excel 直接放入收件箱" in said
    with office.store.reading() as session:
        assert [matter.name for matter in facts.matters(session, "民政局")] == ["最低生活保障认定", "特困人员认定"]
        assert not any(row.confirmed for row in decisions.settled(session, facts.rows(session))[0])


def test_a_mail_with_nothing_but_a_filled_in_list_comes_back_with_the_advice(office: Office) -> None:
    book = filled_in(office)
    said = packed(office, {"填好的.xlsx": book})
    assert f"原因代码：{PackedAnswers.code}" in said and PackedAnswers.advice in said
