"""Where the program starts: the command line, and, where two processors help, who will help it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from generator.garbage import rarely_looked_for

if TYPE_CHECKING:
    from generator.sharing import Member
    from generator.site.binding.launch import Launched

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 + SIGINT, as shells count."""

_BOTH = ("generator.apart.answer", "generator.cli.formats", "generator.cli.today")
_JUDGING = ("generator.apart.judging", "generator.cli.written")
"""What both processes need, and what the one needs that judges."""


class Helpers(NamedTuple):
    """Processes that load what will be needed before it is known what for: to judge customers, to bind pages."""

    judging: Member | None = None
    binding: Launched | None = None


def main() -> NoReturn:
    """Run the command line; quiet where Ctrl-C is pressed before it runs, as it is itself.

    Click takes as long to load as the models do, or half of MkDocs, and only click can tell for sure what is asked for.
    So other processes load these meanwhile, where it looks as if they will be needed; they are told what for, or ended.
    """
    try:
        rarely_looked_for()
        from generator.sharing import processors  # noqa: PLC0415 - loads much, which is not looked through from here on

        helpers = _helpers(sys.argv[1:]) if processors() > 1 else Helpers()
        from generator.cli.main import main as command_line  # noqa: PLC0415 - loads click

        command_line(helpers)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)  # helpers, where there are some, end when nobody is left to tell them what for


def _helpers(arguments: Sequence[str]) -> Helpers:
    if _judges(arguments):
        for module in _BOTH:
            import_module(module)
        from generator.sharing import waiting  # noqa: PLC0415 - as above
        from generator.site.program import stamp  # noqa: PLC0415 - as above

        stamp()  # which both ask for
        return Helpers(judging=waiting(_JUDGING))
    return Helpers(binding=_launched()) if "build" in arguments else Helpers()


def _launched() -> Launched:
    """Start what binds pages."""
    from generator.cli.feeds import without_key  # noqa: PLC0415 - only where pages will be bound
    from generator.site.binding.launch import Launched  # noqa: PLC0415

    return Launched(without_key(os.environ))


def _judges(arguments: Sequence[str]) -> bool:
    """Guess whether `fenji grade` will be asked for in a format for which the customers are judged apart."""
    return "grade" in arguments and any(argument.endswith(("json", "csv")) for argument in arguments)
