"""The fields every row takes from its matter. Nothing is decided here."""

from typing import Any

from quanze.matter import Matter


def common(matter: Matter) -> dict[str, Any]:
    """What a row of any kind repeats of its matter, as keyword arguments."""
    return {
        "department": matter.department,
        "matter_key": matter.key,
        "matter": matter.name,
        "sub_name": matter.sub_name,
        "code": matter.code,
        "kind": matter.kind,
        "basis": matter.basis,
        "scope": matter.scope,
        "file": matter.places[0][0] if matter.places else "",
        "corrections": matter.corrections,
    }
