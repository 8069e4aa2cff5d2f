"""Write docs/licences.md: `python docs/licences.py`.

The list is every distribution that the product's own dependencies bring in on this machine, read from what is
installed, and those that other Pythons bring (`licences.toml`); nothing is looked up anywhere.
"""

import importlib.metadata
import re
import tomllib
from email.message import Message
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
TABLE = tomllib.loads((ROOT / "docs" / "licences.toml").read_text(encoding="utf-8"))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|GNU|MPL|EPL|EUPL|CDDL|CeCILL|SSPL|OSL|Affero|Mozilla Public|copyleft)", re.I)
"""Words of licences that ask for something in return for being linked or shipped."""


def plain(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, str]:
    """The version of every distribution in constraints.txt, by its plain name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {plain(name): version for name, _, version in (line.partition("==") for line in lines) if version}


def wanted() -> list[str]:
    """The product's own dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [_NAME.match(line) for line in project["dependencies"]]
    return [match[0] for match in found if match]


def installed() -> dict[str, importlib.metadata.Distribution]:
    """Every distribution that the product's dependencies bring in here, by its plain name."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = wanted()
    while waiting:
        name = plain(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # only for another system or an extra that is not asked for
        for line in found[name].requires or ():
            match = _NAME.match(line)
            if match and "extra ==" not in line:
                waiting.append(match[0])
    return dict(sorted(found.items()))


def licence(distribution: importlib.metadata.Distribution) -> str:
    """What a distribution says of its licence, in one line."""
    said = cast("Message", distribution.metadata)
    kinds = [line.split(" :: ")[-1] for line in said.get_all("Classifier") or () if line.startswith("License :: ")]
    kinds = [kind for kind in kinds if kind != "OSI Approved"]
    text = (said.get("License") or "").strip().split("\n")[0]
    return said.get("License-Expression") or "; ".join(kinds) or text[:80]


def native() -> dict[str, str]:
    """Native libraries that wheels brought along (name without its version) and the distribution's folder."""
    found: dict[str, str] = {}
    for name, distribution in installed().items():
        for path in distribution.files or ():
            if ".libs/" in path.as_posix() and ".so" in path.name:
                found.setdefault(re.split(r"[-.]|p-r", path.name)[0], name)
    return dict(sorted(found.items()))


def page() -> str:
    """The page as it must be."""
    pins = pinned()
    told = {name: (pins[name], entry["licence"]) for name, entry in TABLE["elsewhere"].items()}
    told |= {name: (found.version, licence(found)) for name, found in installed().items()}
    rows = [f"| {name} | {version} | {terms} |" for name, (version, terms) in sorted(told.items())]
    return "\n".join(
        [
            "# Licences of what runs (developers)",
            "",
            "Written by `make licences` from what is installed and from `licences.toml`; held by a test.",
            "The package that we build holds our own code and data only (Apache-2.0). Everything below is installed",
            "beside it, unchanged.",
            "",
            "| distribution | version | licence |",
            "|---|---|---|",
            *rows,
            "",
            "## Copyleft among them, by name",
            "",
            *(f"- **{name}** ({entry['licence']}): {entry['why']}" for name, entry in TABLE["accepted"].items()),
            "",
            "## Native libraries inside wheels that are under a copyleft licence",
            "",
            *(f"- **{name}** ({entry['licence']}): {entry['why']}" for name, entry in TABLE["native"].items()),
            "",
            "## Programs of their own",
            "",
            *(f"- **{entry['name']}** ({entry['licence']}): {entry['why']}" for entry in TABLE["separate"]),
            "",
        ]
    )


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
