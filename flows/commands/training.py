"""`quanze train`: on labelled pairs from files into a model file, or on the office's decisions into its own model."""

import sys
from argparse import Namespace

from flows.commands import answers
from flows.offices import opened, settings
from flows.refresh import training
from quanze.errors import SettingsError


def train(arguments: Namespace) -> int:
    """`quanze train`; exit 1 where the model in use stays."""
    if arguments.queries or arguments.catalogue or arguments.to:
        if not (arguments.queries and arguments.catalogue and arguments.to):
            raise SettingsError("用自己的标注训练，要同时给 --queries、--catalogue 和 --to。")
        return answers.train(arguments)
    from flows.intake.flow import alone  # Prefect takes seconds to import

    chosen = settings(arguments.home)
    with opened(chosen) as office, alone(chosen):
        done = training.back_to_shipped(office) if arguments.shipped else training.train(office)
    (sys.stdout if done.adopted else sys.stderr).write("\n".join(done.lines) + "\n")
    return int(not done.adopted)
