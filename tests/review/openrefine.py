"""A client that asks as OpenRefine does, over a real socket: manifest, guess of types, batches, preview, fields.

Every payload is kept under its form's name, so that it can be checked. Run by hand against the schemas of the W3C
community group (github.com/reconciliation-api/specs, folder 0.2/schemas, which is not part of this project):
`python -m tests.review.openrefine SCHEMAS`.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # ships no types
from referencing import Registry
from referencing.jsonschema import DRAFT7

from review import reconcile
from review.app import application
from review.desk import Desk
from tests.review.home import desk_at

BATCH = 10
"""Queries that OpenRefine sends at a time."""
SCHEMAS = {
    "manifest": "manifest",
    "query batch": "reconciliation-query-batch",
    "result batch": "reconciliation-result-batch",
    "suggest entity": "suggest-entities-response",
    "suggest property": "suggest-properties-response",
    "suggest type": "suggest-types-response",
    "proposal": "data-extension-property-proposal",
    "extension query": "data-extension-query",
    "extension": "data-extension-response",
}
"""The community group's schema file for each form; it has none for flyouts."""


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The open matcher of a desk, on loopback; gives its address."""
    server = uvicorn.Server(uvicorn.Config(application(desk), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}{reconcile.PREFIX}{reconcile.token(desk.settings)}"
    finally:
        server.should_exit = True
        thread.join()


class OpenRefine:
    """One project with a column of materials and a column of matters."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = httpx2.Client(headers={"Origin": "http://127.0.0.1:3333", "User-Agent": "OpenRefine"}, timeout=60)
        self.payloads: list[tuple[str, Any]] = []

    def _kept(self, form: str, answer: httpx2.Response) -> Any:
        answer.raise_for_status()
        assert answer.headers["access-control-allow-origin"] == "*"
        self.payloads.append((form, found := answer.json()))
        return found

    def add_service(self) -> dict[str, Any]:
        """Add the service by its address."""
        found: dict[str, Any] = self._kept("manifest", self.http.get(self.address))
        return found

    def ask(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Send one batch as a form."""
        self.payloads.append(("query batch", batch))
        sent = self.http.post(self.address, data={"queries": json.dumps(batch)})
        found: dict[str, Any] = self._kept("result batch", sent)
        return found

    def guess_types(self, column: Sequence[str]) -> list[str]:
        """Guess the column's type from the first cells, the most frequent first."""
        found = self.ask({f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(column[:BATCH])})
        seen = [kind["id"] for one in found.values() for each in one["result"] for kind in each["type"]]
        return sorted(set(seen), key=lambda kind: (-seen.count(kind), kind))

    def reconcile(self, column: Sequence[str], matters: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Reconcile the column, batch by batch, with the other column as the property `matter`."""
        found: list[list[dict[str, Any]]] = []
        for start in range(0, len(column), BATCH):
            part = {
                f"q{n}": {
                    "query": column[n],
                    "type_strict": "should",
                    "properties": [{"pid": "matter", "v": matters[n]}],
                }
                for n in range(start, min(start + BATCH, len(column)))
            }
            answers = self.ask(part)
            found += [answers[key]["result"] for key in part]
        return found

    def suggest(self, kind: str, prefix: str) -> list[dict[str, Any]]:
        """Type into a field, then hover over the first suggestion."""
        where = self.add_service()["suggest"][kind]
        address = where["service_url"] + where["service_path"]
        found = self._kept(f"suggest {kind}", self.http.get(address, params={"prefix": prefix}))
        hover = where["flyout_service_url"] + where["flyout_service_path"]
        self._kept("flyout", self.http.get(hover.replace("${id}", found["result"][0]["id"])))
        result: list[dict[str, Any]] = found["result"]
        return result

    def preview(self, key: str) -> str:
        """Hover over a candidate."""
        return self.http.get(self.add_service()["preview"]["url"].replace("{{id}}", key)).raise_for_status().text

    def fetch(self, keys: Sequence[str], kind: str) -> dict[str, Any]:
        """Add columns from the reconciled values: all that the service proposes."""
        where = self.add_service()["extend"]["propose_properties"]
        address = where["service_url"] + where["service_path"]
        offered = self._kept("proposal", self.http.get(address, params={"type": kind, "limit": 50}))
        query = {"ids": list(keys), "properties": [{"id": one["id"]} for one in offered["properties"]]}
        self.payloads.append(("extension query", query))
        sent = self.http.post(self.address, data={"extend": json.dumps(query)})
        found: dict[str, Any] = self._kept("extension", sent)
        return found


def session(address: str) -> OpenRefine:
    """A whole session: add the service, guess, reconcile 25 cells, complete, preview, fetch."""
    tool = OpenRefine(address)
    tool.add_service()
    column = ["收入证明原件1份", "婚姻状况的证明", "居住证明", "户口簿", "没有这样的东西"] * 5
    kind = tool.guess_types(column)[0]
    found = tool.reconcile(column, ["最低生活保障"] * len(column))
    for what, typed in (("entity", "收入"), ("property", "matter"), ("type", "保留")):
        tool.suggest(what, typed)
    keys = [result[0]["id"] for result in found if result]
    tool.preview(keys[0])
    tool.fetch(keys, kind)
    tool.http.close()
    return tool


def official(folder: Path, payloads: Sequence[tuple[str, Any]]) -> list[str]:
    """What payloads do wrong by the community group's schemas in a folder."""
    files = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    schemas = {name: {**body, "$schema": "http://json-schema.org/draft-07/schema#"} for name, body in files.items()}
    named = [(str(body.get("$id", "")), DRAFT7.create_resource(body)) for body in schemas.values()]
    registry: Any = Registry().with_resources(named)
    wrong = []
    for form, payload in payloads:
        if form in SCHEMAS:
            validator = Draft7Validator(schemas[SCHEMAS[form]], registry=registry)
            wrong += [f"{form} {one.json_path}: {one.message}" for one in validator.iter_errors(payload)]
    return wrong


def main() -> int:
    """Check a whole session against the schemas in the folder that is given."""
    with tempfile.TemporaryDirectory() as home:
        desk = desk_at(Path(home))
        with served(desk) as address:
            payloads = session(address).payloads
        desk.store.close()
    wrong = official(Path(sys.argv[1]), payloads)
    forms = sorted({form for form, _ in payloads})
    print(f"{len(payloads)} payloads of {len(forms)} forms ({', '.join(forms)}): {len(wrong)} faults")
    print("\n".join(wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
