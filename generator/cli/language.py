"""The reader's language on the command line: help, and click's own sentences."""

from __future__ import annotations

import copy
import gettext
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TypeVar

import click

from generator.texts import CATALOGUES, LOCALE, Language, Translator, _


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for by --lang or FENJI_LANG, else Chinese; what is no language counts as not said."""
    asked = environment.get("FENJI_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            asked = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return Language(asked) if asked in {language.value for language in Language} else Language.ZH


def speak(language: Language, environment: MutableMapping[str, str]) -> None:
    """Make click speak the language: it asks Python's gettext, and that asks the environment."""
    environment["LANGUAGE"] = CATALOGUES.get(language, language.value)
    gettext.bindtextdomain("fenji", str(LOCALE))
    gettext.textdomain("fenji")


def shows_help(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Tell whether help may be shown: to read the whole catalogue for it takes longer than many a command."""
    flags = (argument for argument in arguments if argument.startswith("-"))
    asked = any("h" in flag if flag[1:2] != "-" else flag == "--help" for flag in flags)
    return asked or not arguments or "_FENJI_COMPLETE" in environment


def _show_help(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    expose_value=False,
    is_eager=True,
    help=_("Show this message and exit."),
    callback=_show_help,
)
"""Click's own one wants its sentence translated whether it is shown or not."""


def translated_command(command: click.Command, tr: Translator | None) -> click.Command:
    """Return the command with its help in the language of ``tr``; as it is written where none will be shown (None)."""
    clone = copy.copy(command)
    clone._help_option = HELP if tr is None else _translated(HELP, tr)  # noqa: SLF001 - where click would keep its own
    if tr is not None:
        clone.help = tr.gettext(command.help) if command.help else command.help
        clone.params = translated_parameters(command.params, tr)
    return clone


P = TypeVar("P", bound=click.Parameter)


def translated_parameters(parameters: Sequence[P], tr: Translator) -> list[P]:
    """Return options and arguments with their help in the language of ``tr``."""
    return [_translated(parameter, tr) for parameter in parameters]


def _translated(parameter: P, tr: Translator) -> P:
    clone = copy.copy(parameter)
    if isinstance(clone, click.Option | click.Argument) and clone.help:
        clone.help = tr.gettext(clone.help)
    return clone


def ngettext(singular: str, plural: str, /) -> tuple[str, str]:
    """Return a sentence that depends on a number, as it is; its only purpose is to be found by `make locale`."""
    return singular, plural


CLICK_SAYS = (
    _("Usage:"),
    _("Options"),
    _("Positional arguments"),
    _("Show this message and exit."),
    _("default: {default}"),
    _("env var: {var}"),
    _("required"),
    _("Error: {message}"),
    _("Try '{command} {option}' for help."),
    _("Missing command."),
    _("Missing argument"),
    _("Missing option"),
    _("Missing parameter"),
    _("No such option {name!r}."),
    _("No such command {name!r}."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Option {name!r} does not take a value."),
    _("Choose from:\n\t{choices}"),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    _("Could not open file {filename!r}: {message}"),
    _("file"),
    _("directory"),
    _("path"),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""Click's own sentences, listed so that the catalogue has them."""
