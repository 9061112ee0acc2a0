"""The command `fenji`: finds the command that was asked for, and turns every failure into a message and an exit code.

Exit codes: 0 clean, 1 problems found, 2 wrong use.
"""

from __future__ import annotations

import atexit
import errno
import importlib
import os
import sys
import threading
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click
from click.exceptions import NoSuchCommand

from generator import __version__
from generator.cli.language import HELP, language_of, shows_help, speak, translated_command, translated_parameters
from generator.failure import Failure
from generator.start import INTERRUPTED
from generator.texts import Language, Message, Translator, _, translator

if TYPE_CHECKING:
    from generator.start import Helpers

WRONG_USE = 2


class Entry(NamedTuple):
    """A command: where it is, as ``module:attribute``, and what it does, in one line."""

    target: str
    help: str


COMMANDS: Mapping[str, Entry] = {
    "init": Entry("generator.cli.init:init", _("Make a new data repository.")),
    "demo": Entry("generator.cli.demo:demo", _("Make a demonstration office with months of git history.")),
    "check": Entry("generator.cli.check:check", _("Name all problems of the records and rules.")),
    "grade": Entry("generator.cli.grade:grade", _("Show every customer's grade.")),
    "explain": Entry("generator.cli.explain:explain", _("Explain one customer's grade and its history.")),
    "diff": Entry("generator.cli.diff:diff", _("Show what a change of the records or rules means.")),
    "report": Entry("generator.cli.report:report", _("Show the report of a week.")),
    "backtest": Entry("generator.cli.backtest:backtest", _("Try candidate rules on the past weeks.")),
    "todo": Entry("generator.cli.todo:todo", _("Show what is to be done today.")),
    "roster": Entry("generator.cli.roster:roster", _("Show who receives the next new customer.")),
    "new": Entry("generator.cli.new:new", _("Register a customer.")),
    "visit": Entry("generator.cli.visit:visit", _("Record a visit, call or message.")),
    "decide": Entry("generator.cli.decide:decide", _("Record a decision.")),
    "deal": Entry("generator.cli.deal:deal", _("Record a stage of a deal.")),
    "transfer": Entry("generator.cli.transfer:transfer", _("Hand all customers of a consultant to others.")),
    "forget": Entry("generator.cli.forget:forget", _("Delete a customer's records on request.")),
    "seal": Entry("generator.cli.seal:seal", _("Seal phone numbers with the office's key.")),
    "reveal": Entry("generator.cli.reveal:reveal", _("Print a sealed phone number.")),
    "rotate": Entry("generator.cli.rotate:rotate", _("Seal all phone numbers with a new key.")),
    "commission": Entry("generator.cli.commission:commission", _("Show the commission shares of each consultant.")),
    "import": Entry("generator.cli.import_:import_", _("Take records over from a table.")),
    "export": Entry("generator.cli.export:export", _("Write customers and grades to a table.")),
    "build": Entry("generator.cli.build:build", _("Build the site.")),
    "serve": Entry("generator.cli.serve:serve", _("Show the site in a browser and follow every change.")),
    "schema": Entry("generator.cli.schema:schema", _("Write the JSON Schemas of the files, for editors.")),
}


class Refused(click.ClickException):
    """A failure as click shows it."""

    exit_code = WRONG_USE


class Fenji(click.Group):
    """The group of all commands: each is loaded when it is asked for, in the reader's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the language first: the help of every command is written in it."""
        ctx.meta["language"], ctx.meta["helps"] = language_of(args, os.environ), shows_help(args, os.environ)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options, their help in the reader's language where it is shown."""
        parameters = super().get_params(ctx)
        return translated_parameters(parameters, _translator(ctx)) if _helps(ctx) else parameters

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002 - click's signature
        """Return the option that shows help."""
        return HELP

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _colon, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return translated_command(command, _translator(ctx) if _helps(ctx) else None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; propose the nearest where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what fenji is."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_translator(ctx).gettext(str(self.help)))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading any."""
        tr = _translator(ctx)
        with formatter.section(tr.gettext(_("Commands"))):
            formatter.write_dl([(name, tr.gettext(entry.help)) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, whose result is its exit code; the one place where failures become messages."""
        try:
            code = super().invoke(ctx)
        except Failure as failure:
            raise Refused(failure.message.text(_translator(ctx))) from failure
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise Refused(_system_message(error).text(_translator(ctx))) from error
        if isinstance(code, int):
            ctx.exit(code)
        return code


def _helps(ctx: click.Context) -> bool:
    helps: bool = ctx.find_root().meta["helps"]
    return helps


def _translator(ctx: click.Context) -> Translator:
    language: Language = ctx.find_root().meta["language"]
    return translator(language)


def _system_message(error: OSError) -> Message:
    reason = error.strerror or str(error)
    if error.filename is None:
        return Message(_("The system refuses: %(reason)s."), {"reason": reason})
    return Message(_("%(file)s: %(reason)s."), {"file": os.fsdecode(error.filename), "reason": reason})


@click.group(
    cls=Fenji,
    help=_("Grade the customers of a sales office from its records, explain every grade, and publish the site."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    envvar="FENJI_DIR",
    default=".",
    type=click.Path(path_type=Path),
    help=_("Folder of the data: the one that holds rules.yaml (or FENJI_DIR; default: here)."),
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    envvar="FENJI_LANG",
    default=Language.ZH.value,
    help=_("Language: zh or en (or FENJI_LANG)."),
)
@click.version_option(__version__, prog_name="fenji", message="%(prog)s %(version)s", help=_("Show the version."))
@click.pass_context
def fenji(ctx: click.Context, directory: Path, lang: str) -> None:
    """Hold what all commands share."""
    from generator.cli.context import Context  # noqa: PLC0415 - loads the whole core; `fenji --help` goes without

    ctx.obj = Context(directory, Language(lang), *(ctx.obj or ()))


def main(helpers: Helpers | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; the ``helpers`` end with it."""
    code = run(sys.argv[1:], os.environ, helpers)
    for helper in helpers or ():
        if helper is not None:
            helper.dismiss()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Leave with an exit code, and let the system take the memory back as a whole.

    Python would take millions of records apart one by one. What else it does at the end is done here: who asked to be
    called is called, what is still in a buffer is written. Where another thread is at work, Python waits as always.
    """
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - the way that Python itself takes
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # what matters was written by ``run``, or its code tells
            if stream is not None:
                stream.flush()
    os._exit(code)


def run(arguments: Sequence[str], environment: MutableMapping[str, str], helpers: Helpers | None = None) -> int:
    """Return the exit code of a command line; quiet where the reader went away or pressed Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language = language_of(arguments, environment)
    speak(language, environment)
    try:
        code = fenji.main(list(arguments), prog_name="fenji", standalone_mode=False, obj=helpers)
        if sys.stdout is not None:  # closed by the caller
            sys.stdout.flush()
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        if error.errno != errno.EPIPE:  # a disk that is full when help or the last of a text is written
            Refused(_system_message(error).text(translator(language))).show()
            return WRONG_USE
        _leave_quietly()
        return 1
    return code if isinstance(code, int) else 0


def _leave_quietly() -> None:
    """Point stdout to nowhere, so that what is still in its buffer complains no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
