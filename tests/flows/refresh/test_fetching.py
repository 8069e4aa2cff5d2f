"""Downloads: only what is new, within limits, never off to another host or into networks nobody declared."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.refresh.fetching import FetchError, Limits, Seen, addresses, allowed, fetch
from tests.flows.refresh.website import Website, website

NOTHING = Seen()
HERE = Limits(seconds=20, size=10_000, intranet=True)


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as found:
        found.pages["/list.csv"] = b"name,use\na,b\n"
        yield found


def got(
    site: Website, tmp_path: Path, path: str = "/list.csv", limits: Limits = HERE, seen: Seen = NOTHING
) -> Seen | None:
    return fetch(site.address + path, tmp_path / "got", seen, limits, pauses=())


def test_what_is_there_is_fetched_and_what_was_seen_is_not_fetched_again(site: Website, tmp_path: Path) -> None:
    seen = got(site, tmp_path)
    assert (tmp_path / "got").read_bytes() == site.pages["/list.csv"]
    assert seen is not None and seen.etag
    assert got(site, tmp_path, seen=seen) is None
    assert site.asked[-1] == ("/list.csv", seen.etag, 304)
    site.pages["/list.csv"] += b"c,d\n"
    assert got(site, tmp_path, seen=seen) != seen
    assert (tmp_path / "got").read_bytes().endswith(b"c,d\n")


def test_a_redirect_on_the_same_host_is_followed(site: Website, tmp_path: Path) -> None:
    site.how["/old"] = "to /list.csv"
    assert got(site, tmp_path, "/old") is not None


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://localhost/list.csv", "别的网站"),
        ("http://169.254.169.254/latest/meta-data", "别的网站"),
        ("http://127.0.0.1:1/list.csv", "别的端口"),
        ("file:///etc/passwd", "别的网站"),
        ("http://u:p@127.0.0.1/x", "别的网站"),
        ("/around", "一再跳转"),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(site: Website, tmp_path: Path, to: str, said: str) -> None:
    site.how["/around"] = f"to {to}"
    with pytest.raises(FetchError, match=said):
        got(site, tmp_path, "/around")
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize(
    ("how", "size", "said"),
    [("", 20_000, "超过"), ("cut", 100, "没有传完"), ("gzip", 100, "压缩"), ("404", 1, "404"), ("503", 1, "503")],
)
def test_what_cannot_be_used_leaves_no_file(site: Website, tmp_path: Path, how: str, size: int, said: str) -> None:
    site.pages["/x"], site.how["/x"] = b"x" * size, how
    with pytest.raises(FetchError, match=said):
        got(site, tmp_path, "/x")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_drips_is_left_at_the_time_limit(site: Website, tmp_path: Path) -> None:
    site.pages["/x"], site.how["/x"] = b"x" * 2000, "drip"
    with pytest.raises(FetchError, match="没有取完"):
        got(site, tmp_path, "/x", Limits(seconds=0.5, size=10_000, intranet=True))
    assert list(tmp_path.iterdir()) == []


def test_only_what_may_pass_is_tried_again(site: Website, tmp_path: Path) -> None:
    for path, status, times in (("/busy", "503", 3), ("/gone", "404", 1)):
        site.how[path] = status
        with pytest.raises(FetchError):
            fetch(site.address + path, tmp_path / "got", NOTHING, HERE, pauses=(0, 0))
        assert sum(asked[0] == path for asked in site.asked) == times


def test_this_machine_is_only_reached_where_the_source_says_so(site: Website, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="intranet = true"):
        got(site, tmp_path, limits=Limits(seconds=20, size=10_000))
    assert site.asked == []


def test_a_name_with_one_forbidden_address_is_refused_whatever_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.8")]
    monkeypatch.setattr("flows.refresh.fetching.socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(FetchError, match="内网"):
        addresses("example.org", 80, intranet=False)
    assert len(addresses("example.org", 80, intranet=True)) == 2


@pytest.mark.parametrize(
    ("number", "outside", "inside"),
    [
        ("93.184.216.34", True, True),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("fd00::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
    ],
)
def test_which_networks_may_be_reached(number: str, outside: bool, inside: bool) -> None:
    assert (allowed(number, intranet=False), allowed(number, intranet=True)) == (outside, inside)


def test_an_address_with_chinese_in_it_is_fetched(site: Website, tmp_path: Path) -> None:
    site.pages["/%E7%9B%AE%E5%BD%95.csv?%E5%B9%B4=1&b=%20"] = b"x"
    assert got(site, tmp_path, "/目录.csv?年=1&b=%20") is not None
