"""The process that runs what is due (`python -m flows.serve.runner HOME`), a child of `quanze serve`.

It ends when the Prefect server is away for long; `serve` starts it again once the server answers.
"""

import os
import sys
from pathlib import Path

from prefect import serve

from flows.logs import log, open_log
from flows.offices import opened, settings
from flows.serve import catchup, schedules


def main(home: Path) -> None:
    """Close what a dead runner left, catch up what was missed, then run what is due until the process is ended."""
    chosen = settings(str(home))
    open_log(chosen)
    with opened(chosen) as office:
        missed = catchup.missed(office, schedules.crons(chosen), schedules.ZONE)
    made = schedules.deployments(chosen.home)
    catchup.tidy([f"{each.flow_name}/{each.name}" for each in made], missed)
    log.info("runner started, process %d", os.getpid())
    serve(*made, pause_on_shutdown=False, print_starting_message=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
