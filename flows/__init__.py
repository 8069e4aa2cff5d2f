"""The door for everything that runs: the command `quanze`, the inbox, Prefect flows, schedules."""
