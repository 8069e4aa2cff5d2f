"""Every licence of what runs is listed; none is copyleft but those named in docs/licences.toml with their reason."""

import importlib.util
import re
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from tests.conftest import need
from tests.flows.office import ROOT

_COPYLEFT_LIBRARIES = re.compile(
    r"lib(geos|av(codec|format|util|filter|device)|sw(resample|scale)|gfortran|gomp|quadmath|fribidi|iconv|intl|mupdf"
    r"|poppler|gs|x264|x265|mp3lame|postproc|gcrypt|gnutls|readline|idn|unistring)"
)


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_distribution_that_runs_says_its_licence(licences: ModuleType) -> None:
    found = licences.installed()
    assert len(found) > 60
    assert [name for name, one in found.items() if not licences.licence(one)] == []


def test_none_is_copyleft_but_those_named_with_a_reason(licences: ModuleType) -> None:
    copyleft = {name for name, one in licences.installed().items() if licences.COPYLEFT.search(licences.licence(one))}
    assert copyleft == set(licences.TABLE["accepted"])
    assert all(len(entry["why"]) > 20 for entry in licences.TABLE["accepted"].values())


def test_no_wheel_brings_a_copyleft_library_but_those_named(licences: ModuleType) -> None:
    found = {name for name in licences.native() if _COPYLEFT_LIBRARIES.match(name)}
    assert found <= set(licences.TABLE["native"])


def test_the_page_lists_what_is_installed(licences: ModuleType) -> None:
    told = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| ([a-z0-9-]+) \| (\S+) \|", told, re.M))
    listed.pop("distribution", None)
    assert set(licences.installed()) | set(licences.TABLE["elsewhere"]) <= set(listed), "run: make licences"
    assert {name: version for name, version in listed.items() if version != licences.pinned().get(name)} == {}


@pytest.mark.parametrize("python", ["3.11.0", "3.11.2", "3.11.9", "3.12.1", "3.13.1", "3.14.0"])
def test_whatever_a_supported_python_asks_for_is_pinned_and_listed(licences: ModuleType, python: str) -> None:
    there = {"python_full_version": python, "python_version": python.rpartition(".")[0], "extra": ""}
    asked = {
        licences.plain(each.name)
        for found in licences.installed().values()
        for each in map(Requirement, found.requires or ())
        if each.marker is None or each.marker.evaluate(there)
    }
    assert asked - set(licences.pinned()) == set()
    assert asked - set(licences.installed()) <= set(licences.TABLE["elsewhere"])


def test_the_package_we_build_holds_only_our_own_rooms(tmp_path: Path) -> None:
    hatchling = importlib.util.find_spec("hatchling")
    need(hatchling, "hatchling is missing: pip install hatchling")
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    with zipfile.ZipFile(wheel) as package:
        rooms = {name.split("/")[0] for name in package.namelist()}
    ours = {"quanze", "extractors", "reference", "matchers", "rules", "forms", "review", "flows"}
    assert {room for room in rooms if not room.endswith(".dist-info")} == ours
