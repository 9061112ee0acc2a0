"""Where the program starts: the command line, and, where two processors help, what judges grades ahead of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from generator.garbage import rarely_looked_for
from generator.sharing import processors, waiting

_BOTH = ("generator.apart.answer", "generator.cli.formats", "generator.cli.today")
_JUDGING = ("generator.apart.judging", "generator.cli.written")
"""What both processes need, and what the one needs that judges."""


def main() -> NoReturn:
    """Run the command line.

    Click takes as long to load as the models do, and only click can tell for sure what is asked for. So another process
    loads the models meanwhile, where it looks as if they will be needed; it is told what for, or ended.
    """
    rarely_looked_for()
    helper = None
    if _judges(sys.argv[1:]) and processors() > 1:
        for module in _BOTH:
            import_module(module)
        helper = waiting(_JUDGING)
    from generator.cli.main import main as command_line  # noqa: PLC0415 - loads click

    command_line(helper)


def _judges(arguments: Sequence[str]) -> bool:
    """Guess whether `fenji grade` will be asked for in a format for which the customers are judged apart."""
    return "grade" in arguments and any(argument.endswith(("json", "csv")) for argument in arguments)
