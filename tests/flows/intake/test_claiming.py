"""Files nobody's folder held are claimed, by command or on the page; the list of departments is written."""

import pytest

from flows.cli import main
from flows.intake import claiming
from flows.stages import Office
from quanze.errors import SettingsError
from quanze.store import facts, ledger
from tests.flows.office import ROWS, give, run, states


def test_a_claimed_file_goes_to_its_department_and_leaves_no_row_behind(office: Office) -> None:
    said = give(office, ROWS["低保"], department="待认领")
    assert "请管理员认领" in said
    assert [file.id for file in claiming.unclaimed(office)] == [1]
    assert claiming.claim(office, 1, "民政局") == "民政局"
    run(office)
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    with office.store.reading() as session:
        assert {row.department for row in facts.rows(session)} == {"民政局"}
    receipts = sorted(path.parent.name for path in office.settings.receipts.rglob("*.txt"))
    assert receipts == ["待认领", "民政局"]
    first = next((office.settings.receipts / "待认领").glob("*.txt")).read_text(encoding="utf-8-sig")
    assert "已认领" in first and "转到“民政局”" in first


def test_the_next_intake_hands_over_what_was_claimed_on_the_page(office: Office) -> None:
    give(office, ROWS["低保"], department="待认领")
    with office.store.writing() as session:
        ledger.unclaimed(session)[0].claimed_for = "民政局"
    assert main(["intake", "--home", str(office.settings.home)]) == 0
    assert states(office) == [("待认领", "moved"), ("民政局", "done")]
    with office.store.reading() as session:
        assert [file.claimed_for for file in ledger.files(session)] == ["", ""]


@pytest.mark.parametrize(("number", "name"), [(2, "民政局"), (1, "三月份上报")])
def test_a_wrong_number_or_an_unknown_department_claims_nothing(office: Office, number: int, name: str) -> None:
    give(office, ROWS["低保"], department="待认领")
    with pytest.raises(SettingsError):
        claiming.claim(office, number, name)
    assert states(office) == [("待认领", "done")]


def test_the_commands_list_and_claim_files_and_write_the_list_of_departments(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(office.settings.home)]
    give(office, ROWS["低保"], department="待认领")
    give(office, ROWS["临时"], department="市监局")
    assert main(["claim", *home]) == 0
    assert capsys.readouterr().out.split("\t")[0] == "1"
    assert main(["claim", "1", "三月份上报", *home]) == 2
    assert main(["claim", "1", "卫健委", *home]) == 0
    assert "卫生健康委员会" in capsys.readouterr().out
    assert main(["departments", "--write", *home]) == 0
    assert main(["departments", "--write", *home]) == 2
    capsys.readouterr()
    assert main(["departments", *home]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("市监局")
