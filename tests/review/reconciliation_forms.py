"""What the Reconciliation Service API 0.2 asks of each payload, as JSON schemas of our own, stricter than its text.

Written from the specification of the W3C Entity Reconciliation Community Group (final report of 10 April 2023). The
group's own schemas are checked by hand: see `official` beside this.
"""

from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types


def closed(needed: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**needed, **optional},
        "required": list(needed),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
ANY_TEXT = {"type": "string"}
ADDRESS = {"type": "string", "pattern": r"^https?://[^ ]+$"}
TEMPLATE = {"type": "string", "pattern": r"^https?://[^ ]*\{\{id\}\}[^ ]*$"}
COUNT = {"type": "integer", "minimum": 1}
NAMED = closed({"id": TEXT, "name": TEXT})
_SUGGEST = closed(
    {"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    flyout_service_url=ADDRESS,
    flyout_service_path={"type": "string", "pattern": r"^/.*\$\{id\}.*"},
)
_CANDIDATE = closed(
    {
        "id": TEXT,
        "name": TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": NAMED, "minItems": 1},
    },
    description=TEXT,
    features={"type": "array", "items": closed({"id": TEXT, "value": {"type": ["number", "boolean"]}})},
)
_SUGGESTED = closed({"id": TEXT, "name": TEXT}, description=TEXT, notable={"type": "array", "items": NAMED})

FORMS: dict[str, dict[str, Any]] = {
    "manifest": closed(
        {
            "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
            "name": TEXT,
            "identifierSpace": {"type": "string", "pattern": "^[a-z]+:"},
            "schemaSpace": {"type": "string", "pattern": "^[a-z]+:"},
        },
        defaultTypes={"type": "array", "items": NAMED, "uniqueItems": True},
        batchSize=COUNT,
        documentation=ADDRESS,
        serviceVersion=TEXT,
        view=closed({"url": TEMPLATE}),
        preview=closed({"url": TEMPLATE, "width": COUNT, "height": COUNT}),
        suggest=closed({}, entity=_SUGGEST, property=_SUGGEST, type=_SUGGEST),
        extend=closed(
            {},
            propose_properties=closed({"service_url": ADDRESS, "service_path": TEXT}),
            property_settings={"type": "array", "maxItems": 0},
        ),
    ),
    "result batch": {
        "type": "object",
        "additionalProperties": closed({"result": {"type": "array", "items": _CANDIDATE}}),
    },
    "suggest": closed({"result": {"type": "array", "items": _SUGGESTED}}),
    "flyout": closed({"id": TEXT, "html": TEXT}),
    "proposal": closed(
        {"properties": {"type": "array", "items": NAMED, "minItems": 1}}, type=ANY_TEXT, limit={"type": "integer"}
    ),
    "extension": closed(
        {
            "meta": {"type": "array", "items": NAMED},
            "rows": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": closed({"str": TEXT})},
                },
            },
        }
    ),
}


def wrong(form: str, payload: object) -> list[str]:
    """What a payload of that form does wrong; nothing where it is right."""
    return [f"{one.json_path}: {one.message}" for one in Draft202012Validator(FORMS[form]).iter_errors(payload)]
