"""An inbox that is a share: the folder below its mount point is never taken for it, whatever lies in that folder."""

from pathlib import Path

import pytest

from flows.intake import presence
from flows.upkeep import doctor
from quanze import presence as place
from quanze.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home folder that was looked over before the share was mounted: the local folder bears a mark."""
    found = Settings(home=tmp_path)
    doctor.examine(found)
    assert (found.inbox / presence.MARK).exists()
    return found


def mount(monkeypatch: pytest.MonkeyPatch, *, mounted: bool) -> None:
    monkeypatch.setattr(place, "_elsewhere", lambda settings: mounted)


def test_a_mark_below_the_mount_point_does_not_stand_for_the_share(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(monkeypatch, mounted=True)
    assert presence.missing(settings, adopt=True) == ""
    assert presence.missing(settings) == ""
    mount(monkeypatch, mounted=False)
    assert "共享盘没有挂上" in presence.missing(settings)
    assert not next(each for each in doctor.examine(settings) if each.what == "收件箱").well
    mount(monkeypatch, mounted=True)
    assert presence.missing(settings) == ""


def test_a_share_that_was_marked_elsewhere_is_known_for_one_as_soon_as_it_is_seen(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(monkeypatch, mounted=True)
    assert presence.missing(settings) == ""
    mount(monkeypatch, mounted=False)
    assert "--adopt" in presence.missing(settings)
    assert presence.missing(settings, adopt=True) == ""
    assert presence.missing(settings) == ""
