"""An office's flows for a Prefect work pool over many machines: `python -m flows.workers.pools HOME POOL`.

Speaks to the server that PREFECT_API_URL names. Every machine of the pool has quanze installed, sees HOME under the
same path and has the same QUANZE_DATABASE_URL (PostgreSQL); see docs/scale.md.
"""

import sys
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists

from flows.offices import settings
from flows.serve.schedules import deployments


def register(home: Path, pool: str) -> list[str]:
    """Make the pool where it is not there yet, and register all deployments with it; gives their names."""
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    made = deployments(home, pool)
    for each in made:
        each.apply()
    return [f"{each.flow_name}/{each.name}" for each in made]


if __name__ == "__main__":
    for name in register(settings(sys.argv[1]).home, sys.argv[2]):
        sys.stdout.write(f"{name}\n")
